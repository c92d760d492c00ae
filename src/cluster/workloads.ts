import { mapLimit } from './map-limit.ts'
import { discover } from './discovery.ts'
import type { GroupKind, ApiResource } from './discovery.ts'
import { isFinished } from './finished.ts'
import type { ClusterObject, Take } from './list.ts'
import { climb } from './owners.ts'
import type { Owned, Owners } from './owners.ts'
import { WIDTH, joinListings, listTargets, readTarget } from './list-targets.ts'
import type { Listing, Namespaces, ListTarget, ListOptions } from './list-targets.ts'
import { ownerOf, readPod } from './pods.ts'
import type { PodReading } from './pods.ts'
import { pruned } from './prune.ts'
import type { ApiClient } from './api-request.ts'
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

/** What is held of an object: what it belongs to, and all of it where nothing else speaks for it. */
interface Held extends Owned {
  readonly object?: ClusterObject
  readonly pod?: PodReading
}

/**
 * The objects of the given kinds that no other one speaks for, and that have not come to their end; and what all pods
 * tell, each listed once. Throws a `ClusterError`.
 */
export async function listWorkloads(
  query: WorkloadQuery,
  client: ApiClient,
  flags: readonly string[],
  onProgress: (progress: Progress) => void,
): Promise<Runs> {
  const { namespaces, selector, kinds } = query
  const { resources, unread } = await discover(kinds, client)
  const stages = STAGES.map(stage =>
    listTargets(
      resources.filter(resource => stageOf(resource) === stage),
      namespaces,
    ),
  )
  const lists = stages.flat().length
  const selectors = selector === undefined ? {} : { labelSelector: selector }
  const pages = new Pages(lists, onProgress)
  const owners: Owners = new Map()
  const listings: Listing<Held>[] = [{ objects: [], denials: [], unread }]
  // What others own is read after them, so that of the many that are owned no more than that is held.
  for (const stage of stages) {
    const read = await mapLimit(WIDTH, stage, (place): Promise<Listing<Held>> => {
      const reading: ListOptions = { client, flags, onPage: left => pages.read(place, left) }
      return readTarget(place, selectors, holding(query, owners), reading)
    })
    listings.push(...read)
  }
  const { objects: held, ...missed } = joinListings(listings)
  // By its labels a selector finds parts of what people write, whose top may have other ones.
  const tops = selector === undefined ? [] : await climb(held, owners, resources, client)
  const whole = [...held.flatMap(({ object }) => (object === undefined ? [] : [object])), ...tops]
  const pods = held.flatMap(({ pod }) => (pod === undefined ? [] : [withTop(pod, owners)]))
  return { ...missed, objects: withoutOwned(whole, owners), pods, lists }
}

const STAGES = ['tops', 'parts', 'pods'] as const

/** When a resource is read: those that most often belong to others come later. */
function stageOf({ group, kind }: ApiResource): (typeof STAGES)[number] {
  if (group === '' && kind === 'Pod') return 'pods'
  return /^(?:ReplicaSet|ReplicationController|Job)$/.test(kind) ? 'parts' : 'tops'
}

/** Holds as little as will do: of pods of one object that tell the same, one. */
function holding({ selector, isWanted = () => true }: WorkloadQuery, owners: Owners): Take<Held> {
  const told = new Set<string>()
  return object => {
    const isPod = textAt(object, 'kind') === 'Pod' && textAt(object, 'apiVersion') === 'v1'
    const uid = textAt(object, 'metadata', 'uid')
    const owner = ownerOf(object)
    // Nothing that is looked for belongs to a pod.
    if (uid !== '' && !isPod) owners.set(uid, owner)
    const isOwned = owner?.uid !== undefined && owners.has(owner.uid)
    const isLeftOut = isOwned || isFinished(object)
    const pod = isPod ? readPod(object, isWanted) : undefined
    const isNews = pod !== undefined && tellsMore(pod, told)
    if (isLeftOut && !isNews && selector === undefined) return undefined
    return {
      namespace: textAt(object, 'metadata', 'namespace'),
      ...(owner === undefined ? {} : { owner }),
      ...(isLeftOut ? {} : { object: pruned(object) }),
      ...(isNews ? { pod } : {}),
    }
  }
}

/** Whether a pod tells what no other one of its object has told: one that waits always does. */
function tellsMore(
  { owner, listed, phase, isRunning, containers, volumes }: PodReading,
  told: Set<string>,
): boolean {
  if (owner?.uid === undefined || volumes.length > 0) return true
  if (containers.some(({ waiting }) => waiting !== undefined)) return true
  const states = containers.map(({ image, policy, hasImage }) => [image, policy, hasImage])
  const key = JSON.stringify([owner.uid, listed, phase, isRunning, states])
  if (told.has(key)) return false
  told.add(key)
  return true
}

/** Each object once, as old servers have some kinds in two groups; and none whose controller is known. */
function withoutOwned(objects: readonly ClusterObject[], owners: Owners): readonly ClusterObject[] {
  const distinct = new Map(objects.map(object => [textAt(object, 'metadata', 'uid'), object]))
  return [...distinct.values()].filter(object => {
    const uid = ownerOf(object)?.uid
    return uid === undefined || !owners.has(uid)
  })
}

/** The pod with the object at the top as its owner, as far as it is known who that is. */
function withTop(pod: PodReading, owners: Owners): PodReading {
  const passed = new Set<string>()
  let { owner } = pod
  for (;;) {
    const { uid = '' } = owner ?? {}
    const above = passed.has(uid) ? undefined : owners.get(uid)
    if (above === undefined) return owner === undefined ? pod : { ...pod, owner }
    passed.add(uid)
    owner = above
  }
}

/** Counts the pages of all lists, of which each tells how many are left when the first one is read. */
class Pages {
  readonly #left = new Map<ListTarget, number>()
  readonly #onProgress: (progress: Progress) => void
  readonly #lists: number
  #done = 0

  constructor(lists: number, onProgress: (progress: Progress) => void) {
    this.#lists = lists
    this.#onProgress = onProgress
  }

  read(place: ListTarget, left: number): void {
    this.#done += 1
    this.#left.set(place, left)
    const known = [...this.#left.values()].reduce((sum, pages) => sum + pages, 0)
    const total = this.#done + known + this.#lists - this.#left.size
    this.#onProgress({ done: this.#done, total })
  }
}
