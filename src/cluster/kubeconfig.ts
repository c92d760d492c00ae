import { parse } from 'yaml'
import { ClusterError } from './errors.ts'
import { isRecord, recordsAt, textAt } from '../text/json-record.ts'
import type { JsonRecord } from '../text/json-record.ts'

/** A cluster, user or context of a kubeconfig. */
export interface KubeconfigEntry {
  readonly values: JsonRecord
  /** Where its file is: its relative paths start here. */
  readonly folder: string
}

export type KubeconfigEntries = ReadonlyMap<string, KubeconfigEntry>

/** One kubeconfig, or several made one. */
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

/** Reads one file's text. Throws a `ClusterError` that names `file`, and nothing of its text. */
export function parseKubeconfig(text: string, file: string, folder: string): Kubeconfig {
  const content = parseYaml(text, file)
  const entries = (list: string, key: string): KubeconfigEntries => {
    const found = new Map<string, KubeconfigEntry>()
    for (const entry of recordsAt(content, list)) {
      const values = entry[key]
      // Of a name that is there twice, kubectl takes the first.
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

/** As kubectl merges the files of KUBECONFIG: the first one that has a name, or a current context, gives it whole. */
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
    // The message quotes the text around the place, which may be a secret.
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
