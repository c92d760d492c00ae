import { nearest } from '../text/nearest.ts'
import { ClusterError } from './errors.ts'
import type { Kubeconfig, KubeconfigEntries, KubeconfigEntry } from './kubeconfig.ts'
import { textAt } from '../text/json-record.ts'

/** The names that the flags give. */
export interface Choice {
  readonly context?: string
  readonly cluster?: string
  readonly user?: string
}

/** What a kubeconfig says about the cluster to ask. */
export interface Selection {
  /** `''` where no context is chosen, but a cluster by its own flag. */
  readonly context: string
  /** `''` where the context has none. */
  readonly namespace: string
  readonly cluster: KubeconfigEntry
  readonly user?: KubeconfigEntry
}

/** What to ask, as kubectl chooses it; `undefined` where nothing is chosen at all. Throws a `ClusterError` for unknown names. */
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

const SHOWN = 5

function choiceOf(flag: string, names: readonly string[]): string {
  if (names.length === 0) return "see what 'kubectl config view' says about it"
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''
  return `choose one with ${flag}: ${names.slice(0, SHOWN).join(', ')}${more}`
}
