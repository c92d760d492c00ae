import type { Outcome, Status, Transformation } from '../inject/outcome.ts'
import { countOf, enumerate } from './wording.ts'

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
  }
  for (const { status } of outcomes) counts[status] += 1
  return counts
}

/**
 * The report's last line, without line end: how many resources ended how, or plainly that there was nothing to do.
 * `isDryRun`: the changes were shown and not made.
 */
export function summarize({ verb, outcomes, problems, unread }: Transformation, isDryRun = false): string {
  const done = isDryRun ? `to ${verb}` : `${verb}ed`
  if (problems.length > 0) return `nothing was written: ${countOf(problems.length, 'error')}`
  if (outcomes.length + unread === 0) return `nothing to ${verb}: no resource in the input`
  const counts = countOutcomes(outcomes)
  const unchanged = outcomes.length - counts.injected - counts.removed
  if (verb === 'uninject') {
    if (counts.removed === 0)
      return `nothing to uninject: no such pull secret in ${extent(outcomes.length, unread)}`
    return list([`${counts.removed} ${done}`, [unchanged, 'unchanged'], passedThrough(unread)])
  }
  const all = list([
    [counts.injected, done],
    [counts.unplaced, 'unplaced'],
    [counts.failed, 'failed'],
    [counts.present, 'present'],
    [counts['no-acr-image'], 'without ACR images'],
    [counts['not-a-workload'], counts['not-a-workload'] === 1 ? 'other' : 'others'],
    passedThrough(unread),
  ])
  if (counts.injected > 0) return all
  if (counts.unplaced + counts.failed > 0) return `nothing injected: ${all}`
  if (counts.present > 0) return `nothing to inject: ${all}`
  return `nothing to inject: no ACR image in ${extent(outcomes.length, unread)}`
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
