import type { ClusterOptions } from '../../cluster/connect.ts'
import { clusterOptions } from '../shared/cluster-flags.ts'
import type { ConnectionValues } from '../shared/cluster-flags.ts'

/** The values that say where a check looks. */
export interface ScopeValues extends ConnectionValues {
  readonly cluster: boolean
  readonly allNamespaces: boolean
  readonly selector: string | undefined
  readonly crdsFromCluster: boolean
}

/** What is checked: manifests, which may be for a cluster, or what runs in a cluster. */
export interface Scope {
  readonly target: 'manifests' | 'cluster'
  /** The cluster to look in, if any; there is one if it is the target. */
  readonly cluster: ClusterScope | undefined
}

export interface ClusterScope {
  readonly options: ClusterOptions
  readonly allNamespaces: boolean
  readonly selector?: string
}

/** `namesInputs`: the call names manifests. `isTerminal`: none can come from stdin. */
export function scopeOf(values: ScopeValues, namesInputs: boolean, isTerminal: boolean): Scope {
  const { cluster, allNamespaces, selector, namespace, kubeconfig, context, requestTimeout } = values
  // Beside files, a namespace says where they are applied, as with kubectl apply; and where CRDs come from a cluster, it
  // takes --cluster to look there for more.
  const connection = namesInputs && values.crdsFromCluster ? [] : [kubeconfig, context, requestTimeout]
  const told = [selector, namesInputs ? undefined : namespace, ...connection]
  const isAboutCluster = cluster || allNamespaces || told.some(value => value !== undefined)
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
