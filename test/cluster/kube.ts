import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { TLSSocket } from 'node:tls'
import { listen } from '../registry/loopback.ts'
import { embedded } from './authority.ts'
import type { Authority } from './authority.ts'
import { kubeconfig } from './connect-context.ts'
import type { ConfigParts } from './connect-context.ts'

export interface Asked {
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** The common name in the client's certificate, or `''`. */
  readonly client: string
}

/** A body in JSON with status 200, or whatever the function answers. */
export type Reply = object | ((asked: Asked, response: ServerResponse) => void)

/** An API server in this process. */
export interface Kube {
  readonly address: string
  readonly port: number
  readonly asked: readonly Asked[]
  /** A kubeconfig that trusts it. */
  config(user?: object, cluster?: object, more?: Omit<ConfigParts, 'cluster' | 'user'>): string
}

/**
 * One that answers as the table or the function says by path, and else with 404, as long as `work` lasts. It speaks TLS where
 * an authority signs its certificate. `http` is for tests of what it is asked and what it answers: a handshake takes longer
 * than a request.
 */
export async function withKube<T>(
  authority: Authority | 'http',
  replies: Readonly<Record<string, Reply>> | ((path: string) => Reply),
  work: (kube: Kube) => Promise<T>,
): Promise<T> {
  const asked: Asked[] = []
  const answer: Answer = (path, query, message, response) => {
    const { socket } = message
    const subject =
      socket instanceof TLSSocket && socket.authorized ? socket.getPeerCertificate().subject : undefined
    const one = { path, query, headers: message.headers, client: [subject?.CN ?? ''].flat().join() }
    asked.push(one)
    const reply = typeof replies === 'function' ? replies(path) : (replies[path] ?? status(404, 'NotFound'))
    if (typeof reply === 'function') reply(one, response)
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(reply))
  }
  const { address, port, trust, stop } =
    authority === 'http' ? await shareHttp(answer) : await startHttps(authority, answer)
  try {
    return await work({
      address,
      port,
      asked,
      config: (user = {}, cluster = {}, more = {}) =>
        kubeconfig({ cluster: { server: address, ...trust, ...cluster }, user, ...more }),
    })
  } finally {
    stop()
  }
}

type Answer = (
  path: string,
  query: URLSearchParams,
  message: IncomingMessage,
  response: ServerResponse,
) => void

interface Serving {
  readonly address: string
  readonly port: number
  /** What a kubeconfig says to trust it. */
  readonly trust: object
  readonly stop: () => void
}

async function startHttps(authority: Authority, answer: Answer): Promise<Serving> {
  const { certificate, key } = authority.sign('/CN=kube', 'DNS:localhost,DNS:kube.internal,IP:127.0.0.1')
  const options = {
    ca: readFileSync(authority.certificate),
    cert: readFileSync(certificate),
    key: readFileSync(key),
    requestCert: true,
    rejectUnauthorized: false,
  }
  const server = createServer(options, (message, response) => {
    const { pathname, searchParams } = urlOf(message)
    answer(pathname, searchParams, message, response)
  })
  const port = await listen(server)
  return {
    address: `https://127.0.0.1:${port}`,
    port,
    trust: { 'certificate-authority-data': embedded(authority.certificate) },
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** All servers over http are one, which tells them apart by the first part of the path. It keeps no process from its end. */
async function shareHttp(answer: Answer): Promise<Serving> {
  const { port, answers } = await (sharedHttp ??= startSharedHttp())
  const place = String((places += 1))
  answers.set(place, answer)
  return {
    address: `http://127.0.0.1:${port}/${place}`,
    port,
    trust: {},
    stop: () => answers.delete(place),
  }
}

interface SharedHttp {
  readonly port: number
  readonly answers: Map<string, Answer>
}

let sharedHttp: Promise<SharedHttp> | undefined
let places = 0

async function startSharedHttp(): Promise<SharedHttp> {
  const answers = new Map<string, Answer>()
  const server = createHttpServer((message, response) => {
    const { pathname, searchParams } = urlOf(message)
    const [, place = '', path = ''] = /^\/(\d+)(\/.*)$/.exec(pathname) ?? []
    const answer = answers.get(place)
    if (answer === undefined) response.writeHead(404).end()
    else answer(path, searchParams, message, response)
  })
  server.on('connection', socket => socket.unref()).unref()
  return { port: await listen(server), answers }
}

function urlOf(message: IncomingMessage): URL {
  return new URL(message.url ?? '', 'https://kube')
}

/** A refusal as an API server words it. */
export function status(code: number, reason: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return (_, response) => {
    const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code, message: 'a secret' }
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
}

/** Each reply once, then the last one for ever. */
export function inTurn(...replies: readonly Reply[]): Reply {
  const left = [...replies]
  return (asked, response) => {
    const reply = (left.length > 1 ? left.shift() : left[0]) ?? {}
    if (typeof reply === 'function') reply(asked, response)
    else response.end(JSON.stringify(reply))
  }
}

/** What discovery says of `apps/v1` and the core, as recorded from a server of 1.30. */
export const DISCOVERY: Readonly<Record<string, Reply>> = {
  '/apis': {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [
      {
        name: 'apps',
        versions: [{ groupVersion: 'apps/v1', version: 'v1' }],
        preferredVersion: { groupVersion: 'apps/v1', version: 'v1' },
      },
      {
        name: 'batch',
        versions: [
          { groupVersion: 'batch/v1', version: 'v1' },
          { groupVersion: 'batch/v1beta1', version: 'v1beta1' },
        ],
        preferredVersion: { groupVersion: 'batch/v1', version: 'v1' },
      },
    ],
  },
  '/api/v1': resources(
    ['pods', 'Pod'],
    ['pods/status', 'Pod'],
    ['secrets', 'Secret'],
    ['bindings', 'Binding', false, ['create']],
    ['nodes', 'Node', false],
  ),
  '/apis/apps/v1': resources(
    ['deployments', 'Deployment'],
    ['deployments/scale', 'Scale'],
    ['replicasets', 'ReplicaSet'],
  ),
  '/apis/batch/v1': resources(['jobs', 'Job']),
  '/apis/batch/v1beta1': resources(['cronjobs', 'CronJob']),
}

function resources(
  ...rows: readonly (readonly [name: string, kind: string, namespaced?: boolean, verbs?: readonly string[]])[]
): Reply {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    resources: rows.map(([name, kind, namespaced = true, verbs = ['get', 'list', 'watch']]) => ({
      name,
      kind,
      namespaced,
      verbs,
      singularName: '',
    })),
  }
}
