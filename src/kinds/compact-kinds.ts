import { parsePlaces } from './notation.ts'
import { compactTable } from './table/compact.ts'
import type { WorkloadKind } from './workload-kind.ts'

/** The API groups whose rows are written in the notation of places. */
export function compactGroups(): readonly string[] {
  return Object.keys(compactTable())
}

/**
 * Parses the rows of such a group. Rows are parsed at each call, since most inputs hold no such kind. Throws a
 * RangeError for a text that is not a place.
 */
export function compactKinds(group: string): readonly WorkloadKind[] {
  return Object.entries(compactTable()[group] ?? {}).flatMap(([names, places]) => {
    const parsed = parsePlaces(places.split(' '))
    if (typeof parsed === 'string') throw new RangeError(`${group}: ${parsed} is not a place`)
    return names.split(' ').map((name): WorkloadKind => {
      const [kind = '', versions] = name.split('@')
      return {
        group,
        kind,
        places: parsed,
        ...(versions === undefined ? {} : { versions: versions.split(',') }),
      }
    })
  })
}
