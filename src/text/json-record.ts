/** An object of JSON or YAML, of which nothing is known but that it is one. */
export type JsonRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object that a text holds, or `undefined` for anything else. */
export function parseRecord(text: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** What a path of keys leads to, `undefined` where one of them is missing. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value)
}

/** The text at a path of keys; `''` where there is none. */
export function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = valueAt(value, ...keys)
  return typeof found === 'string' ? found : ''
}

/** The objects in the list at a path of keys. */
export function recordsAt(value: unknown, ...keys: readonly string[]): readonly JsonRecord[] {
  const found = valueAt(value, ...keys)
  return Array.isArray(found) ? found.filter(isRecord) : []
}

/** The texts in the list at a path of keys. */
export function textsAt(value: unknown, ...keys: readonly string[]): readonly string[] {
  const found = valueAt(value, ...keys)
  return Array.isArray(found) ? found.filter(entry => typeof entry === 'string') : []
}
