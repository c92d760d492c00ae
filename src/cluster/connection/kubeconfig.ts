import { parse } from 'yaml'
import { ClusterError } from '../cluster-error.ts'
import { isRecord, recordsAt, textAt } from '../../text/json-record.ts'
import type { JsonRecord } from '../../text/json-record.ts'

/** A cluster, user or context of a kubeconfig. */
export interface KubeconfigEntry {
  readonly values: JsonRecord
  /** The directory of its file. Relative paths start there. */
  readonly folder: string
}

export type KubeconfigEntries = ReadonlyMap<string, KubeconfigEntry>

/** A kubeconfig, or several merged ones. */
export interface Kubeconfig {
  readonly currentContext: string
  readonly contexts: KubeconfigEntries
  readonly clusters: KubeconfigEntries
  readonly users: KubeconfigEntries
}

export const EMPTY_KUBECONFIG: Kubeconfig = {
  currentContext: '',
  contexts: new Map(),
  clusters: new Map(),
  users: new Map(),
}

/** Parses the text of one file. Throws ClusterError, which names `file` and quotes nothing of its text. */
export function parseKubeconfig(text: string, file: string, folder: string): Kubeconfig {
  const content = parseYaml(text, file)
  const entries = (list: string, key: string): KubeconfigEntries => {
    const found = new Map<string, KubeconfigEntry>()
    for (const entry of recordsAt(content, list)) {
      const values = entry[key]
      // Where a name occurs twice, kubectl uses the first entry.
      if (!found.has(textAt(entry, 'name')))
        found.set(textAt(entry, 'name'), { values: isRecord(values) ? values : {}, folder })
    }
    return found
  }
  return {
    currentContext: textAt(content, 'current-context'),
    contexts: entries('contexts', 'context'),
    clusters: entries('clusters', 'cluster'),
    users: entries('users', 'user'),
  }
}

/**
 * Merges the files of KUBECONFIG as kubectl does: the first file that defines a name, or the current context, wins.
 */
export function mergeKubeconfigs(configs: readonly Kubeconfig[]): Kubeconfig {
  const merged = (entries: (config: Kubeconfig) => KubeconfigEntries): KubeconfigEntries =>
    new Map(configs.toReversed().flatMap(config => [...entries(config)]))
  return {
    currentContext: configs.find(({ currentContext }) => currentContext !== '')?.currentContext ?? '',
    contexts: merged(({ contexts }) => contexts),
    clusters: merged(({ clusters }) => clusters),
    users: merged(({ users }) => users),
  }
}

function parseYaml(text: string, file: string): JsonRecord {
  let content: unknown
  let line = ''
  try {
    content = parse(text, { logLevel: 'error', merge: true }) ?? {}
  } catch (error) {
    // The parser's message quotes text of the file, which may be secret.
    const places = error instanceof Error && 'linePos' in error ? error.linePos : undefined
    const [first] = Array.isArray(places) ? places : []
    line = isRecord(first) ? `:${String(first['line'])}` : ''
  }
  if (isRecord(content)) return content
  throw new ClusterError(
    'bad-kubeconfig',
    `${file}${line} is not a valid kubeconfig`,
    "see what 'kubectl config view' says about it",
  )
}
