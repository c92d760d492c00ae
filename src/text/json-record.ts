/** A JSON or YAML object whose fields are not checked yet. */
export type JsonRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Parses a JSON object. Returns `undefined` if the text is not JSON, or its value is not an object. */
export function parseRecord(text: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The value at a path of keys; `undefined` if a key is missing. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value)
}

/** The string at a path of keys; `''` if there is no string. */
export function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = valueAt(value, ...keys)
  return typeof found === 'string' ? found : ''
}

/** The objects in the array at a path of keys. Other entries are skipped. */
export function recordsAt(value: unknown, ...keys: readonly string[]): readonly JsonRecord[] {
  const found = valueAt(value, ...keys)
  return Array.isArray(found) ? found.filter(isRecord) : []
}

/** The strings in the array at a path of keys. Other entries are skipped. */
export function textsAt(value: unknown, ...keys: readonly string[]): readonly string[] {
  const found = valueAt(value, ...keys)
  return Array.isArray(found) ? found.filter(entry => typeof entry === 'string') : []
}
