import type { Outcome, Status, Transformation } from '../../inject/outcome.ts'
import { countOf, enumerate } from '../wording.ts'

export type Counts = Readonly<Record<Status, number>>

/** How many resources ended in each status, zeros included. */
export function countOutcomes(outcomes: readonly Outcome[]): Counts {
  const counts: Record<Status, number> = {
    injected: 0,
    removed: 0,
    unplaced: 0,
    failed: 0,
    present: 0,
    'no-acr-image': 0,
    'not-a-workload': 0,
    'not-selected': 0,
  }
  for (const { status } of outcomes) counts[status] += 1
  return counts
}

export function addCounts(counts: Counts, more: Counts): Counts {
  return {
    injected: counts.injected + more.injected,
    removed: counts.removed + more.removed,
    unplaced: counts.unplaced + more.unplaced,
    failed: counts.failed + more.failed,
    present: counts.present + more.present,
    'no-acr-image': counts['no-acr-image'] + more['no-acr-image'],
    'not-a-workload': counts['not-a-workload'] + more['not-a-workload'],
    'not-selected': counts['not-selected'] + more['not-selected'],
  }
}

/** What a summary is made of. */
export interface Tally {
  readonly verb: Transformation['verb']
  readonly counts: Counts
  readonly unread: number
  readonly problems: number
}

export function tallyOf({ verb, outcomes, problems, unread }: Transformation): Tally {
  return { verb, counts: countOutcomes(outcomes), unread, problems: problems.length }
}

/**
 * The report's last line, without line end: how many resources ended how, or plainly that there was nothing to do.
 * `isDryRun`: the changes were shown and not made.
 */
export function summarize({ verb, counts, problems, unread }: Tally, isDryRun = false): string {
  const done = isDryRun ? `to ${verb}` : `${verb}ed`
  const resources = Object.values(counts).reduce((sum, count) => sum + count, 0)
  if (problems > 0) return `nothing was written: ${countOf(problems, 'error')}`
  if (resources + unread === 0) return `nothing to ${verb}`
  const unchanged = resources - counts.injected - counts.removed
  if (verb === 'uninject') {
    if (counts.removed === 0)
      return `nothing to uninject: no such pull secret in ${extent(resources, unread)}`
    return list([`${counts.removed} ${done}`, [unchanged, 'unchanged'], passedThrough(unread)])
  }
  const all = list([
    [counts.injected, done],
    [counts.unplaced, 'unplaced'],
    [counts.failed, 'failed'],
    [counts.present, 'present'],
    [counts['no-acr-image'], 'without ACR images'],
    [counts['not-a-workload'], counts['not-a-workload'] === 1 ? 'other' : 'others'],
    [counts['not-selected'], 'not selected'],
    passedThrough(unread),
  ])
  if (counts.injected > 0) return all
  if (counts.unplaced + counts.failed > 0) return `nothing injected: ${all}`
  if (counts.present + counts['not-selected'] > 0) return `nothing to inject: ${all}`
  return `nothing to inject: no ACR image in ${extent(resources, unread)}`
}

function list(parts: readonly (string | readonly [count: number, words: string])[]): string {
  return parts
    .map(part => (typeof part === 'string' ? part : part[0] === 0 ? '' : part.join(' ')))
    .filter(text => text !== '')
    .join(', ')
}

function passedThrough(unread: number): string {
  return unread === 0 ? '' : `${countOf(unread, 'document')} passed through`
}

/** `3 resources and 1 other document`. */
export function extent(resources: number, unread: number): string {
  const parts: string[] = []
  if (resources > 0) parts.push(countOf(resources, 'resource'))
  if (unread > 0) parts.push(countOf(unread, resources > 0 ? 'other document' : 'document'))
  return enumerate(parts)
}
