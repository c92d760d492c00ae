import { askServer } from './answer.ts'
import { someAtATime } from './at-a-time.ts'
import type { Resource } from './discovery.ts'
import { resourcePath } from './list.ts'
import { WIDTH } from './places.ts'
import { ownerOf } from './pull-failures.ts'
import type { Owner, PullFailure } from './pull-failures.ts'
import type { Wire } from './request.ts'

// What stands between a pod and the object that people write.
const BETWEEN: readonly Resource[] = [
  { group: 'apps', version: 'v1', kind: 'ReplicaSet', name: 'replicasets', isNamespaced: true },
  { group: 'batch', version: 'v1', kind: 'Job', name: 'jobs', isNamespaced: true },
  {
    group: '',
    version: 'v1',
    kind: 'ReplicationController',
    name: 'replicationcontrollers',
    isNamespaced: true,
  },
]

/** Names the Deployment instead of its ReplicaSet, and the like; where that may not be read, the pod's own controller stays. */
export async function withTopOwners(
  failures: readonly PullFailure[],
  wire: Wire,
): Promise<readonly PullFailure[]> {
  const between = new Map<string, PullFailure>()
  for (const failure of failures) if (resourceOf(failure) !== undefined) between.set(keyOf(failure), failure)
  const tops = new Map<string, Owner>()
  await someAtATime(WIDTH, [...between], async ([key, failure]) => {
    const owner = await climb(failure, wire)
    if (owner !== undefined) tops.set(key, owner)
  })
  return failures.map(failure => {
    const owner = tops.get(keyOf(failure))
    return owner === undefined ? failure : { ...failure, owner }
  })
}

async function climb(failure: PullFailure, wire: Wire): Promise<Owner | undefined> {
  const resource = resourceOf(failure)
  if (resource === undefined) return undefined
  const reply = await askServer(resourcePath(resource, failure.namespace, failure.owner?.name), wire)
  return reply.kind === 'found' ? ownerOf(reply.body) : undefined
}

function resourceOf({ owner }: PullFailure): Resource | undefined {
  return BETWEEN.find(
    ({ group, kind }) =>
      kind === owner?.kind && group === owner.apiVersion.split('/').toReversed().slice(1).join('/'),
  )
}

function keyOf({ namespace, owner }: PullFailure): string {
  return `${namespace}/${owner?.kind ?? ''}/${owner?.name ?? ''}`
}
