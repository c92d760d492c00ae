import { mapLimit } from '../api/map-limit.ts'
import { discover } from '../api/discovery.ts'
import type { GroupKind, ApiResource } from '../api/discovery.ts'
import { isFinished } from './finished.ts'
import type { ClusterObject, Take } from '../api/list.ts'
import { readTopOwners } from './owners.ts'
import type { Owned, Owners } from './owners.ts'
import { CONCURRENCY, joinListings, listTargets, readTarget } from '../api/list-targets.ts'
import type { Listing, Namespaces, ListTarget, ListOptions } from '../api/list-targets.ts'
import { ownerOf, readPod } from './pods.ts'
import type { PodReading } from './pods.ts'
import { pruned } from './prune.ts'
import type { ApiClient } from '../api/api-request.ts'
import { textAt } from '../../text/json-record.ts'

export interface WorkloadQuery {
  readonly namespaces: Namespaces
  /** A label selector, as for `kubectl get -l`. */
  readonly selector?: string
  readonly kinds: readonly GroupKind[]
  /** Selects the images of interest: pods without one are left out. Absent: all images. */
  readonly isWanted?: (image: string) => boolean
}

/** The running workloads: the objects that users write, and their pods. */
export interface RunningWorkloads extends Listing {
  /** Each pod has the top-level owner as its owner. */
  readonly pods: readonly PodReading[]
  /** The number of lists that were read. */
  readonly lists: number
}

/** The progress of a listing: pages read, and pages in total as far as known. */
export interface Progress {
  readonly done: number
  readonly total: number
}

/** The kept parts of an object: its owner, and the whole object if no other object owns it. */
interface Held extends Owned {
  readonly object?: ClusterObject
  readonly pod?: PodReading
}

/**
 * Lists the top-level objects of the given kinds that have not finished, and all pods. Each is listed once. Throws
 * ClusterError.
 */
export async function listWorkloads(
  query: WorkloadQuery,
  client: ApiClient,
  flags: readonly string[],
  onProgress: (progress: Progress) => void,
): Promise<RunningWorkloads> {
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
  // Owned objects are read after their owners, so that most of their content need not be kept.
  for (const stage of stages) {
    const read = await mapLimit(CONCURRENCY, stage, (place): Promise<Listing<Held>> => {
      const reading: ListOptions = { client, flags, onPage: left => pages.read(place, left) }
      return readTarget(place, selectors, holding(query, owners), reading)
    })
    listings.push(...read)
  }
  const { objects: held, ...missed } = joinListings(listings)
  // A selector also finds parts of workloads whose top-level object has other labels.
  const tops = selector === undefined ? [] : await readTopOwners(held, owners, resources, client)
  const whole = [...held.flatMap(({ object }) => (object === undefined ? [] : [object])), ...tops]
  const pods = held.flatMap(({ pod }) => (pod === undefined ? [] : [withTop(pod, owners)]))
  return { ...missed, objects: withoutOwned(whole, owners), pods, lists }
}

const STAGES = ['tops', 'parts', 'pods'] as const

/** The stage in which a resource is read: resources that others often own come later. */
function stageOf({ group, kind }: ApiResource): (typeof STAGES)[number] {
  if (group === '' && kind === 'Pod') return 'pods'
  return /^(?:ReplicaSet|ReplicationController|Job)$/.test(kind) ? 'parts' : 'tops'
}

/**
 * Returns what to keep of each object: as little as possible, and only one of the pods with the same owner and state.
 */
function holding({ selector, isWanted = () => true }: WorkloadQuery, owners: Owners): Take<Held> {
  const seen = new Set<string>()
  return object => {
    const isPod = textAt(object, 'kind') === 'Pod' && textAt(object, 'apiVersion') === 'v1'
    const uid = textAt(object, 'metadata', 'uid')
    const owner = ownerOf(object)
    // No object of interest is owned by a pod.
    if (uid !== '' && !isPod) owners.set(uid, owner)
    const isOwned = owner?.uid !== undefined && owners.has(owner.uid)
    const isLeftOut = isOwned || isFinished(object)
    const pod = isPod ? readPod(object, isWanted) : undefined
    const isNewPod = pod !== undefined && isNew(pod, seen)
    if (isLeftOut && !isNewPod && selector === undefined) return undefined
    return {
      namespace: textAt(object, 'metadata', 'namespace'),
      ...(owner === undefined ? {} : { owner }),
      ...(isLeftOut ? {} : { object: pruned(object) }),
      ...(isNewPod ? { pod } : {}),
    }
  }
}

/** Whether a pod differs from the pods of its owner so far. A waiting pod always counts. */
function isNew(
  { owner, listed, phase, isRunning, containers, volumes }: PodReading,
  seen: Set<string>,
): boolean {
  if (owner?.uid === undefined || volumes.length > 0) return true
  if (containers.some(({ waiting }) => waiting !== undefined)) return true
  const states = containers.map(({ image, policy, hasImage }) => [image, policy, hasImage])
  const key = JSON.stringify([owner.uid, listed, phase, isRunning, states])
  if (seen.has(key)) return false
  seen.add(key)
  return true
}

/** Removes duplicates, since old servers have some kinds in two groups, and objects whose controller is known. */
function withoutOwned(objects: readonly ClusterObject[], owners: Owners): readonly ClusterObject[] {
  const distinct = new Map(objects.map(object => [textAt(object, 'metadata', 'uid'), object]))
  return [...distinct.values()].filter(object => {
    const uid = ownerOf(object)?.uid
    return uid === undefined || !owners.has(uid)
  })
}

/** Replaces the pod's owner by the top-level owner, as far as known. */
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

/** Counts the pages of all lists. Each list reports its remaining pages once its first page is read. */
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
