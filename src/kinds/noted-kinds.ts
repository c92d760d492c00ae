import { parsePlaces } from './notation.ts'
import { NOTED } from './table/noted.ts'
import type { WorkloadKind } from './workload-kind.ts'

/** The groups of the table that are written in the notation of places. */
export const NOTED_GROUPS: readonly string[] = Object.keys(NOTED)

/** The kinds of such a group, read at each call, as few inputs hold any. Throws a RangeError for a text that is no place. */
export function notedKinds(group: string): readonly WorkloadKind[] {
  return Object.entries(NOTED[group] ?? {}).flatMap(([names, places]) => {
    const parsed = parsePlaces(places.split(' '))
    if (typeof parsed === 'string') throw new RangeError(`${group}: ${parsed} is no place`)
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
