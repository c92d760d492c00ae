import { ClusterError } from '../cluster-error.ts'
import { parseRecord, textAt } from '../../text/json-record.ts'
import type { JsonRecord } from '../../text/json-record.ts'
import { get } from './api-request.ts'
import type { ApiClient } from './api-request.ts'

/** The reply of an API server to one request. Errors that prevent all requests are thrown. */
export type Reply =
  | { readonly kind: 'found'; readonly body: JsonRecord }
  | { readonly kind: 'denied' }
  | { readonly kind: 'absent' }
  /** The continue token of a list has expired (410). */
  | { readonly kind: 'expired' }
  /** This request failed; `what` says why, in words written here. */
  | { readonly kind: 'failed'; readonly what: string }

/** Gets one path of the API, with its query. The format is JSON, or the one in `accept`. Throws ClusterError. */
export async function askServer(path: string, client: ApiClient, accept?: string): Promise<Reply> {
  const { status, text } = await get(
    path,
    accept === undefined ? client : { ...client, headers: { ...client.headers, accept } },
  )
  const { host } = client.server
  if (status === 401)
    throw new ClusterError(
      'unauthorized',
      `${host} answered unauthorized (401)`,
      "log in again; 'kubectl auth whoami' shows the user that the cluster sees",
    )
  if (status === 410) return { kind: 'expired' }
  const body = parseRecord(text)
  // Without a Status, the refusal comes from a proxy.
  if (status === 403 && textAt(body, 'kind') === 'Status') return { kind: 'denied' }
  if (status === 200 && body !== undefined) return { kind: 'found', body }
  if (status === 404 && (body === undefined || textAt(body, 'kind') === 'Status')) return { kind: 'absent' }
  if (status === 400)
    throw new ClusterError(
      'unexpected',
      `${host} rejected the request (400)`,
      'check the selector (-l) and the names of the namespaces',
    )
  if (status === 405) return { kind: 'failed', what: `${host} does not allow it (405)` }
  if (status === 429 || status >= 500)
    return { kind: 'failed', what: `${host} answered ${status} repeatedly` }
  throw new ClusterError(
    'unexpected',
    `${host} does not answer like a Kubernetes API server (${status}${body === undefined ? ', not JSON' : ''})`,
    "check the cluster's server in the kubeconfig; a proxy or sign-in page may answer instead",
  )
}
