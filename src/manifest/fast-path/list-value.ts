import type { Insertion, PullSecretList, Writing } from '../site.ts'
import { NO_EDIT } from '../sites/standing-list.ts'
import type { Rows } from './rows.ts'

const NOTHING: readonly never[] = []

/** A list that a pod spec at a row lacks, and where and how it is written. */
export function absentList({ tape }: Rows, host: number, insertion: Insertion): PullSecretList {
  return {
    form: 'absent',
    style: 'block',
    entries: NOTHING,
    insertion,
    removal: NO_EDIT,
    emptying: NO_EDIT,
    line: tape.valueLine(host),
    capacity: 'many',
    inherited: NOTHING,
    target: `${tape.valueStart(host)}:imagePullSecrets`,
    mergedTargets: NOTHING,
  }
}

/** A list that stands, with entries; `start`: of the list itself. */
export function standingList({
  style,
  entries,
  insertion,
  removal,
  emptying,
  line,
  start,
}: Pick<PullSecretList, 'style' | 'entries' | 'insertion' | 'removal' | 'emptying' | 'line'> & {
  readonly start: number
}): PullSecretList {
  return {
    form: 'list',
    style,
    entries,
    insertion,
    removal,
    emptying,
    line,
    capacity: 'many',
    inherited: NOTHING,
    target: String(start),
    mergedTargets: NOTHING,
  }
}

/** Written out, as all that is done for each of a hundred thousand documents, since a spread costs ten times as much. */
export function insertionAt(offset: number, writing: Writing): Insertion {
  const { separator, spelling, prefix, entry, suffix } = writing
  return { offset, remove: 0, separator, spelling, prefix, entry, suffix }
}
