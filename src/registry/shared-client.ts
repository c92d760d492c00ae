import type { Ask } from './pull-token.ts'
import { RegistryError, explainRefusal } from './errors.ts'
import { request } from './registry-request.ts'
import type { HttpRequest, HttpResponse } from '../http/request.ts'
import type { RegistryClient } from './registry-request.ts'
import { limitHosts } from './host-limiter.ts'

/** Errors of the network, a proxy or a certificate, as `request` throws them; a server in trouble gives an answer. */
const SILENCE: ReadonlySet<string> = new Set(['unavailable', 'unreachable'])

/** So many questions in a row without an answer, after all attempts, and a host that has answered before is given up. */
const PATIENCE = 3

/**
 * Asks on behalf of many: `concurrency` requests at a time. A host that has never answered, or that still wants to be
 * left alone after all attempts, is asked no more; whoever would ask it gets the same error.
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
      const count = (silent.get(url.host) ?? PATIENCE - 1) + 1
      silent.set(url.host, count)
      const lost = new RegistryError('unreachable', error.message, error.remedy)
      if (count >= PATIENCE) limiter.close(url.host, lost)
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

/** What is asked for once only, whoever wants to know and whether or not it succeeds. */
export function memoizeAsync<Value>(): (key: string, ask: () => Promise<Value>) => Promise<Value> {
  const known = new Map<string, Promise<Value>>()
  return (key, ask) => {
    const value = known.get(key) ?? ask()
    known.set(key, value)
    return value
  }
}
