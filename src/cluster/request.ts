import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { createGunzip } from 'node:zlib'
import type { Access } from './access.ts'
import { ClusterError, codeOf, explainNetwork } from './errors.ts'
import type { Session } from './session.ts'

export interface RequestLimits {
  /** Milliseconds for one attempt, the body included. */
  readonly timeout: number
  /** Bytes of an answer, unpacked. */
  readonly size: number
  readonly attempts: number
  /** Milliseconds before the second attempt; twice as many before each further one. */
  readonly pause: number
  /** The most milliseconds that a `Retry-After` may ask for. */
  readonly patience: number
}

/** How an API server is asked. */
export interface Wire {
  readonly server: URL
  readonly session: Session
  /** What every request says besides who asks. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly limits: RequestLimits
  readonly sleep: (milliseconds: number) => Promise<unknown>
  readonly now: () => Date
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export const LIMITS: RequestLimits = {
  timeout: 60_000,
  size: 2 ** 28,
  attempts: 4,
  pause: 500,
  patience: 60_000,
}

/**
 * Gets a path of the API, again after a broken connection and after 429 and 5xx, and once with another login after 401.
 * Other statuses are answers; the last one also when it is 429 or 5xx. Throws a `ClusterError`.
 */
export async function get(path: string, wire: Wire): Promise<Answer> {
  const { session, limits } = wire
  let access = await session.access()
  let renewed = false
  for (let attempt = 1; ; attempt += 1) {
    const result = await ask(path, access, wire)
    if (result instanceof Error) {
      if (attempt >= limits.attempts || !isBroken(result)) throw explainNetwork(wire.server.host, result)
      await wire.sleep(backOff(attempt, limits))
    } else if (result.status === 401 && !renewed) {
      renewed = true
      access = await session.renew(access)
    } else if (result.status === 429 || result.status >= 500) {
      const wait = retryAfter(result.headers, wire.now()) ?? backOff(attempt, limits)
      if (attempt >= limits.attempts || wait > limits.patience) return result
      await wire.sleep(wait)
    } else return result
  }
}

/** Of the errors on the way, those that another attempt may not meet: a connection that a server or a balancer let go. */
function isBroken(error: Error): boolean {
  return ['ECONNRESET', 'EPIPE', 'Z_BUF_ERROR'].includes(codeOf(error))
}

function backOff(attempt: number, { pause }: RequestLimits): number {
  return pause * 2 ** (attempt - 1)
}

/** Milliseconds that `Retry-After` asks for, which are seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(headers: IncomingHttpHeaders, now: Date): number | undefined {
  const value = headers['retry-after']?.trim()
  if (value === undefined || value === '') return undefined
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime()
  return Number.isNaN(wait) ? undefined : Math.max(wait, 0)
}

async function ask(path: string, access: Access, { server, headers, limits }: Wire): Promise<Answer | Error> {
  const signal = AbortSignal.timeout(limits.timeout)
  try {
    const message = await send(server, path, access, headers, signal)
    const { statusCode: status = 0 } = message
    if (status >= 300 && status < 400) {
      message.destroy()
      return new ClusterError(
        'unexpected',
        `${server.host} wants to send the request elsewhere (${status})`,
        "check the cluster's server in the kubeconfig, and that no proxy with a sign-in stands in between",
      )
    }
    return { status, headers: message.headers, text: await readBody(message, server, limits.size) }
  } catch (error) {
    if (signal.aborted)
      return new ClusterError(
        'timeout',
        `${server.host} gave no answer within ${limits.timeout / 1000} seconds`,
        'check the network (VPN?), or give it more time with --request-timeout',
      )
    return error instanceof Error ? error : new Error('not an error', { cause: error })
  }
}

function send(
  server: URL,
  path: string,
  { agent, headers: authorization }: Access,
  headers: Wire['headers'],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(server.pathname.replace(/\/+$/, '') + path, server)
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest
  const all = { accept: 'application/json', 'accept-encoding': 'gzip', ...headers, ...authorization }
  return new Promise((resolve, reject) => {
    const question = open(url, { agent, signal })
    for (const [name, value] of Object.entries(all)) question.setHeader(name, value)
    question.once('response', resolve).once('error', reject).end()
  })
}

async function readBody(message: IncomingMessage, server: URL, size: number): Promise<string> {
  const packed = message.headers['content-encoding'] === 'gzip'
  const body = packed ? message.pipe(createGunzip()) : message
  // An error of the source does not reach what it is piped into.
  if (packed) message.once('error', error => body.destroy(error))
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk)
    chunks.push(bytes)
    length += bytes.length
    if (length <= size) continue
    message.destroy()
    throw new ClusterError(
      'unexpected',
      `an answer of ${server.host} is larger than ${size} bytes`,
      'ask for fewer namespaces at once, or with a selector',
    )
  }
  return Buffer.concat(chunks).toString()
}
