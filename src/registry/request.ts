import { readBody } from './body.ts'
import { RegistryError } from './errors.ts'
import type { Refusal } from './errors.ts'
import { takeTurnsAlone } from './turns.ts'
import type { Turns } from './turns.ts'

/** What requests need from outside. */
export interface Wire {
  readonly fetch: typeof globalThis.fetch
  readonly sleep: (
    milliseconds: number,
    value?: undefined,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<unknown>
  readonly now: () => Date
  readonly limits?: Partial<RequestLimits>
  /** Where many ask at once: who is next. */
  readonly turns?: Turns
  /** Breaks off what is under way. */
  readonly signal?: AbortSignal
}

export interface RequestLimits {
  /** Milliseconds for one attempt, the body included. */
  readonly timeout: number
  /** Bytes of an answer. */
  readonly size: number
  readonly attempts: number
  /** Milliseconds before the second attempt; twice as many before each further one. */
  readonly pause: number
  /** The most milliseconds that a `Retry-After` may ask for. */
  readonly patience: number
}

export interface Question {
  readonly method?: 'GET' | 'HEAD' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: URLSearchParams
}

export interface Answer extends Refusal {
  readonly headers: Headers
}

const LIMITS: RequestLimits = { timeout: 20_000, size: 2 ** 20, attempts: 4, pause: 500, patience: 60_000 }

/**
 * Asks over https, again after a network error, a time-out, a status of 429 or 5xx. Redirects are never followed, as
 * every request here is about credentials. Other statuses are answers; the last one also when it is 429 or 5xx.
 * Throws a `RegistryError` that holds nothing of the question but its host.
 */
export async function request(url: URL, question: Question, wire: Wire): Promise<Answer> {
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '')
    throw new RegistryError(
      'untrusted',
      `${url.host} is not asked over https`,
      'a registry is asked over https only',
    )
  const limits = { ...LIMITS, ...wire.limits }
  const turns = wire.turns ?? takeTurnsAlone(wire.sleep)
  for (let attempt = 1; ; attempt += 1) {
    const leave = await turns.enter(url.host)
    const result = await ask(url, question, wire, limits)
    const pause = attempt < limits.attempts ? pauseAfter(result, attempt, wire.now(), limits) : undefined
    if (pause !== undefined) {
      await leave(pause, !(result instanceof RegistryError) && result.status === 429)
      continue
    }
    await leave()
    if (result instanceof RegistryError) throw result
    return result
  }
}

const MAY_PASS: ReadonlySet<string> = new Set(['unavailable'])

/** Milliseconds to wait before the next attempt, or `undefined` where none is worth it. */
function pauseAfter(
  result: Answer | RegistryError,
  attempt: number,
  now: Date,
  { pause, patience }: RequestLimits,
): number | undefined {
  const backOff = pause * 2 ** (attempt - 1)
  if (result instanceof RegistryError) return MAY_PASS.has(result.code) ? backOff : undefined
  if (result.status !== 429 && result.status < 500) return undefined
  const wait = retryAfter(result.headers, now) ?? backOff
  return wait > patience ? undefined : wait
}

/** Milliseconds that `Retry-After` asks for, which are seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(headers: Headers, now: Date): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (value === undefined || value === '') return undefined
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime()
  return Number.isNaN(wait) ? undefined : Math.max(wait, 0)
}

async function ask(
  url: URL,
  { method = 'GET', headers = {}, body }: Question,
  { fetch, signal }: Wire,
  { timeout, size }: RequestLimits,
): Promise<Answer | RegistryError> {
  try {
    signal?.throwIfAborted()
    const limit = AbortSignal.timeout(timeout)
    const response = await fetch(url, {
      method,
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
      ...(body === undefined ? {} : { body }),
    })
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel()
      return new RegistryError(
        'untrusted',
        `${url.host} wants to send the request elsewhere (${response.status})`,
        'credentials are sent to the registry alone: check its name, and that no proxy stands in between',
      )
    }
    const content = await readBody(response, size)
    if (content !== undefined)
      return { status: response.status, headers: response.headers, text: content.toString() }
    return new RegistryError(
      'unexpected',
      `the answer of ${url.host} is larger than ${size} bytes`,
      'check that the host is a registry of ACR',
    )
  } catch (error) {
    return explainNetwork(url.host, error)
  }
}

// A message of fetch may quote a header's value, so that only the code of an error is shown.
function explainNetwork(host: string, error: unknown): RegistryError {
  if (error instanceof Error && error.name === 'TimeoutError')
    return new RegistryError(
      'unavailable',
      `${host} gave no answer in time`,
      'check the network, then try again',
    )
  const code = networkCode(error)
  if (code === 'ENOTFOUND')
    return new RegistryError(
      'unreachable',
      `there is no host ${host}`,
      "check the registry's name; one behind a private endpoint has its name in that network only",
    )
  if (code.includes('PROXY'))
    return new RegistryError(
      'unreachable',
      `the proxy gives no way to ${host} (${code})`,
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

/** The code of an error or of what caused it, such as `ECONNREFUSED`; or `''`. */
function networkCode(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(cause.code))
      return cause.code
  }
  return ''
}
