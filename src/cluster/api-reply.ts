import { ClusterError } from './errors.ts'
import { parseRecord, textAt } from '../text/json-record.ts'
import type { JsonRecord } from '../text/json-record.ts'
import { get } from './api-request.ts'
import type { ApiClient } from './api-request.ts'

/** What an API server says to a question. Only what stands between us and it altogether is thrown. */
export type Reply =
  | { readonly kind: 'found'; readonly body: JsonRecord }
  | { readonly kind: 'denied' }
  | { readonly kind: 'absent' }
  /** The place in a list that was reached is forgotten (410). */
  | { readonly kind: 'expired' }
  /** This one thing cannot be had; `what` says why, in our own words. */
  | { readonly kind: 'failed'; readonly what: string }

/** Asks for one path of the API, a query included, in JSON or what `accept` says of it. Throws a `ClusterError`. */
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
  // Without a Status it is a proxy that refuses.
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
