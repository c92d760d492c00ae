import { parseApiVersion } from '../../kubernetes/api-version.ts'
import type { Identity } from '../../manifest/resource.ts'
import type { PullFailure } from '../../pull-secret/pulls/pull-failure.ts'

/** An image that fails for one cause in all pods of one workload. */
export interface Failure extends Omit<PullFailure, 'pod' | 'owner'> {
  readonly workload: Identity
  readonly pods: readonly string[]
}

/** The workload of a pod: its controller, or the pod itself. */
export function workloadOf({
  namespace,
  pod,
  owner,
}: Pick<PullFailure, 'namespace' | 'pod' | 'owner'>): Identity {
  if (owner === undefined) return { group: '', version: 'v1', kind: 'Pod', namespace, name: pod }
  return { ...parseApiVersion(owner.apiVersion), kind: owner.kind, namespace, name: owner.name }
}

/** The key of a resource, without its version. */
export function keyOfWorkload({ group, kind, namespace, name }: Identity): string {
  return JSON.stringify([group, kind, namespace, name])
}
