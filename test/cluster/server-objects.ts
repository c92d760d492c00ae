import { isRecord, textAt, valueAt } from '../../src/text/json-record.ts'
import type { JsonRecord } from '../../src/text/json-record.ts'

/** The resources that every API server has and that tests create, by API version and kind. */
export const RESOURCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  v1: {
    Pod: 'pods',
    Secret: 'secrets',
    ConfigMap: 'configmaps',
    ServiceAccount: 'serviceaccounts',
    Event: 'events',
    Node: 'nodes',
    Namespace: 'namespaces',
    PodTemplate: 'podtemplates',
    ReplicationController: 'replicationcontrollers',
  },
  'apps/v1': {
    Deployment: 'deployments',
    ReplicaSet: 'replicasets',
    StatefulSet: 'statefulsets',
    DaemonSet: 'daemonsets',
  },
  'batch/v1': { Job: 'jobs', CronJob: 'cronjobs' },
}

/** The path under which a server has the objects of a kind. `namespace`: `''` for a kind without one. */
export function collectionPath(apiVersion: string, kind: string, namespace: string): string {
  const resource = RESOURCES[apiVersion]?.[kind]
  if (resource === undefined) throw new Error(`no resource is known for ${apiVersion} ${kind}`)
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`
  return `${root}${namespace === '' ? '' : `/namespaces/${namespace}`}/${resource}`
}

const LABELS = { app: 'fixture' }

/** An object with what a server insists on and tests leave out: a name, a selector and its labels, and the like. */
export function completed(object: JsonRecord): JsonRecord {
  const kind = textAt(object, 'kind')
  const isNamed = textAt(object, 'metadata', 'generateName') !== ''
  const metadata = { ...(isNamed ? {} : { name: 'a' }), ...recordAt(object, 'metadata') }
  const spec = recordAt(object, 'spec')
  if (kind === 'PodTemplate')
    return { ...object, metadata, template: withLabels(recordAt(object, 'template')) }
  if (kind === 'CronJob') {
    const jobTemplate = recordAt(spec, 'jobTemplate')
    const job = { ...jobTemplate, spec: jobSpec(recordAt(jobTemplate, 'spec')) }
    return { ...object, metadata, spec: { schedule: '0 3 * * *', ...spec, jobTemplate: job } }
  }
  if (spec['template'] === undefined) return { ...object, metadata }
  if (kind === 'Job') return { ...object, metadata, spec: jobSpec(spec) }
  const selector = kind === 'ReplicationController' ? LABELS : { matchLabels: LABELS }
  return {
    ...object,
    metadata,
    spec: { ...spec, selector, template: withLabels(recordAt(spec, 'template')) },
  }
}

/** Without a selector and its labels, which the server gives a Job by its UID. */
function jobSpec({ selector: _selector, ...spec }: JsonRecord): JsonRecord {
  const template = recordAt(spec, 'template')
  const { labels: _labels, ...metadata } = recordAt(template, 'metadata')
  const podSpec = { restartPolicy: 'Never', ...recordAt(template, 'spec') }
  return { ...spec, template: { ...template, metadata, spec: podSpec } }
}

function withLabels(template: JsonRecord): JsonRecord {
  const metadata = recordAt(template, 'metadata')
  return { ...template, metadata: { ...metadata, labels: { ...recordAt(metadata, 'labels'), ...LABELS } } }
}

export function recordAt(value: unknown, ...path: readonly string[]): JsonRecord {
  const found = valueAt(value, ...path)
  return isRecord(found) ? found : {}
}
