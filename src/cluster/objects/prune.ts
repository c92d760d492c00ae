import type { ClusterObject } from '../api/list.ts'
import { isRecord } from '../../text/json-record.ts'

// Fields of a container that do not affect pulls. They are the largest part of most objects.
const OF_CONTAINERS: ReadonlySet<string> = new Set([
  'args',
  'command',
  'env',
  'envFrom',
  'lifecycle',
  'livenessProbe',
  'ports',
  'readinessProbe',
  'resources',
  'securityContext',
  'startupProbe',
  'volumeMounts',
])
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/**
 * Removes an object's status, and the fields of its containers that do not affect pulls. The annotation with the last
 * applied manifest is emptied, so that its presence is still known.
 */
export function pruned(object: ClusterObject): ClusterObject {
  const { status: _status, metadata, ...rest } = object
  return { ...rest, metadata: prunedMetadata(metadata), ...prunedFields(rest) }
}

function prunedMetadata(metadata: unknown): unknown {
  if (!isRecord(metadata) || !isRecord(metadata['annotations'])) return metadata
  const annotations = { ...metadata['annotations'] }
  if (LAST_APPLIED in annotations) annotations[LAST_APPLIED] = '{}'
  return { ...metadata, annotations }
}

function prunedFields(value: ClusterObject): ClusterObject {
  const isContainer = typeof value['image'] === 'string'
  const entries = Object.entries(value).filter(([key]) => !isContainer || !OF_CONTAINERS.has(key))
  return Object.fromEntries(entries.map(([key, entry]) => [key, prunedValue(entry)]))
}

function prunedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prunedValue)
  return isRecord(value) ? prunedFields(value) : value
}
