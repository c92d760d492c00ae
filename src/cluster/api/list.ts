import { apiVersionText } from '../../kubernetes/api-version.ts'
import { askServer } from './api-reply.ts'
import type { Reply } from './api-reply.ts'
import { recordsAt, textAt, valueAt } from '../../text/json-record.ts'
import type { JsonRecord } from '../../text/json-record.ts'
import type { ApiResource } from './discovery.ts'
import type { ApiClient } from './api-request.ts'

/** An object of the API as plain JSON, with `apiVersion` and `kind`. */
export type ClusterObject = JsonRecord

export interface ListQuery {
  readonly resource: ApiResource
  /** Absent: all namespaces. */
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
  /** Whether only the metadata of each object is needed. */
  readonly isNamesOnly?: boolean
}

/**
 * Accepts a list of metadata only, or whole objects from old servers and extensions that do not support it
 * (apimachinery `negotiation`).
 */
const NAMES_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;q=0.9'

export type Listed<T = ClusterObject> =
  | { readonly kind: 'listed'; readonly objects: readonly T[] }
  | Exclude<Reply, { readonly kind: 'found' | 'expired' }>

/** The number of objects in one page. */
const PAGE = 250
/** How often an expired list is started again before it is requested in one piece. */
const ATTEMPTS = 3

/** Returns what to keep of each object of a list; `undefined` for nothing. */
export type Take<T> = (object: ClusterObject) => T | undefined

/** Called after each page with the number of pages left, as far as the server says. */
export type OnPage = (left: number) => void

/** Reads a whole list, page by page. Keeps of each object only the result of `take`. Throws ClusterError. */
export async function listAll<T>(
  query: ListQuery,
  client: ApiClient,
  take: Take<T>,
  onPage: OnPage = () => {},
): Promise<Listed<T>> {
  for (let attempt = 1; ; attempt += 1) {
    const listed = await listOnce(query, client, attempt <= ATTEMPTS ? PAGE : undefined, take, onPage)
    if (listed.kind !== 'expired') return listed
    if (attempt > ATTEMPTS)
      return { kind: 'failed', what: `${client.server.host} let a list expire before it was read` }
  }
}

async function listOnce<T>(
  query: ListQuery,
  client: ApiClient,
  limit: number | undefined,
  take: Take<T>,
  onPage: OnPage,
): Promise<Listed<T> | { readonly kind: 'expired' }> {
  const objects: T[] = []
  const { resource } = query
  const tokens = new Set<string>()
  for (let next = ''; ;) {
    const reply = await askServer(
      pathOf(query, limit, next),
      client,
      query.isNamesOnly === true ? NAMES_ONLY : undefined,
    )
    if (reply.kind !== 'found') return reply
    for (const object of recordsAt(reply.body, 'items')) {
      const taken = take(nameKind(object, resource))
      if (taken !== undefined) objects.push(taken)
    }
    next = textAt(reply.body, 'metadata', 'continue')
    const left = valueAt(reply.body, 'metadata', 'remainingItemCount')
    client.onPage()
    onPage(typeof left === 'number' ? Math.ceil(left / PAGE) : next === '' ? 0 : 1)
    if (next === '') return { kind: 'listed', objects }
    if (tokens.has(next) || tokens.size === client.limits.pages)
      return { kind: 'failed', what: `${client.server.host} does not finish the list of ${resource.name}` }
    tokens.add(next)
  }
}

/** The path of a resource, or of one object. */
export function resourcePath(
  { group, version, name }: ApiResource,
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

/**
 * Items of a list lack `apiVersion` and `kind`. managedFields is dropped: it is half of many objects, and not needed.
 */
function nameKind(object: ClusterObject, resource: ApiResource): ClusterObject {
  const { managedFields: _, ...metadata } = recordAt(object, 'metadata')
  return { apiVersion: apiVersionText(resource), kind: resource.kind, ...object, metadata }
}

function recordAt(object: ClusterObject, key: string): JsonRecord {
  const value = valueAt(object, key)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
