import { attempt, backOff, fetchTransport, waitAfter } from '../http/request.ts'
import type { Attempt, HttpRequest, HttpResponse, RequestFailure, RequestLimits } from '../http/request.ts'
import { errorCode } from '../http/network-error.ts'
import { RegistryError } from './errors.ts'
import { unlimitedHosts } from './host-limiter.ts'
import type { HostLimiter } from './host-limiter.ts'

/** What requests need from outside. */
export interface RegistryClient {
  readonly fetch: typeof globalThis.fetch
  readonly sleep: (
    milliseconds: number,
    value?: undefined,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<unknown>
  readonly now: () => Date
  readonly limits?: Partial<RequestLimits>
  /** Where many ask at once: who is next. */
  readonly limiter?: HostLimiter
  /** Breaks off what is under way. */
  readonly signal?: AbortSignal
}

const LIMITS: RequestLimits = { timeout: 20_000, size: 2 ** 20, attempts: 4, pause: 500, patience: 60_000 }

/**
 * Asks over https, again after a network error, a time-out, a status of 429 or 5xx. Redirects are never followed, as
 * every request here is about credentials. Other statuses are answers; the last one also when it is 429 or 5xx.
 * Throws a `RegistryError` that holds nothing of the request but its host.
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

// A message of fetch may quote a header's value, so that only the code of an error is shown.
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
