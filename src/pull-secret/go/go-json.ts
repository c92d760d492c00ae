/** A JSON value to print. Keys keep their order. */
export type Json = string | boolean | readonly Json[] | { readonly [key: string]: Json }

const ESCAPED: Readonly<Record<string, string>> = {
  '<': String.raw`\u003c`,
  '>': String.raw`\u003e`,
  '&': String.raw`\u0026`,
  '\u2028': String.raw`\u2028`,
  '\u2029': String.raw`\u2029`,
}

/**
 * Writes a string as Go's `encoding/json` does: characters that are special in HTML and JavaScript are escaped too.
 */
export function goString(text: string): string {
  const valid = text.replaceAll(/\p{Surrogate}/gu, '\ufffd')
  return JSON.stringify(valid).replaceAll(/[<>&\u2028\u2029]/g, character => ESCAPED[character] ?? character)
}

/** Writes a value as kubectl does with `-o json`, without the final line break. */
export function goJson(value: Json, indentation = ''): string {
  if (typeof value === 'string') return goString(value)
  if (typeof value !== 'object') return String(value)
  const inner = `${indentation}    `
  if (isList(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map(one => inner + goJson(one, inner)).join(',\n')}\n${indentation}]`
  }
  const fields = Object.entries(value).map(([key, one]) => `${inner}${goString(key)}: ${goJson(one, inner)}`)
  return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${indentation}}`
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

/** Compares strings as Go does: by their UTF-8 bytes. */
export function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
