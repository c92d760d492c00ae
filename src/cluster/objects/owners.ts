import { parseApiVersion } from '../../kubernetes/api-version.ts'
import { askServer } from '../api/api-reply.ts'
import { mapLimit } from '../api/map-limit.ts'
import type { ApiResource } from '../api/discovery.ts'
import { resourcePath } from '../api/list.ts'
import type { ClusterObject } from '../api/list.ts'
import { CONCURRENCY } from '../api/list-targets.ts'
import { ownerOf } from './pods.ts'
import type { OwnerReference } from '../../kubernetes/owner-reference.ts'
import type { PullFailure } from '../../pull-secret/pulls/pull-failure.ts'
import type { ApiClient } from '../api/api-request.ts'
import { textAt } from '../../text/json-record.ts'

/** The owner and namespace of an object. */
export interface Owned {
  readonly namespace: string
  readonly owner?: OwnerReference
}

/** The controller of each known object, by the object's UID; `undefined` for objects without one. */
export type Owners = Map<string, OwnerReference | undefined>

const resource = (group: string, version: string, kind: string): ApiResource => ({
  group,
  version,
  kind,
  name: `${kind.toLowerCase()}s`,
  isNamespaced: true,
})

// Kinds between a pod and the object that users write.
const INTERMEDIATE: readonly ApiResource[] = [
  resource('apps', 'v1', 'ReplicaSet'),
  resource('batch', 'v1', 'Job'),
  resource('', 'v1', 'ReplicationController'),
]

/** A pod has two owners above it, three where an operator creates a Deployment. A longer chain is a cycle. */
const MAX_LEVELS = 8

/**
 * Reads the owners of objects, up to the top, if they were not listed with them, their resource is known, and they
 * may be read. Adds each owner to `owners`, and returns all of them.
 */
export async function readTopOwners(
  held: readonly Owned[],
  owners: Owners,
  resources: readonly ApiResource[],
  client: ApiClient,
): Promise<readonly ClusterObject[]> {
  const found: ClusterObject[] = []
  let below = held
  for (let level = 0; below.length > 0 && level < MAX_LEVELS; level += 1) {
    const missing = new Map(
      below.flatMap(({ owner, namespace }) =>
        owner?.uid === undefined || owners.has(owner.uid) ? [] : [[owner.uid, { owner, namespace }] as const],
      ),
    )
    const objects = await mapLimit(CONCURRENCY, [...missing.values()], ({ owner, namespace }) =>
      getOwner(owner, namespace, resources, client),
    )
    const known = objects.filter(object => object !== undefined)
    below = known.map(object => {
      const owner = ownerOf(object)
      owners.set(textAt(object, 'metadata', 'uid'), owner)
      const namespace = textAt(object, 'metadata', 'namespace')
      return { namespace, ...(owner === undefined ? {} : { owner }) }
    })
    found.push(...known)
  }
  return found
}

async function getOwner(
  owner: OwnerReference,
  namespace: string,
  resources: readonly ApiResource[],
  client: ApiClient,
): Promise<ClusterObject | undefined> {
  const served = resources.find(one => isOf(owner, one))
  if (served === undefined) return undefined
  const path = resourcePath(served, served.isNamespaced ? namespace : undefined, owner.name)
  const reply = await askServer(path, client)
  return reply.kind === 'found' ? reply.body : undefined
}

/**
 * Replaces a ReplicaSet by its Deployment, and so on. If the ReplicaSet cannot be read, the pod's own controller
 * stays.
 */
export async function withTopOwners(
  failures: readonly PullFailure[],
  client: ApiClient,
): Promise<readonly PullFailure[]> {
  const between = new Map<string, PullFailure>()
  for (const failure of failures) if (isIntermediate(failure)) between.set(keyOf(failure), failure)
  const tops = new Map<string, OwnerReference>()
  await mapLimit(CONCURRENCY, [...between], async ([key, { owner, namespace }]) => {
    const object = owner && (await getOwner(owner, namespace, INTERMEDIATE, client))
    const top = object && ownerOf(object)
    if (top !== undefined) tops.set(key, top)
  })
  return failures.map(failure => {
    const owner = tops.get(keyOf(failure))
    return owner === undefined ? failure : { ...failure, owner }
  })
}

function isIntermediate({ owner }: PullFailure): boolean {
  return owner !== undefined && INTERMEDIATE.some(one => isOf(owner, one))
}

function isOf({ apiVersion, kind }: OwnerReference, one: ApiResource): boolean {
  return kind === one.kind && one.group === parseApiVersion(apiVersion).group
}

function keyOf({ namespace, owner }: PullFailure): string {
  return `${namespace}/${owner?.kind ?? ''}/${owner?.name ?? ''}`
}
