import { readBody } from '../http/body.ts'
import type { Clock } from './clock.ts'
import { InputError, reasonOf } from './place.ts'

export interface DownloadLimits {
  /** Milliseconds for one attempt, the body included. */
  readonly timeout: number
  /** Bytes. */
  readonly size: number
  /** Milliseconds before the second attempt; twice as many before the third. */
  readonly pause: number
}

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
    const response = await fetch(withoutCredentials(url), {
      headers: authorizationOf(url),
      signal: AbortSignal.timeout(timeout),
    })
    if (response.ok) return (await readBody(response.body, size)) ?? tooLarge(size)
    await response.body?.cancel()
    const what = `the server answered ${response.status} ${response.statusText}`.trimEnd()
    return { mayPass: response.status >= 500, what, remedy: 'check the URL, or download the file yourself' }
  } catch (error) {
    return { mayPass: true, what: networkReason(error), remedy: 'check the URL and the network' }
  }
}

function tooLarge(size: number): Failure {
  const what = `the answer is larger than ${size / 2 ** 20} MiB`
  return { mayPass: false, what, remedy: 'download the file yourself and name it with -f' }
}

/** The URL without user, password and query, any of which may hold a credential that no message may show. */
export function publicAddress(url: URL): string {
  return url.origin + url.pathname
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
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time'
  return reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error)
}
