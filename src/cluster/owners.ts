import { askServer } from './answer.ts'
import { someAtATime } from './at-a-time.ts'
import type { Resource } from './discovery.ts'
import { resourcePath } from './list.ts'
import type { ClusterObject } from './list.ts'
import { WIDTH } from './places.ts'
import { ownerOf } from './pods.ts'
import type { Owner } from './pods.ts'
import type { PullFailure } from './pull-failures.ts'
import type { Wire } from './request.ts'
import { textAt } from '../text/json-record.ts'

/** Who an object is, and who looks after it. */
export interface Link {
  readonly uid: string
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly owner?: Owner
}

/** By UID. */
export type Links = Map<string, Link>

export function linkOf(object: ClusterObject): Link {
  const owner = ownerOf(object)
  return {
    uid: textAt(object, 'metadata', 'uid'),
    apiVersion: textAt(object, 'apiVersion'),
    kind: textAt(object, 'kind'),
    namespace: textAt(object, 'metadata', 'namespace'),
    ...(owner === undefined ? {} : { owner }),
  }
}

const resource = (group: string, version: string, kind: string): Resource => ({
  group,
  version,
  kind,
  name: `${kind.toLowerCase()}s`,
  isNamespaced: true,
})

// What stands between a pod and the object that people write.
const BETWEEN: readonly Resource[] = [
  resource('apps', 'v1', 'ReplicaSet'),
  resource('batch', 'v1', 'Job'),
  resource('', 'v1', 'ReplicationController'),
]

/**
 * Gets what looks after objects and was not listed with them, up to the top, as far as a resource is known for it and it
 * may be read. Adds each to `links`, and gives those at the top.
 */
export async function climb(
  held: readonly { readonly link: Link }[],
  links: Links,
  resources: readonly Resource[],
  wire: Wire,
): Promise<readonly ClusterObject[]> {
  const found: ClusterObject[] = []
  let below = held.map(({ link }) => link)
  while (below.length > 0) {
    const missing = new Map(
      below.flatMap(({ owner, namespace }) =>
        owner?.uid === undefined || links.has(owner.uid) ? [] : [[owner.uid, { owner, namespace }] as const],
      ),
    )
    const objects = await someAtATime(WIDTH, [...missing.values()], ({ owner, namespace }) =>
      getOwner(owner, namespace, resources, wire),
    )
    const known = objects.filter(object => object !== undefined)
    below = known.map(linkOf)
    for (const link of below) if (link.uid !== '') links.set(link.uid, link)
    found.push(...known)
  }
  return found
}

async function getOwner(
  owner: Owner,
  namespace: string,
  resources: readonly Resource[],
  wire: Wire,
): Promise<ClusterObject | undefined> {
  const served = resources.find(one => isOf(owner, one))
  if (served === undefined) return undefined
  const path = resourcePath(served, served.isNamespaced ? namespace : undefined, owner.name)
  const reply = await askServer(path, wire)
  return reply.kind === 'found' ? reply.body : undefined
}

/** Names the Deployment instead of its ReplicaSet, and the like; where that may not be read, the pod's own controller stays. */
export async function withTopOwners(
  failures: readonly PullFailure[],
  wire: Wire,
): Promise<readonly PullFailure[]> {
  const between = new Map<string, PullFailure>()
  for (const failure of failures) if (isBetween(failure)) between.set(keyOf(failure), failure)
  const tops = new Map<string, Owner>()
  await someAtATime(WIDTH, [...between], async ([key, { owner, namespace }]) => {
    const object = owner && (await getOwner(owner, namespace, BETWEEN, wire))
    const top = object && ownerOf(object)
    if (top !== undefined) tops.set(key, top)
  })
  return failures.map(failure => {
    const owner = tops.get(keyOf(failure))
    return owner === undefined ? failure : { ...failure, owner }
  })
}

function isBetween({ owner }: PullFailure): boolean {
  return owner !== undefined && BETWEEN.some(one => isOf(owner, one))
}

function isOf({ apiVersion, kind }: Owner, one: Resource): boolean {
  return kind === one.kind && one.group === apiVersion.split('/').toReversed().slice(1).join('/')
}

function keyOf({ namespace, owner }: PullFailure): string {
  return `${namespace}/${owner?.kind ?? ''}/${owner?.name ?? ''}`
}
