import { EVENTS, PODS } from './core.ts'
import type { Denial } from './denial.ts'
import type { Unread } from './discovery.ts'
import { withTopOwners } from './owners.ts'
import { joinListings, readPlaces } from './places.ts'
import type { Listing, Namespaces } from './places.ts'
import { mayFail, pullFailuresOf } from './pull-failures.ts'
import type { PullFailure } from './pull-failures.ts'
import { textAt } from '../text/json-record.ts'
import type { Wire } from './request.ts'

export interface PullFailures {
  readonly failures: readonly PullFailure[]
  readonly denials: readonly Denial[]
  readonly unread: readonly Unread[]
}

const REASONS = ['Failed', 'FailedToRetrieveImagePullSecret']

/** Which pods cannot pull now. Events are asked for only in namespaces where one may be. Throws a `ClusterError`. */
export async function readPullFailures(
  namespaces: Namespaces,
  selector: string | undefined,
  wire: Wire,
  flags: readonly string[],
): Promise<PullFailures> {
  const labels = selector === undefined ? {} : { labelSelector: selector }
  const pods = await readPlaces(PODS, namespaces, { ...labels, keeps: mayFail }, wire, flags)
  const troubled = [...new Set(pods.objects.map(pod => textAt(pod, 'metadata', 'namespace')))]
  const events: Listing[] = []
  for (const reason of REASONS) {
    const fieldSelector = `involvedObject.kind=Pod,reason=${reason}`
    events.push(await readPlaces(EVENTS, troubled, { fieldSelector }, wire, flags))
  }
  const { objects, denials, unread } = joinListings([{ ...pods, objects: [] }, ...events])
  const failures = await withTopOwners(pullFailuresOf(pods.objects, objects), wire)
  return { failures, denials, unread }
}
