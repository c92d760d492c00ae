import type { Ask } from './pull-token.ts'
import { RegistryError, explainRefusal } from './registry-error.ts'
import { request } from './registry-request.ts'
import type { HttpRequest, HttpResponse } from '../http/request.ts'
import type { RegistryClient } from './registry-request.ts'
import { limitHosts } from './host-limiter.ts'

/** Errors without a response: of the network, a proxy or a certificate. */
const SILENCE: ReadonlySet<string> = new Set(['unavailable', 'unreachable'])

/**
 * Requests in a row without a response, each with all its attempts, after which a host is given up. A host that never
 * responded is given up after one.
 */
const MAX_UNANSWERED = 3

/**
 * Sends requests of many callers, `concurrency` at a time. A host that never responds, or that still answers 429 after
 * all attempts, gets no further request: later callers get the same error.
 */
export function sharedClient(client: RegistryClient, concurrency: number): Ask {
  const { signal } = client
  const limiter = limitHosts(concurrency, milliseconds =>
    client.sleep(milliseconds, undefined, signal === undefined ? {} : { signal }),
  )
  const silent = new Map<string, number>()

  async function ask(url: URL, question: HttpRequest): Promise<HttpResponse> {
    try {
      const answer = await request(url, question, { ...client, limiter })
      silent.set(url.host, 0)
      return answer
    } catch (error) {
      if (!(error instanceof RegistryError) || !SILENCE.has(error.code)) throw error
      const count = (silent.get(url.host) ?? MAX_UNANSWERED - 1) + 1
      silent.set(url.host, count)
      const lost = new RegistryError('unreachable', error.message, error.remedy)
      if (count >= MAX_UNANSWERED) limiter.close(url.host, lost)
      throw lost
    }
  }

  return async (url, question) => {
    const answer = await ask(url, question)
    if (answer.status !== 429) return answer
    const error = explainRefusal(url.host, 'token', answer)
    limiter.close(url.host, error)
    throw error
  }
}

/** Caches the result of an asynchronous function by key, whether it succeeds or fails. */
export function memoizeAsync<Value>(): (key: string, ask: () => Promise<Value>) => Promise<Value> {
  const known = new Map<string, Promise<Value>>()
  return (key, ask) => {
    const value = known.get(key) ?? ask()
    known.set(key, value)
    return value
  }
}
