import type { OwnerReference } from './owner-reference.ts'

/** A pod, with its place in the cluster and its pull secrets. */
export interface Pod {
  readonly namespace: string
  readonly pod: string
  /** The controller, or a higher owner if it is known. */
  readonly owner?: OwnerReference
  readonly node: string
  /** The pull secrets in its spec, including those copied from its ServiceAccount. */
  readonly listed: readonly string[]
}
