import { readBody } from './read-body.ts'

/** The limits of one request and its attempts. */
export interface RequestLimits {
  /** Milliseconds for one attempt, reading the body included. */
  readonly timeout: number
  /** Bytes of a response's body, decompressed. */
  readonly size: number
  readonly attempts: number
  /** Milliseconds before the second attempt. Each further attempt waits twice as long. */
  readonly pause: number
  /** The longest `Retry-After` to wait for, in milliseconds. */
  readonly patience: number
}

export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST'
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: URLSearchParams
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** A response whose body is not read yet. */
export interface ResponseHead {
  readonly status: number
  readonly headers: Headers
  readonly body: AsyncIterable<Uint8Array> | null
  /** Closes a body that will not be read. */
  readonly cancel: () => unknown
}

/**
 * Sends one request and follows no redirect. Rejects on errors of the network, TLS or a proxy, and when the signal
 * aborts.
 */
export type Transport = (url: URL, request: HttpRequest, signal: AbortSignal) => Promise<ResponseHead>

/**
 * Why an attempt gave no response. A redirect counts as a failure: credentials are sent only to the host that the user
 * named.
 */
export type RequestFailure =
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'redirected'; readonly status: number }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'failed'; readonly error: unknown }

export type Attempt = { readonly kind: 'response'; readonly response: HttpResponse } | RequestFailure

/** Makes one attempt. Never rejects. `signal` aborts it. */
export async function attempt(
  url: URL,
  request: HttpRequest,
  transport: Transport,
  { timeout, size }: Pick<RequestLimits, 'timeout' | 'size'>,
  signal?: AbortSignal,
): Promise<Attempt> {
  const timer = AbortSignal.timeout(timeout)
  try {
    signal?.throwIfAborted()
    const both = signal === undefined ? timer : AbortSignal.any([timer, signal])
    const { status, headers, body, cancel } = await transport(url, request, both)
    if (status >= 300 && status < 400) {
      await cancel()
      return { kind: 'redirected', status }
    }
    const bytes = await readBody(body, size)
    if (bytes !== undefined)
      return { kind: 'response', response: { status, headers, text: bytes.toString() } }
    await cancel()
    return { kind: 'too-large' }
  } catch (error) {
    return timer.aborted ? { kind: 'timed-out' } : { kind: 'failed', error }
  }
}

/** Milliseconds to wait after attempt number `attempts`, counted from 1. */
export function backOff(attempts: number, { pause }: Pick<RequestLimits, 'pause'>): number {
  return pause * 2 ** (attempts - 1)
}

/**
 * Milliseconds to wait before the next attempt after a response of 429 or 5xx: those of `Retry-After`, else the
 * back-off. Returns `undefined` if another attempt is useless or the limits are reached.
 */
export function waitAfter(
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
  attempts: number,
  now: Date,
  limits: RequestLimits,
): number | undefined {
  if (status !== 429 && status < 500) return undefined
  const wait = retryAfter(headers, now) ?? backOff(attempts, limits)
  return attempts >= limits.attempts || wait > limits.patience ? undefined : wait
}

/** The wait of `Retry-After` in milliseconds. The header holds seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(headers: Headers, now: Date): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (value === undefined || value === '') return undefined
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime()
  return Number.isNaN(wait) ? undefined : Math.max(wait, 0)
}

/** A transport over `fetch`. */
export function fetchTransport(fetch: typeof globalThis.fetch): Transport {
  return async (url, { method = 'GET', headers = {}, body }, signal) => {
    const list = Object.entries(headers).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one]),
    )
    const response = await fetch(url, {
      method,
      headers: list,
      redirect: 'manual',
      signal,
      ...(body === undefined ? {} : { body }),
    })
    return {
      status: response.status,
      headers: response.headers,
      body: response.body,
      cancel: () => response.body?.cancel(),
    }
  }
}
