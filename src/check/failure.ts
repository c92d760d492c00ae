import type { Identity } from '../manifest/resource.ts'

/** An image that a pod cannot pull now, as its status and its events tell. */
export interface FailingPull {
  readonly namespace: string
  readonly pod: string
  /** Who looks after the pod. */
  readonly owner?: { readonly apiVersion: string; readonly kind: string; readonly name: string }
  readonly image: string
  readonly cause: PullCause
  /** Secrets that the kubelet did not find for this pod. */
  readonly missingSecrets: readonly string[]
  /** What the kubelet said. */
  readonly message: string
}

/** `anonymous`: no credential was sent; `credential`: one was sent and refused. */
export type PullCause = 'anonymous' | 'credential' | 'missing-secret' | 'firewall' | 'not-found' | 'unknown'

/** What fails for one reason in all pods of one workload. */
export interface Failure extends Omit<FailingPull, 'pod' | 'owner'> {
  readonly workload: Identity
  readonly pods: readonly string[]
}
