import type { Outcome, Status, Transformation } from '../../inject/outcome.ts'
import { countOf, enumerate, isChanged } from '../wording.ts'

export type Counts = Readonly<Record<Status, number>>

/** Counts the resources in each status, zeros included. */
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

/** The numbers for a summary. */
export interface Tally {
  readonly verb: Transformation['verb']
  readonly counts: Counts
  /** The number of ServiceAccounts that changed. */
  readonly changedAccounts: number
  /** The number of warnings of resources that have a place. */
  readonly warnings: number
  /** The number of documents, read or not. */
  readonly documents: number
  /** The number of documents that the filter skipped. */
  readonly unread: number
  readonly addedSecrets: number
  readonly problems: number
}

export function tallyOf({
  verb,
  outcomes,
  problems,
  unread,
  addedSecrets = [],
}: Omit<Transformation, 'sources'>): Tally {
  return {
    verb,
    counts: countOutcomes(outcomes),
    changedAccounts: outcomes.filter(outcome => isChanged(outcome) && isServiceAccount(outcome)).length,
    warnings: outcomes.reduce((sum, outcome) => sum + warningsOf(outcome), 0),
    documents: countDocuments(outcomes) + unread,
    unread,
    addedSecrets: addedSecrets.length,
    problems: problems.length,
  }
}

/** Adds the numbers of two parts of one stream. */
export function addTallies(tally: Tally, more: Tally): Tally {
  const { counts } = tally
  return {
    verb: tally.verb,
    counts: {
      injected: counts.injected + more.counts.injected,
      removed: counts.removed + more.counts.removed,
      unplaced: counts.unplaced + more.counts.unplaced,
      failed: counts.failed + more.counts.failed,
      present: counts.present + more.counts.present,
      'no-acr-image': counts['no-acr-image'] + more.counts['no-acr-image'],
      'not-a-workload': counts['not-a-workload'] + more.counts['not-a-workload'],
      'not-selected': counts['not-selected'] + more.counts['not-selected'],
    },
    changedAccounts: tally.changedAccounts + more.changedAccounts,
    warnings: tally.warnings + more.warnings,
    documents: tally.documents + more.documents,
    unread: tally.unread + more.unread,
    addedSecrets: tally.addedSecrets + more.addedSecrets,
    problems: tally.problems + more.problems,
  }
}

function isServiceAccount({ identity: { group, kind } }: Outcome): boolean {
  return group === '' && kind === 'ServiceAccount'
}

function warningsOf({ status, warnings }: Outcome): number {
  return status === 'unplaced' ? 0 : warnings.length
}

/** Counts documents with a resource. Outcomes are in the order of documents. */
function countDocuments(outcomes: readonly Outcome[]): number {
  let count = 0
  let last: Outcome | undefined
  for (const outcome of outcomes) {
    if (outcome.document !== last?.document || outcome.source !== last.source) count += 1
    last = outcome
  }
  return count
}

/**
 * The last line of the report, without a line break: the numbers of changed resources and of those that need a look,
 * or that there was nothing to do. `isDryRun`: the changes were only shown.
 */
export function summarize(tally: Tally, isDryRun = false): string {
  const { verb, problems, documents } = tally
  if (problems > 0) return `nothing was written: ${countOf(problems, 'error')}`
  if (documents === 0) return `nothing to ${verb}`
  return verb === 'inject' ? summarizeInjection(tally, isDryRun) : summarizeRemoval(tally, isDryRun)
}

function summarizeInjection(tally: Tally, isDryRun: boolean): string {
  const { counts, changedAccounts, documents, unread } = tally
  const { injected, present, unplaced } = counts
  const changed = injected - changedAccounts
  const workloads = changed + present + unplaced
  const others = counts['no-acr-image'] + counts['not-a-workload'] + unread
  const rest = [
    ...warningsAndUnselected(tally),
    ...(others > 0 ? [agree(others, 'other uses no ACR image', 'others use no ACR image')] : []),
    ...(tally.addedSecrets > 0 ? [`${countOf(tally.addedSecrets, 'Secret')} added`] : []),
  ]
  const needLook = unplaced > 0 ? [agree(unplaced, 'needs a look', 'need a look')] : []
  if (injected > 0) {
    const of =
      changed < workloads ? `${changed} of ${countOf(workloads, 'workload')}` : countOf(changed, 'workload')
    const changes = changesOf(changedAccounts, changed > 0 ? of : undefined, isDryRun)
    const needNothing = present > 0 ? [agree(present, 'needs no change', 'need no change')] : []
    return [changes, ...needNothing, ...needLook, ...rest].join('; ')
  }
  if (present > 0) {
    const needNothing = agree(present, 'workload needs no change', 'workloads need no change')
    return `nothing to inject: ${[needNothing, ...needLook, ...rest].join('; ')}`
  }
  if (unplaced > 0) {
    const needLooks = agree(unplaced, 'resource needs a look', 'resources need a look')
    return `nothing injected: ${[needLooks, ...rest].join('; ')}`
  }
  if (counts['not-selected'] > 0) return `nothing to inject: ${rest.join('; ')}`
  return `nothing to inject: no ACR image in ${countOf(documents, 'document')}`
}

function summarizeRemoval(tally: Tally, isDryRun: boolean): string {
  const { counts, changedAccounts, documents, unread } = tally
  if (counts.removed === 0)
    return `nothing to uninject: no such pull secret in ${countOf(documents, 'document')}`
  const changed = counts.removed - changedAccounts
  const others = counts['no-acr-image'] + counts['not-a-workload'] + unread
  return [
    changesOf(changedAccounts, changed > 0 ? countOf(changed, 'workload') : undefined, isDryRun),
    ...warningsAndUnselected(tally),
    ...(others > 0 ? [`${countOf(others, 'other')} unchanged`] : []),
  ].join('; ')
}

function changesOf(accounts: number, workloads: string | undefined, isDryRun: boolean): string {
  const changed = [
    ...(accounts > 0 ? [countOf(accounts, 'service account')] : []),
    ...(workloads === undefined ? [] : [workloads]),
  ]
  return `${enumerate(changed)} ${isDryRun ? 'would change' : 'changed'}`
}

function warningsAndUnselected({ counts, warnings }: Tally): readonly string[] {
  return [
    ...(warnings > 0 ? [countOf(warnings, counts.unplaced > 0 ? 'other warning' : 'warning')] : []),
    ...(counts['not-selected'] > 0 ? [`${counts['not-selected']} not named by --only`] : []),
  ]
}

/** A count with words that agree: `1 needs a look`, `2 need a look`. */
function agree(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`
}
