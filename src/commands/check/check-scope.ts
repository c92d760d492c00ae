import type { ClusterOptions } from '../../cluster/connect.ts'
import { clusterOptions } from '../shared/input/cluster-flags.ts'
import type { ConnectionValues } from '../shared/input/cluster-flags.ts'

/** The values of the flags that select what a check reads. */
export interface ScopeValues extends ConnectionValues {
  readonly cluster: boolean
  readonly allNamespaces: boolean
  readonly selector: string | undefined
  readonly crdsFromCluster: boolean
}

/** What to check: manifests, if necessary against a cluster, or the workloads in a cluster. */
export interface Scope {
  readonly target: 'manifests' | 'cluster'
  /** The cluster to read, if any. Always set if the cluster is the target. */
  readonly cluster: ClusterScope | undefined
}

export interface ClusterScope {
  readonly options: ClusterOptions
  readonly allNamespaces: boolean
  readonly selector?: string
}

/**
 * The scope of a call. `namesInputs`: whether the call names manifests. `isTerminal`: whether stdin is a terminal, so
 * that no manifests come from it.
 */
export function scopeOf(values: ScopeValues, namesInputs: boolean, isTerminal: boolean): Scope {
  const { cluster, allNamespaces, selector, namespace, kubeconfig, context, requestTimeout } = values
  // With files, `--namespace` only gives the namespace of manifests without one, as in kubectl apply. With CRDs from a
  // cluster, the connection flags alone do not select the cluster for the check.
  const connection = namesInputs && values.crdsFromCluster ? [] : [kubeconfig, context, requestTimeout]
  const clusterValues = [selector, namesInputs ? undefined : namespace, ...connection]
  const isAboutCluster = cluster || allNamespaces || clusterValues.some(value => value !== undefined)
  if (!isAboutCluster && (namesInputs || !isTerminal)) return { target: 'manifests', cluster: undefined }
  return {
    target: namesInputs ? 'manifests' : 'cluster',
    cluster: {
      options: clusterOptions(values),
      allNamespaces,
      ...(selector === undefined ? {} : { selector }),
    },
  }
}
