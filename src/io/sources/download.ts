import type { Clock } from '../../http/clock.ts'
import { errorCode } from '../../http/network-error.ts'
import type { Environment } from '../../http/proxy.ts'
import { readBody } from '../../http/read-body.ts'
import { backOff } from '../../http/request.ts'
import { InputError, reasonOf } from '../input.ts'

export interface DownloadLimits {
  /** Milliseconds for one attempt, reading the body included. */
  readonly timeout: number
  /** Bytes of the body. */
  readonly size: number
  /** Milliseconds before the second attempt. Each further attempt waits twice as long. */
  readonly pause: number
}

export interface DownloadContext {
  readonly fetch: typeof globalThis.fetch
  readonly env: Environment
  readonly sleep: Clock['sleep']
}

/** The limit of Go's HTTP client, and so of kubectl. */
const REDIRECTS = 10
const LIMITS: DownloadLimits = { timeout: 30_000, size: 64 * 2 ** 20, pause: 500 }
const ATTEMPTS = 3

/**
 * Downloads a manifest as `kubectl -f URL` does, through the proxy that the environment names. Makes up to three
 * attempts, after network errors and statuses 5xx. Throws InputError.
 */
export async function download(
  url: URL,
  { fetch, env, sleep }: DownloadContext,
  limits: DownloadLimits = LIMITS,
): Promise<Uint8Array> {
  const { fetchThroughProxy } = await import('../../http/fetch-through-proxy.ts')
  const send = fetchThroughProxy(env, fetch)
  for (let attempt = 1; ; attempt += 1) {
    const result = await attemptDownload(url, send, limits)
    if (result instanceof Uint8Array) return result
    if (attempt === ATTEMPTS || !result.isTemporary) throw new InputError(result.what, result.remedy)
    await sleep(backOff(attempt, limits))
  }
}

interface Failure {
  readonly isTemporary: boolean
  readonly what: string
  readonly remedy: string
}

async function attemptDownload(
  url: URL,
  fetch: typeof globalThis.fetch,
  { timeout, size }: DownloadLimits,
): Promise<Uint8Array | Failure> {
  try {
    const response = await follow(url, fetch, AbortSignal.timeout(timeout))
    if (!(response instanceof Response)) return response
    if (response.ok) return (await readBody(response.body, size)) ?? tooLarge(size)
    await response.body?.cancel()
    const what = `the server answered ${response.status} ${response.statusText}`.trimEnd()
    return {
      isTemporary: response.status >= 500,
      what,
      remedy: 'check the URL, or download the file yourself',
    }
  } catch (error) {
    return failureOf(error)
  }
}

/**
 * Follows redirects, and returns the last response. An https URL redirects only to https, an http URL to http or
 * https, and none to a file. So a private request never becomes public. The credential of the URL is sent only to its
 * own server.
 */
async function follow(
  url: URL,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Response | Failure> {
  let at = url
  for (let count = 0; count <= REDIRECTS; count += 1) {
    const headers = at.origin === url.origin ? authorizationOf(url) : {}
    const response = await fetch(withoutCredentials(at), { headers, signal, redirect: 'manual' })
    const location = [301, 302, 303, 307, 308].includes(response.status)
      ? response.headers.get('location')
      : null
    if (location === null) return response
    await response.body?.cancel()
    if (!URL.canParse(location, at.href)) return refusal('redirects to an address that is not valid')
    const next = new URL(location, at)
    if (next.protocol !== 'https:' && next.protocol !== at.protocol)
      return refusal(
        `redirects from ${at.protocol.slice(0, -1)} to ${next.protocol.slice(0, -1)}, which is refused`,
      )
    at = next
  }
  return refusal(`redirects more than ${REDIRECTS} times`)
}

function refusal(what: string): Failure {
  const remedy = 'check the URL, or download the file yourself'
  return { isTemporary: false, what: `the server ${what}`, remedy }
}

function tooLarge(size: number): Failure {
  const what = `the answer is larger than ${size / 2 ** 20} MiB`
  return { isTemporary: false, what, remedy: 'download the file yourself and name it with -f' }
}

/** The URL without user, password and query: each of these may contain a credential. */
export function publicAddress(url: URL): string {
  return url.origin + url.pathname
}

/** Replaces each URL in a text as `publicAddress` does. */
export function withPublicAddresses(text: string): string {
  return text.replace(/https?:\/\/[^\s,"]+/g, url =>
    URL.canParse(url) ? publicAddress(new URL(url)) : 'https://...',
  )
}

// fetch refuses URLs with credentials.
function withoutCredentials(url: URL): URL {
  const address = new URL(url)
  address.username = ''
  address.password = ''
  return address
}

function authorizationOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const credential = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(credential).toString('base64')}` }
}

function failureOf(error: unknown): Failure {
  const code = errorCode(error)
  if (code.includes('PROXY')) {
    const remedy = 'check HTTPS_PROXY and HTTP_PROXY; NO_PROXY lists hosts that need no proxy'
    const isTemporary = code === 'PROXY_REFUSED' || /_5\d\d$/.test(code)
    return { isTemporary, what: `the proxy does not connect to the server (${code})`, remedy }
  }
  const what =
    error instanceof Error && error.name === 'TimeoutError'
      ? 'the server did not answer in time'
      : reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error)
  return { isTemporary: true, what, remedy: 'check the URL and the network' }
}
