import { nearest } from '../../text/nearest.ts'
import { ClusterError } from '../cluster-error.ts'
import type { Kubeconfig, KubeconfigEntries, KubeconfigEntry } from './kubeconfig.ts'
import { textAt } from '../../text/json-record.ts'

/** The names given by flags. */
export interface Choice {
  readonly context?: string
  readonly cluster?: string
  readonly user?: string
}

/** The cluster that a kubeconfig and the flags select. */
export interface Selection {
  /** `''` if a cluster is chosen by its own flag, without a context. */
  readonly context: string
  /** `''` if the context has no namespace. */
  readonly namespace: string
  readonly cluster: KubeconfigEntry
  readonly user?: KubeconfigEntry
}

/**
 * Selects the cluster as kubectl does; `undefined` if nothing is configured. Throws ClusterError for unknown names.
 */
export function select(config: Kubeconfig, choice: Choice): Selection | undefined {
  const context = choice.context || config.currentContext
  const values = context === '' ? {} : find('context', context, config.contexts, '--context').values
  const clusterName = choice.cluster || textAt(values, 'cluster')
  if (clusterName === '' && context === '') return undefined
  const cluster = find('cluster', clusterName, config.clusters, '--cluster')
  const userName = choice.user || textAt(values, 'user')
  return {
    context,
    namespace: textAt(values, 'namespace'),
    cluster,
    ...(userName === '' ? {} : { user: find('user', userName, config.users, '--user') }),
  }
}

function find(what: string, name: string, entries: KubeconfigEntries, flag: string): KubeconfigEntry {
  const entry = entries.get(name)
  if (entry !== undefined) return entry
  const meant = nearest(name, [...entries.keys()])
  const remedy = meant === undefined ? choiceOf(flag, [...entries.keys()]) : `did you mean "${meant}"?`
  throw new ClusterError('unknown-name', `the kubeconfig has no ${what} "${name}"`, remedy)
}

const MAX_SHOWN = 5

function choiceOf(flag: string, names: readonly string[]): string {
  if (names.length === 0) return "see what 'kubectl config view' says about it"
  const more = names.length > MAX_SHOWN ? ` and ${names.length - MAX_SHOWN} more` : ''
  return `choose one with ${flag}: ${names.slice(0, MAX_SHOWN).join(', ')}${more}`
}
