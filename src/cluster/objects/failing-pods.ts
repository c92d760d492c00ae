import { EVENTS } from '../api/core.ts'
import type { Denial } from '../api/denial.ts'
import type { Unread } from '../api/discovery.ts'
import type { ClusterObject } from '../api/list.ts'
import { withTopOwners } from './owners.ts'
import { joinListings, readTargets } from '../api/list-targets.ts'
import type { Listing } from '../api/list-targets.ts'
import type { PodReading } from './pods.ts'
import { mayFail, needsEvents, pullFailuresOf } from './pull-failures.ts'
import type { PullFailure } from '../../pull-secret/pulls/pull-failure.ts'
import { textAt } from '../../text/json-record.ts'
import type { ApiClient } from '../api/api-request.ts'

export interface PullFailures {
  readonly failures: readonly PullFailure[]
  readonly denials: readonly Denial[]
  readonly unread: readonly Unread[]
}

const REASONS = ['Failed', 'FailedToRetrieveImagePullSecret']
/**
 * The largest number of namespaces whose events are listed one by one. If there are more, events are listed in all
 * namespaces.
 */
const FEW = 4

/**
 * Finds the pods that cannot pull now. Reads events only if the status of a pod does not explain the failure. Throws
 * ClusterError.
 */
export async function readPullFailures(
  pods: readonly PodReading[],
  client: ApiClient,
  flags: readonly string[],
): Promise<PullFailures> {
  const troubled = pods.filter(pod => pod.phase !== 'Succeeded' && pod.phase !== 'Failed' && mayFail(pod))
  const unclear = troubled.filter(needsEvents)
  const { objects, denials, unread } = await readEvents(unclear, client, flags)
  const failures = await withTopOwners(pullFailuresOf(troubled, objects), client)
  return { failures, denials, unread }
}

async function readEvents(
  pods: readonly PodReading[],
  client: ApiClient,
  flags: readonly string[],
): Promise<Listing> {
  const namespaces = [...new Set(pods.map(({ namespace }) => namespace))]
  const uids = new Set(pods.map(({ uid }) => uid))
  const take = (event: ClusterObject): ClusterObject | undefined =>
    uids.has(textAt(event, 'involvedObject', 'uid')) ? event : undefined
  const listings: Listing[] = []
  for (const reason of REASONS) {
    const selectors = { fieldSelector: `involvedObject.kind=Pod,reason=${reason}` }
    const read = (where: 'all' | readonly string[]): Promise<Listing> =>
      readTargets(EVENTS, where, selectors, take, { client, flags })
    const everywhere = namespaces.length > FEW ? await read('all') : undefined
    listings.push(
      everywhere !== undefined && everywhere.denials.length === 0 ? everywhere : await read(namespaces),
    )
  }
  return joinListings(listings)
}
