import type { ClusterOptions } from '../cluster/connect.ts'
import { CallError } from './command.ts'
import { parseTimeout } from './values.ts'

/** The flags that say where a check looks. */
export interface ScopeFlags {
  readonly filename: readonly string[] | undefined
  readonly kustomize: string | undefined
  readonly cluster: boolean
  readonly namespace: string | undefined
  readonly allNamespaces: boolean
  readonly selector: string | undefined
  readonly kubeconfig: string | undefined
  readonly contextName: string | undefined
  readonly requestTimeout: string | undefined
}

/** What is checked: manifests, what runs in a cluster, or manifests for a cluster. */
export interface Scope {
  readonly readsManifests: boolean
  readonly cluster?: ClusterScope
}

export interface ClusterScope {
  readonly options: ClusterOptions
  readonly allNamespaces: boolean
  readonly selector?: string
}

/** `isAlone`: at a terminal, from which no manifests come. Throws CallError for flags that do not go together. */
export function scopeOf(flags: ScopeFlags, isAlone: boolean): Scope {
  const { allNamespaces, selector } = flags
  const hasFiles = flags.filename !== undefined || flags.kustomize !== undefined
  const [flag] = clusterFlags(flags)
  const looksIn = flags.cluster || (!hasFiles && (flag !== undefined || isAlone))
  if (!looksIn) {
    if (flag === undefined) return { readsManifests: true }
    throw new CallError(
      `${flag} is about the cluster, and -f and -k are about manifests`,
      'Add --cluster to see whether they would work there.',
    )
  }
  if (hasFiles && (allNamespaces || selector !== undefined))
    throw new CallError(
      `${allNamespaces ? '-A' : '-l'} chooses what runs in the cluster, and -f and -k are checked instead of it`,
    )
  return {
    readsManifests: hasFiles,
    cluster: {
      options: optionsOf(flags),
      allNamespaces,
      ...(selector === undefined ? {} : { selector }),
    },
  }
}

function optionsOf({ namespace, kubeconfig, contextName, requestTimeout }: ScopeFlags): ClusterOptions {
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(contextName === undefined ? {} : { context: contextName }),
    ...(requestTimeout === undefined ? {} : { requestTimeout: parseTimeout(requestTimeout) }),
  }
}

/** Those that are given, as they are to be named. */
function clusterFlags(flags: ScopeFlags): readonly string[] {
  const given: readonly (readonly [flag: string, isGiven: boolean])[] = [
    ['-n', flags.namespace !== undefined],
    ['-A', flags.allNamespaces],
    ['-l', flags.selector !== undefined],
    ['--kubeconfig', flags.kubeconfig !== undefined],
    ['--context', flags.contextName !== undefined],
    ['--request-timeout', flags.requestTimeout !== undefined],
  ]
  return given.filter(([, isGiven]) => isGiven).map(([flag]) => flag)
}
