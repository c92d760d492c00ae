import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { RequestLimits } from '../../src/http/request.ts'
import type { RegistryClient } from '../../src/registry/registry-request.ts'
import { listen } from './loopback.ts'

/** What came in at the server. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly body: string
}

export interface Visit<Result> {
  /** What was returned, or thrown. */
  readonly result: Result | Error
  readonly asked: readonly Asked[]
  /** Milliseconds between the attempts. */
  readonly pauses: readonly number[]
}

export type Listener = (asked: Asked, response: ServerResponse, request: IncomingMessage) => void

export const NOW = new Date('2026-09-10T08:00:00Z')

/** Calls with a client whose https requests, whatever the host, are answered by `listener` over plain http. */
export async function visit<Result>(
  listener: Listener,
  call: (client: RegistryClient) => Promise<Result>,
  limits: Partial<RequestLimits> = {},
): Promise<Visit<Result>> {
  const asked: Asked[] = []
  const pauses: number[] = []
  const { port, listeners } = await (sharedServer ??= startSharedServer())
  const place = String((visits += 1))
  listeners.set(place, (entry, response, request) => {
    asked.push(entry)
    listener(entry, response, request)
  })
  const client: RegistryClient = {
    fetch: async (input, init) => {
      const { protocol, pathname, search } = new URL(input instanceof Request ? input.url : input)
      if (protocol !== 'https:') throw new Error('asked without https')
      return fetch(`http://127.0.0.1:${port}/${place}${pathname}${search}`, init)
    },
    sleep: async milliseconds => pauses.push(milliseconds),
    now: () => NOW,
    limits: { timeout: 500, ...limits },
  }
  try {
    return { result: await call(client), asked, pauses }
  } catch (error) {
    return { result: error instanceof Error ? error : new Error(String(error)), asked, pauses }
  } finally {
    listeners.delete(place)
  }
}

interface SharedServer {
  readonly port: number
  /** By the first part of the path. */
  readonly listeners: Map<string, Listener>
}

let sharedServer: Promise<SharedServer> | undefined
let visits = 0

/** One for all visits of this process, since starting one takes longer than most visits. It keeps no process from its end. */
async function startSharedServer(): Promise<SharedServer> {
  const listeners = new Map<string, Listener>()
  const server = createServer((request, response) => {
    void text(request).then(body => {
      const { method = '', url = '', headers } = request
      const [, place = '', path = ''] = /^\/(\d+)(.*)$/.exec(url) ?? []
      listeners.get(place)?.({ method, path, authorization: headers.authorization, body }, response, request)
    })
  })
  server.on('connection', socket => socket.unref()).unref()
  return { port: await listen(server), listeners }
}

/** A JWT of which nobody checks the signature. */
export function token(claims: object): string {
  const parts = [{ alg: 'RS256' }, claims].map(part =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return `${parts.join('.')}.signature`
}

/** Answers `GET /v2/` with a challenge, and leaves the rest to `listener`. */
export function challenging(listener: Listener, host = 'contoso.azurecr.io', service = host): Listener {
  return (asked, response, request) => {
    if (asked.path !== '/v2/') return listener(asked, response, request)
    const bearer = `Bearer realm="https://${host}/oauth2/token",service="${service}"`
    response.writeHead(401, { 'www-authenticate': bearer }).end('{}')
  }
}

export function answerWith(status: number, body: object | string): Listener {
  return (_, response) => {
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

export function refusing(status: number, code: string, message: string): Listener {
  return answerWith(status, { errors: [{ code, message, detail: null }] })
}
