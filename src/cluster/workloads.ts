import { someAtATime } from './at-a-time.ts'
import { discover } from './discovery.ts'
import type { GroupKind, Resource } from './discovery.ts'
import type { ClusterObject } from './list.ts'
import { WIDTH, joinListings, placesOf, readPlace } from './places.ts'
import type { Listing, Namespaces, Place } from './places.ts'
import { recordsAt, textAt } from '../text/json-record.ts'
import type { Wire } from './request.ts'

export interface WorkloadQuery {
  readonly namespaces: Namespaces
  /** Of labels, as for `kubectl get -l`. */
  readonly selector?: string
  readonly kinds: readonly GroupKind[]
}

/** How far a long question is: lists read, of how many, and objects held. */
export interface Progress {
  readonly done: number
  readonly total: number
  readonly objects: number
}

/**
 * The objects of the given kinds that no other one speaks for: an object whose controller is listed too is left out.
 * Throws a `ClusterError`.
 */
export async function listWorkloads(
  { namespaces, selector, kinds }: WorkloadQuery,
  wire: Wire,
  flags: readonly string[],
  onProgress: (progress: Progress) => void,
): Promise<Listing> {
  const { resources, unread } = await discover(kinds, wire)
  // Pods, by far the most, own nothing: read last, those that others speak for are never held.
  const others = placesOf(
    resources.filter(resource => !isPod(resource)),
    namespaces,
  )
  const pods = placesOf(resources.filter(isPod), namespaces)
  const selectors = selector === undefined ? {} : { labelSelector: selector }
  const total = others.length + pods.length
  let [done, objects] = [0, 0]
  const read =
    (keeps: (object: ClusterObject) => boolean) =>
    async (place: Place): Promise<Listing> => {
      const listing = await readPlace(place, { ...selectors, keeps }, wire, flags)
      done += 1
      objects += listing.objects.length
      onProgress({ done, total, objects })
      return listing
    }
  const owners = joinListings(
    await someAtATime(
      WIDTH,
      others,
      read(() => true),
    ),
  )
  const known = new Set(owners.objects.map(uidOf))
  const rest = await someAtATime(
    WIDTH,
    pods,
    read(pod => !known.has(controllerOf(pod))),
  )
  const listing = joinListings([{ objects: [], denials: [], unread }, owners, ...rest])
  return { ...listing, objects: withoutOwned(listing.objects) }
}

function isPod({ group, kind }: Resource): boolean {
  return group === '' && kind === 'Pod'
}

/** Each object once, as old servers have some kinds in two groups; and none whose controller is one of them. */
function withoutOwned(objects: readonly ClusterObject[]): readonly ClusterObject[] {
  const distinct = new Map(objects.map(object => [uidOf(object), object]))
  return [...distinct.values()].filter(object => !distinct.has(controllerOf(object)))
}

function uidOf(object: ClusterObject): string {
  return textAt(object, 'metadata', 'uid')
}

/** The UID of the object that looks after this one; `-`, which is none, where nothing does. */
function controllerOf(object: ClusterObject): string {
  const owners = recordsAt(object, 'metadata', 'ownerReferences')
  const controller = owners.find(owner => owner['controller'] === true)
  return textAt(controller, 'uid') || '-'
}
