import type { JsonRecord } from '../text/json-record.ts'

/**
 * The fields of an object as Go's `encoding/json` finds them for a struct: without regard to case, the last one written
 * wins, and a null leaves what there is. A field of another name is left out.
 */
export function goFields(record: JsonRecord, names: readonly string[]): JsonRecord {
  const fields = new Map<string, unknown>()
  for (const [key, value] of Object.entries(record)) {
    const name = names.includes(key) ? key : names.find(one => fold(one) === fold(key))
    if (name !== undefined && value !== null) fields.set(name, value)
  }
  return Object.fromEntries(fields)
}

/** All values at the spellings of one name, in order: for a map, which Go fills once more at each. */
export function goValues(record: JsonRecord, name: string): readonly unknown[] {
  return Object.entries(record).flatMap(([key, value]) =>
    fold(key) === fold(name) && value !== null ? [value] : [],
  )
}

/** Letters that are one to Go (`foldName` of `encoding/json`): the long s and the sign for kelvin are among them. */
function fold(text: string): string {
  return text.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase()
}
