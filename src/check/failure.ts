import type { Identity } from '../manifest/resource.ts'
import type { PullCause } from '../pull-secret/kubelet-message.ts'

/** An image that a pod cannot pull now, as its status and its events tell. */
export interface FailingPull {
  readonly namespace: string
  readonly pod: string
  /** Who looks after the pod. */
  readonly owner?: OwnerName
  readonly node: string
  /** The pull secrets that the pod was made with. */
  readonly listed: readonly string[]
  readonly image: string
  readonly cause: PullCause
  /** Secrets that the kubelet did not find for this pod. */
  readonly missingSecrets: readonly string[]
  /** What the kubelet said, without what stands around every cause. */
  readonly detail: string
  /** Whether the pod's node has the image; absent where that was not looked at. */
  readonly isOnNode?: boolean
}

/** The object that looks after a pod, in the same namespace. */
export interface OwnerName {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
}

/** What fails for one reason in all pods of one workload. */
export interface Failure extends Omit<FailingPull, 'pod' | 'owner'> {
  readonly workload: Identity
  readonly pods: readonly string[]
}

/** The workload that a pod belongs to: who looks after it, or the pod itself. */
export function workloadOf({
  namespace,
  pod,
  owner,
}: Pick<FailingPull, 'namespace' | 'pod' | 'owner'>): Identity {
  if (owner === undefined) return { group: '', version: 'v1', kind: 'Pod', namespace, name: pod }
  const [version = '', group = ''] = owner.apiVersion.split('/').toReversed()
  return { group, version, kind: owner.kind, namespace, name: owner.name }
}

/** What tells one resource from another, whatever its version. */
export function keyOfWorkload({ group, kind, namespace, name }: Identity): string {
  return JSON.stringify([group, kind, namespace, name])
}
