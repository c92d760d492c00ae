import type { Identity } from '../manifest/resource.ts'
import type { PullCause } from '../pull-secret/kubelet-message.ts'

/** An image that a pod cannot pull now, by the pod's status and events. */
export interface FailingPull {
  readonly namespace: string
  readonly pod: string
  /** The pod's controller. */
  readonly owner?: OwnerName
  readonly node: string
  /** The pull secrets in the pod's spec. */
  readonly listed: readonly string[]
  readonly image: string
  readonly cause: PullCause
  /** Secrets that the kubelet did not find for this pod. */
  readonly missingSecrets: readonly string[]
  /** The kubelet's message, without the text around every cause. */
  readonly detail: string
  /** Whether the pod's node has the image; absent where it was not looked up. */
  readonly isOnNode?: boolean
}

/** The controller of a pod, in the same namespace. */
export interface OwnerName {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
}

/** An image that fails for one cause in all pods of one workload. */
export interface Failure extends Omit<FailingPull, 'pod' | 'owner'> {
  readonly workload: Identity
  readonly pods: readonly string[]
}

/** The workload of a pod: its controller, or the pod itself. */
export function workloadOf({
  namespace,
  pod,
  owner,
}: Pick<FailingPull, 'namespace' | 'pod' | 'owner'>): Identity {
  if (owner === undefined) return { group: '', version: 'v1', kind: 'Pod', namespace, name: pod }
  const [version = '', group = ''] = owner.apiVersion.split('/').toReversed()
  return { group, version, kind: owner.kind, namespace, name: owner.name }
}

/** The key of a resource, without its version. */
export function keyOfWorkload({ group, kind, namespace, name }: Identity): string {
  return JSON.stringify([group, kind, namespace, name])
}
