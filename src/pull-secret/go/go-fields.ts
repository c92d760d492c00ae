import type { JsonRecord } from '../../text/json-record.ts'

/**
 * Finds the fields of a struct in an object as Go's `encoding/json` does: names are compared case-insensitively, the
 * last one wins, and a null changes nothing. Other fields are left out.
 */
export function goFields(record: JsonRecord, names: readonly string[]): JsonRecord {
  const fields = new Map<string, unknown>()
  for (const [key, value] of Object.entries(record)) {
    const name = names.includes(key) ? key : names.find(one => fold(one) === fold(key))
    if (name !== undefined && value !== null) fields.set(name, value)
  }
  return Object.fromEntries(fields)
}

/** All values of a field in any case, in order. Go merges these for a map. */
export function goValues(record: JsonRecord, name: string): readonly unknown[] {
  return Object.entries(record).flatMap(([key, value]) =>
    fold(key) === fold(name) && value !== null ? [value] : [],
  )
}

/** Folds a name as Go does (`foldName` of `encoding/json`): the long s and the Kelvin sign equal s and k. */
function fold(text: string): string {
  return text.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase()
}
