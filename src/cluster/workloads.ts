import { someAtATime } from './at-a-time.ts'
import { discover } from './discovery.ts'
import type { GroupKind, Resource } from './discovery.ts'
import { isFinished } from './finished.ts'
import type { ClusterObject } from './list.ts'
import { climb, linkOf } from './owners.ts'
import type { Link, Links } from './owners.ts'
import { WIDTH, joinListings, placesOf, readPlace } from './places.ts'
import type { Listing, Namespaces, Place, Reading } from './places.ts'
import { readPod } from './pods.ts'
import type { PodReading } from './pods.ts'
import type { Wire } from './request.ts'
import { textAt } from '../text/json-record.ts'

export interface WorkloadQuery {
  readonly namespaces: Namespaces
  /** Of labels, as for `kubectl get -l`. */
  readonly selector?: string
  readonly kinds: readonly GroupKind[]
  /** Of pods without an image that is wanted nothing is told; absent: all are. */
  readonly isWanted?: (image: string) => boolean
}

/** What runs: the objects that people write, and what their pods tell. */
export interface Runs extends Listing {
  /** Each with the object at the top as its owner. */
  readonly pods: readonly PodReading[]
  /** How many lists there were to read. */
  readonly lists: number
}

/** How far a long question is: pages read, of how many as far as it is known. */
export interface Progress {
  readonly done: number
  readonly total: number
}

/** What is held of an object: who it is and who looks after it, and all of it where nothing else speaks for it. */
interface Held {
  readonly link: Link
  readonly object?: ClusterObject
  readonly pod?: PodReading
}

/**
 * The objects of the given kinds that no other one speaks for, and that have not come to their end; and what all pods
 * tell, each listed once. Throws a `ClusterError`.
 */
export async function listWorkloads(
  query: WorkloadQuery,
  wire: Wire,
  flags: readonly string[],
  onProgress: (progress: Progress) => void,
): Promise<Runs> {
  const { namespaces, selector, kinds, isWanted = () => true } = query
  const { resources, unread } = await discover(kinds, wire)
  const places = STAGES.map(stage =>
    placesOf(
      resources.filter(resource => stageOf(resource) === stage),
      namespaces,
    ),
  )
  const selectors = selector === undefined ? {} : { labelSelector: selector }
  const pages = new Pages(places.flat().length, onProgress)
  const links: Links = new Map()
  const listings: Listing<Held>[] = [{ objects: [], denials: [], unread }]
  // What others own is read after them, so that of the many that are owned no more than that is held.
  for (const stage of places) {
    const read = await someAtATime(WIDTH, stage, (place): Promise<Listing<Held>> => {
      const reading: Reading = { wire, flags, onPage: left => pages.read(place, left) }
      return readPlace(place, selectors, object => hold(object, links, isWanted), reading)
    })
    for (const { objects } of read)
      for (const { link } of objects) if (link.uid !== '') links.set(link.uid, link)
    listings.push(...read)
  }
  const all = joinListings(listings)
  const held = all.objects
  // By its labels a selector finds parts of what people write, whose top may have other ones.
  const tops = selector === undefined ? [] : await climb(held, links, resources, wire)
  const objects = withoutOwned(
    [...held.flatMap(({ object }) => (object === undefined ? [] : [object])), ...tops],
    links,
  )
  const pods = held.flatMap(({ pod }) => (pod === undefined ? [] : [withTop(pod, links)]))
  return { ...all, objects, pods, lists: places.flat().length }
}

const STAGES = ['tops', 'parts', 'pods'] as const

/** When a resource is read: those that most often belong to others come later. */
function stageOf({ group, kind }: Resource): (typeof STAGES)[number] {
  if (group === '' && kind === 'Pod') return 'pods'
  return /^(?:ReplicaSet|ReplicationController|Job)$/.test(kind) ? 'parts' : 'tops'
}

function hold(object: ClusterObject, links: Links, isWanted: (image: string) => boolean): Held {
  const link = linkOf(object)
  const pod = link.kind === 'Pod' && link.apiVersion === 'v1' ? readPod(object, isWanted) : undefined
  const isOwned = link.owner !== undefined && links.has(link.owner.uid ?? '')
  // What a status says was read, and of a few thousand objects it is the larger part.
  const { status: _, ...rest }: ClusterObject = object
  return {
    link,
    ...(isOwned || isFinished(object) ? {} : { object: rest }),
    ...(pod === undefined ? {} : { pod }),
  }
}

/** Each object once, as old servers have some kinds in two groups; and none whose controller is known. */
function withoutOwned(objects: readonly ClusterObject[], links: Links): readonly ClusterObject[] {
  const distinct = new Map(objects.map(object => [textAt(object, 'metadata', 'uid'), object]))
  return [...distinct.values()].filter(object => !links.has(linkOf(object).owner?.uid ?? ''))
}

/** The pod with the object at the top as its owner, as far as it is known who that is. */
function withTop(pod: PodReading, links: Links): PodReading {
  const passed = new Set<string>()
  let { owner } = pod
  for (;;) {
    const { uid = '' } = owner ?? {}
    const above = passed.has(uid) ? undefined : links.get(uid)?.owner
    if (above === undefined) return owner === undefined ? pod : { ...pod, owner }
    passed.add(uid)
    owner = above
  }
}

/** Counts the pages of all lists, of which each tells how many are left when the first one is read. */
class Pages {
  readonly #left = new Map<Place, number>()
  readonly #onProgress: (progress: Progress) => void
  readonly #lists: number
  #done = 0

  constructor(lists: number, onProgress: (progress: Progress) => void) {
    this.#lists = lists
    this.#onProgress = onProgress
  }

  read(place: Place, left: number): void {
    this.#done += 1
    this.#left.set(place, left)
    const known = [...this.#left.values()].reduce((sum, pages) => sum + pages, 0)
    const total = this.#done + known + this.#lists - this.#left.size
    this.#onProgress({ done: this.#done, total })
  }
}
