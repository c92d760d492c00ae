import { mapLimit } from './map-limit.ts'
import { denialOf, distinctDenials } from './denial.ts'
import type { Denial } from './denial.ts'
import type { ApiResource, Unread } from './discovery.ts'
import { listAll } from './list.ts'
import type { ClusterObject, ListQuery, OnPage, Take } from './list.ts'
import type { ApiClient } from './api-request.ts'

/** Namespaces by name, or all that there are. */
export type Namespaces = readonly string[] | 'all'

/** One list to read: a resource in a namespace, or in all of them, or of the whole cluster. */
export interface ListTarget {
  readonly resource: ApiResource
  readonly namespace?: string
}

/** What could be read, and what not for lack of rights or another reason. */
export interface Listing<T = ClusterObject> {
  readonly objects: readonly T[]
  readonly denials: readonly Denial[]
  readonly unread: readonly Unread[]
}

/** Which objects are wanted, as the server understands it. */
export interface Selectors {
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

/** Lists or objects read at a time. */
export const WIDTH = 4

/** What belongs to the whole cluster is read with all namespaces only. */
export function listTargets(
  resources: readonly ApiResource[],
  namespaces: Namespaces,
): readonly ListTarget[] {
  return resources.flatMap(resource => {
    if (namespaces === 'all') return [{ resource }]
    return resource.isNamespaced ? [...new Set(namespaces)].map(namespace => ({ resource, namespace })) : []
  })
}

/** How lists are read: `flags` choose the cluster, in the commands of denials. */
export interface ListOptions {
  readonly client: ApiClient
  readonly flags: readonly string[]
  readonly onPage?: OnPage
}

/** Reads one resource wherever it is asked for, and holds of each object what `take` gives. */
export async function readTargets<T>(
  resource: ApiResource,
  namespaces: Namespaces,
  selectors: Selectors,
  take: Take<T>,
  reading: ListOptions,
): Promise<Listing<T>> {
  const places = listTargets([resource], namespaces)
  return joinListings(await mapLimit(WIDTH, places, place => readTarget(place, selectors, take, reading)))
}

export async function readTarget<T>(
  place: ListTarget,
  selectors: Selectors,
  take: Take<T>,
  { client, flags, onPage }: ListOptions,
): Promise<Listing<T>> {
  const nothing: Listing<T> = { objects: [], denials: [], unread: [] }
  const query: ListQuery = { ...place, ...selectors }
  const listed = await listAll(query, client, take, onPage)
  const { resource, ...where } = place
  const { group, name } = resource
  if (listed.kind === 'listed') return { ...nothing, objects: listed.objects }
  if (listed.kind === 'denied')
    return { ...nothing, denials: [denialOf({ verb: 'list', group, resource: name, ...where }, flags)] }
  if (listed.kind === 'failed')
    return { ...nothing, unread: [{ group, resource: name, ...where, what: listed.what }] }
  return nothing
}

/** For a list of which whole objects are wanted. */
export function asItIs(object: ClusterObject): ClusterObject {
  return object
}

export function joinListings<T>(listings: readonly Listing<T>[]): Listing<T> {
  return {
    objects: listings.flatMap(({ objects }) => objects),
    denials: distinctDenials(listings.flatMap(({ denials }) => denials)),
    unread: listings.flatMap(({ unread }) => unread),
  }
}
