import { someAtATime } from './at-a-time.ts'
import { denialOf, distinctDenials } from './denial.ts'
import type { Denial } from './denial.ts'
import type { Resource, Unread } from './discovery.ts'
import { listAll } from './list.ts'
import type { ClusterObject, ListQuery } from './list.ts'
import type { Wire } from './request.ts'

/** Namespaces by name, or all that there are. */
export type Namespaces = readonly string[] | 'all'

/** One list to read: a resource in a namespace, or in all of them, or of the whole cluster. */
export interface Place {
  readonly resource: Resource
  readonly namespace?: string
}

/** What could be read, and what not for lack of rights or another reason. */
export interface Listing {
  readonly objects: readonly ClusterObject[]
  readonly denials: readonly Denial[]
  readonly unread: readonly Unread[]
}

/** What is wanted of a list. */
export interface Filter {
  readonly labelSelector?: string
  readonly fieldSelector?: string
  /** Of each page only these are held. */
  readonly keeps?: (object: ClusterObject) => boolean
}

/** Lists or objects read at a time. */
export const WIDTH = 4

/** What belongs to the whole cluster is read with all namespaces only. */
export function placesOf(resources: readonly Resource[], namespaces: Namespaces): readonly Place[] {
  return resources.flatMap(resource => {
    if (namespaces === 'all') return [{ resource }]
    return resource.isNamespaced ? [...new Set(namespaces)].map(namespace => ({ resource, namespace })) : []
  })
}

/** Reads one resource wherever it is asked for. `flags` choose the cluster, in the commands of denials. */
export async function readPlaces(
  resource: Resource,
  namespaces: Namespaces,
  filter: Filter,
  wire: Wire,
  flags: readonly string[],
): Promise<Listing> {
  const places = placesOf([resource], namespaces)
  return joinListings(await someAtATime(WIDTH, places, place => readPlace(place, filter, wire, flags)))
}

export async function readPlace(
  place: Place,
  { keeps, ...selectors }: Filter,
  wire: Wire,
  flags: readonly string[],
): Promise<Listing> {
  const nothing: Listing = { objects: [], denials: [], unread: [] }
  const query: ListQuery = { ...place, ...selectors }
  const listed = await listAll(query, wire, keeps)
  const { resource, ...where } = place
  const { group, name } = resource
  if (listed.kind === 'listed') return { ...nothing, objects: listed.objects }
  if (listed.kind === 'denied')
    return { ...nothing, denials: [denialOf({ verb: 'list', group, resource: name, ...where }, flags)] }
  if (listed.kind === 'failed')
    return { ...nothing, unread: [{ group, resource: name, ...where, what: listed.what }] }
  return nothing
}

export function joinListings(listings: readonly Listing[]): Listing {
  return {
    objects: listings.flatMap(({ objects }) => objects),
    denials: distinctDenials(listings.flatMap(({ denials }) => denials)),
    unread: listings.flatMap(({ unread }) => unread),
  }
}
