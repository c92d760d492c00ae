import type { Clock } from '../http/clock.ts'
import { attempt, backOff, fetchTransport, waitAfter } from '../http/request.ts'
import type { Attempt, HttpRequest, HttpResponse, RequestFailure, RequestLimits } from '../http/request.ts'
import { errorCode } from '../http/network-error.ts'
import { RegistryError } from './registry-error.ts'
import { unlimitedHosts } from './host-limiter.ts'
import type { HostLimiter } from './host-limiter.ts'

/** The dependencies of requests. */
export interface RegistryClient extends Clock {
  readonly fetch: typeof globalThis.fetch
  readonly limits?: Partial<RequestLimits>
  /** Decides whose request is next, if requests run in parallel. */
  readonly limiter?: HostLimiter
  /** Aborts running requests. */
  readonly signal?: AbortSignal
}

const LIMITS: RequestLimits = { timeout: 20_000, size: 2 ** 20, attempts: 4, pause: 500, patience: 60_000 }

/**
 * Sends a request over https, and retries after a network error, a time-out, and statuses 429 and 5xx. Never follows
 * redirects, because every request may carry credentials. Returns responses of other statuses, and of 429 or 5xx after
 * the last attempt. Throws RegistryError, which repeats only the host of the request.
 */
export async function request(url: URL, asked: HttpRequest, client: RegistryClient): Promise<HttpResponse> {
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '')
    throw new RegistryError(
      'untrusted',
      `${url.host} is not asked over https`,
      'a registry is asked over https only',
    )
  const limits = { ...LIMITS, ...client.limits }
  const limiter = client.limiter ?? unlimitedHosts(client.sleep)
  const transport = fetchTransport(client.fetch)
  const full = { ...asked, headers: { accept: 'application/json', ...asked.headers } }
  for (let attempts = 1; ; attempts += 1) {
    const release = await limiter.enter(url.host)
    const result = await attempt(url, full, transport, limits, client.signal)
    const outcome = outcomeOf(result, url.host, limits)
    const wait =
      outcome instanceof RegistryError
        ? outcome.code === 'unavailable' && attempts < limits.attempts
          ? backOff(attempts, limits)
          : undefined
        : waitAfter(outcome, attempts, client.now(), limits)
    if (wait === undefined) {
      await release()
      if (outcome instanceof RegistryError) throw outcome
      return outcome
    }
    await release(wait, !(outcome instanceof RegistryError) && outcome.status === 429)
  }
}

function outcomeOf(result: Attempt, host: string, limits: RequestLimits): HttpResponse | RegistryError {
  return result.kind === 'response' ? result.response : explainFailure(result, host, limits)
}

function explainFailure(failure: RequestFailure, host: string, { size }: RequestLimits): RegistryError {
  switch (failure.kind) {
    case 'redirected':
      return new RegistryError(
        'untrusted',
        `${host} redirects the request (${failure.status})`,
        'credentials are sent only to the registry: check its name, and that no proxy stands in between',
      )
    case 'too-large':
      return new RegistryError(
        'unexpected',
        `the answer of ${host} is larger than ${size} bytes`,
        'check that the host is an ACR registry',
      )
    case 'timed-out':
      return new RegistryError(
        'unavailable',
        `${host} gave no answer in time`,
        'check the network, then try again',
      )
    case 'failed':
      break
  }
  return explainNetwork(host, errorCode(failure.error))
}

// Messages of fetch may quote a header's value, so only the code of an error is shown.
function explainNetwork(host: string, code: string): RegistryError {
  if (code === 'ENOTFOUND')
    return new RegistryError(
      'unreachable',
      `the host ${host} does not exist`,
      "check the registry's name; one behind a private endpoint has its name in that network only",
    )
  if (code.includes('PROXY'))
    return new RegistryError(
      'unreachable',
      `the proxy does not connect to ${host} (${code})`,
      'check HTTPS_PROXY, with user and password if the proxy wants them; NO_PROXY names hosts that need none',
    )
  if (/CERT|ISSUER|SIGNATURE|SELF_SIGNED|_SSL_/.test(code))
    return new RegistryError(
      'unreachable',
      `the certificate of ${host} is not trusted (${code})`,
      'if a proxy of your company signs it, name its certificate in NODE_EXTRA_CA_CERTS',
    )
  return new RegistryError(
    'unavailable',
    `${host} cannot be reached${code === '' ? '' : ` (${code})`}`,
    'check the network; HTTPS_PROXY and NO_PROXY say which proxy is used',
  )
}
