import { askServer } from './answer.ts'
import type { Reply } from './answer.ts'
import { recordsAt, textAt, valueAt } from '../text/json-record.ts'
import type { JsonRecord } from '../text/json-record.ts'
import type { Resource } from './discovery.ts'
import type { Wire } from './request.ts'

/** An object of the API as plain JSON, with `apiVersion` and `kind`. */
export type ClusterObject = JsonRecord

export interface ListQuery {
  readonly resource: Resource
  /** Absent: all namespaces. */
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

export type Listed =
  | { readonly kind: 'listed'; readonly objects: readonly ClusterObject[] }
  | Exclude<Reply, { readonly kind: 'found' | 'expired' }>

/** Objects of one page. */
const PAGE = 250
/** How often a list is begun again, before it is asked for in one piece. */
const BEGINNINGS = 3

/** A whole list, page by page; of each only what `keeps` says is held. Throws a `ClusterError`. */
export async function listAll(
  query: ListQuery,
  wire: Wire,
  keeps: (object: ClusterObject) => boolean = () => true,
): Promise<Listed> {
  for (let beginning = 1; ; beginning += 1) {
    const listed = await listOnce(query, wire, beginning <= BEGINNINGS ? PAGE : undefined, keeps)
    if (listed.kind !== 'expired') return listed
    if (beginning > BEGINNINGS)
      return { kind: 'failed', what: `${wire.server.host} forgets a list before it is read` }
  }
}

async function listOnce(
  query: ListQuery,
  wire: Wire,
  limit: number | undefined,
  keeps: (object: ClusterObject) => boolean,
): Promise<Listed | { readonly kind: 'expired' }> {
  const objects: ClusterObject[] = []
  const { resource } = query
  for (let next = ''; ;) {
    const reply = await askServer(pathOf(query, limit, next), wire)
    if (reply.kind !== 'found') return reply
    for (const object of recordsAt(reply.body, 'items')) {
      const named = nameKind(object, resource)
      if (keeps(named)) objects.push(named)
    }
    next = textAt(reply.body, 'metadata', 'continue')
    if (next === '') return { kind: 'listed', objects }
  }
}

/** The path of a resource, or of one object of it. */
export function resourcePath(
  { group, version, name }: Resource,
  namespace?: string,
  object?: string,
): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`
  return `${root}${within}/${name}${object === undefined ? '' : `/${encodeURIComponent(object)}`}`
}

function pathOf(query: ListQuery, limit: number | undefined, next: string): string {
  const { resource, namespace, labelSelector, fieldSelector } = query
  const parameters = new URLSearchParams()
  if (limit !== undefined) parameters.set('limit', String(limit))
  if (labelSelector) parameters.set('labelSelector', labelSelector)
  if (fieldSelector) parameters.set('fieldSelector', fieldSelector)
  if (next !== '') parameters.set('continue', next)
  const search = parameters.size === 0 ? '' : `?${parameters.toString()}`
  return resourcePath(resource, namespace) + search
}

/** The items of a list lack both names; and who wrote which field is half of many an object, and nothing to us. */
function nameKind(object: ClusterObject, { group, version, kind }: Resource): ClusterObject {
  const { managedFields: _, ...metadata } = recordAt(object, 'metadata')
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind, ...object, metadata }
}

function recordAt(object: ClusterObject, key: string): JsonRecord {
  const value = valueAt(object, key)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
