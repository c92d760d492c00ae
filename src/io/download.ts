import { readBody } from '../http/body.ts'
import type { Clock } from './clock.ts'
import { InputError, reasonOf } from './input.ts'

export interface DownloadLimits {
  /** Milliseconds for one attempt, the body included. */
  readonly timeout: number
  /** Bytes. */
  readonly size: number
  /** Milliseconds before the second attempt; twice as many before the third. */
  readonly pause: number
}

/** As many redirects as Go's HTTP client follows, and so kubectl. */
const REDIRECTS = 10
const LIMITS: DownloadLimits = { timeout: 30_000, size: 64 * 2 ** 20, pause: 500 }
const ATTEMPTS = 3

/** Gets a manifest as `kubectl -f URL` does: up to three times, again only after a network error or a status of 5xx. */
export async function download(
  url: URL,
  { fetch, sleep }: { readonly fetch: typeof globalThis.fetch; readonly sleep: Clock['sleep'] },
  limits: DownloadLimits = LIMITS,
): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await attemptDownload(url, fetch, limits)
    if (result instanceof Uint8Array) return result
    if (attempt === ATTEMPTS || !result.mayPass) throw new InputError(result.what, result.remedy)
    await sleep(limits.pause * attempt)
  }
}

interface Failure {
  readonly mayPass: boolean
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
    return { mayPass: response.status >= 500, what, remedy: 'check the URL, or download the file yourself' }
  } catch (error) {
    return { mayPass: true, what: networkReason(error), remedy: 'check the URL and the network' }
  }
}

/**
 * The answer at the end of the redirects. What was asked for in secret is not asked for in public: from https it goes on
 * to https only, from http to http or https, and never to a file. The credential of the URL goes to its own server alone.
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
  return { mayPass: false, what: `the server ${what}`, remedy }
}

function tooLarge(size: number): Failure {
  const what = `the answer is larger than ${size / 2 ** 20} MiB`
  return { mayPass: false, what, remedy: 'download the file yourself and name it with -f' }
}

/** The URL without user, password and query, any of which may hold a credential that no message may show. */
export function publicAddress(url: URL): string {
  return url.origin + url.pathname
}

/** A text in which each URL is as `publicAddress` says. */
export function withPublicAddresses(text: string): string {
  return text.replace(/https?:\/\/[^\s,"]+/g, url =>
    URL.canParse(url) ? publicAddress(new URL(url)) : 'https://...',
  )
}

// fetch refuses a URL that holds credentials.
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

function networkReason(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'the server did not answer in time'
  return reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error)
}
