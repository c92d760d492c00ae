import type { Cluster } from '../../cluster/cluster.ts'
import type { ClusterObject } from '../../cluster/api/list.ts'
import type { Listing } from '../../cluster/api/list-targets.ts'
import type { RunningWorkloads, WorkloadQuery } from '../../cluster/objects/workloads.ts'
import { textAt } from '../../text/json-record.ts'
import type { SecretReadings } from '../../cluster/objects/secrets.ts'
import { unreadableOf } from '../../check/cluster-summary.ts'
import type { UnreadableResource } from '../../check/cluster-summary.ts'
import type { CommandContext } from '../shared/context.ts'
import { progressOn } from '../shared/terminal/terminal-progress.ts'

export interface ListedWorkloads extends RunningWorkloads {
  /** Whether no list could be read. */
  readonly isNothingListed: boolean
}

/** Lists all workloads, and shows progress. */
export async function listWorkloadsWithProgress(
  cluster: Cluster,
  query: WorkloadQuery,
  context: CommandContext,
): Promise<ListedWorkloads> {
  const onProgress = progressOn(context, { verb: 'reading', noun: 'page' })
  try {
    const runs = await cluster.listWorkloads(query, ({ done, total }) => {
      onProgress(done, total)
    })
    const missed = runs.denials.length + runs.unread.length
    return { ...runs, isNothingListed: missed > 0 && missed >= runs.lists }
  } finally {
    onProgress(1, 1)
  }
}

/** The namespaces whose ServiceAccounts could not be read. */
export function namespacesHidden(
  { denials, unread }: Listing,
  workloads: readonly ClusterObject[],
): readonly string[] {
  const missed = [...denials, ...unread].map(({ namespace }) => namespace)
  const isEverywhere = missed.includes(undefined)
  const named = missed.filter(namespace => namespace !== undefined)
  const all = isEverywhere ? workloads.map(workload => textAt(workload, 'metadata', 'namespace')) : []
  return [...new Set([...named, ...all])]
}

/** Whether neither ServiceAccounts nor Secrets could be read. */
export function isNothingRead(accounts: Listing, { secrets }: SecretReadings): boolean {
  const missed = accounts.denials.length + accounts.unread.length
  const isAnySecret = secrets.some(({ state }) => state === 'found' || state === 'absent')
  return missed > 0 && accounts.objects.length === 0 && !isAnySecret
}

export function unreadableIn(listings: readonly Omit<Listing, 'objects'>[]): readonly UnreadableResource[] {
  return unreadableOf(
    listings.flatMap(({ denials }) => denials),
    listings.flatMap(({ unread }) => unread),
  )
}
