import { agentTransport } from '../../http/agent-transport.ts'
import { attempt, backOff, waitAfter } from '../../http/request.ts'
import type { HttpResponse, RequestFailure, RequestLimits } from '../../http/request.ts'
import { errorCode } from '../../http/network-error.ts'
import type { Access } from '../connection/access.ts'
import { ClusterError, explainNetwork } from '../cluster-error.ts'
import type { Session } from '../connection/session.ts'

/** A client for one API server. */
export interface ApiClient {
  readonly server: URL
  readonly session: Session
  /** Headers of every request besides authorization. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly limits: ApiLimits
  readonly sleep: (milliseconds: number) => Promise<unknown>
  readonly now: () => Date
  /** Called after each page of a list. */
  readonly onPage: () => void
}

export interface ApiLimits extends RequestLimits {
  /** The largest number of pages of one list. */
  readonly pages: number
}

/**
 * 2,000 pages hold 500,000 objects of one resource. An API server holds fewer: Kubernetes supports up to 150,000 pods in a
 * cluster of 5,000 nodes (kubernetes.io, Considerations for large clusters). A server that never ends its list must
 * not keep the program running.
 */
export const LIMITS: ApiLimits = {
  timeout: 60_000,
  size: 2 ** 28,
  attempts: 4,
  pause: 500,
  patience: 60_000,
  pages: 2000,
}

/**
 * Gets a path of the API. Retries after a broken connection and after 429 and 5xx, and once with a new login after
 * 401. Returns responses of other statuses, and of 429 or 5xx after the last attempt. Throws ClusterError.
 */
export async function get(path: string, client: ApiClient): Promise<HttpResponse> {
  const { session, limits, server } = client
  const url = new URL(server.pathname.replace(/\/+$/, '') + path, server)
  let access = await session.access()
  let isRenewed = false
  for (let attempts = 1; ; attempts += 1) {
    const request = { headers: headersFor(access, client) }
    const result = await attempt(url, request, agentTransport(access.agent), limits)
    if (result.kind !== 'response') {
      if (attempts >= limits.attempts || !isBroken(result)) throw explainFailure(result, server.host, limits)
      await client.sleep(backOff(attempts, limits))
    } else if (result.response.status === 401 && !isRenewed) {
      isRenewed = true
      access = await session.renew(access)
    } else {
      const wait = waitAfter(result.response, attempts, client.now(), limits)
      if (wait === undefined) return result.response
      await client.sleep(wait)
    }
  }
}

function headersFor(access: Access, { headers }: ApiClient): ApiClient['headers'] {
  return { accept: 'application/json', ...headers, ...access.headers }
}

/** Whether a retry may help: a server or load balancer closed the connection. */
function isBroken(failure: RequestFailure): boolean {
  return (
    failure.kind === 'failed' && ['ECONNRESET', 'EPIPE', 'Z_BUF_ERROR'].includes(errorCode(failure.error))
  )
}

function explainFailure(
  failure: RequestFailure,
  host: string,
  { timeout, size }: RequestLimits,
): ClusterError {
  switch (failure.kind) {
    case 'redirected':
      return new ClusterError(
        'unexpected',
        `${host} redirects the request (${failure.status})`,
        "check the cluster's server in the kubeconfig; a proxy with a sign-in page may answer instead",
      )
    case 'timed-out':
      return new ClusterError(
        'timeout',
        `${host} did not answer within ${timeout / 1000} seconds`,
        'check the network (VPN?), or raise --request-timeout',
      )
    case 'too-large':
      return new ClusterError(
        'unexpected',
        `an answer of ${host} is larger than ${size} bytes`,
        'check fewer namespaces at once, or use a selector (-l)',
      )
    case 'failed':
      break
  }
  return explainNetwork(host, failure.error)
}
