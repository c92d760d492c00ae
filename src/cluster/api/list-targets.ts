import { mapLimit } from './map-limit.ts'
import { denialOf, distinctDenials } from './denial.ts'
import type { Denial } from './denial.ts'
import type { ApiResource, Unread } from './discovery.ts'
import { listAll } from './list.ts'
import type { ClusterObject, ListQuery, OnPage, Take } from './list.ts'
import type { ApiClient } from './api-request.ts'

/** Namespaces by name, or all namespaces. */
export type Namespaces = readonly string[] | 'all'

/** One list to read: of a resource in one namespace, in all, or without namespaces. */
export interface ListTarget {
  readonly resource: ApiResource
  readonly namespace?: string
}

/** The objects that could be read, and the lists that could not, for lack of permission or another reason. */
export interface Listing<T = ClusterObject> {
  readonly objects: readonly T[]
  readonly denials: readonly Denial[]
  readonly unread: readonly Unread[]
}

/** Selectors for the server. */
export interface Selectors {
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

/** The number of lists or objects that are read at the same time. */
export const CONCURRENCY = 4

/** Resources without namespaces are read only together with all namespaces. */
export function listTargets(
  resources: readonly ApiResource[],
  namespaces: Namespaces,
): readonly ListTarget[] {
  return resources.flatMap(resource => {
    if (namespaces === 'all') return [{ resource }]
    return resource.isNamespaced ? [...new Set(namespaces)].map(namespace => ({ resource, namespace })) : []
  })
}

/** `flags` chose the cluster and become part of the commands in denials. */
export interface ListOptions {
  readonly client: ApiClient
  readonly flags: readonly string[]
  readonly onPage?: OnPage
}

/** Reads one resource in all given namespaces. Keeps of each object only the result of `take`. */
export async function readTargets<T>(
  resource: ApiResource,
  namespaces: Namespaces,
  selectors: Selectors,
  take: Take<T>,
  reading: ListOptions,
): Promise<Listing<T>> {
  const places = listTargets([resource], namespaces)
  return joinListings(
    await mapLimit(CONCURRENCY, places, place => readTarget(place, selectors, take, reading)),
  )
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

/** Keeps whole objects. */
export function wholeObject(object: ClusterObject): ClusterObject {
  return object
}

export function joinListings<T>(listings: readonly Listing<T>[]): Listing<T> {
  return {
    objects: listings.flatMap(({ objects }) => objects),
    denials: distinctDenials(listings.flatMap(({ denials }) => denials)),
    unread: listings.flatMap(({ unread }) => unread),
  }
}
