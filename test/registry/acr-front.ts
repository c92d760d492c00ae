import { spawn } from 'node:child_process'
import { createHash, createSign, randomUUID } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { makeFolder } from '../folder.ts'
import { listen, makeCertificate } from './loopback.ts'
import type { Certificate } from './loopback.ts'

/** Who may pull from where: a name of a service principal, token or admin user with its password. */
export interface AcrUser {
  readonly password: string
  readonly repositories: readonly string[]
}

export interface AcrFrontOptions {
  readonly openssl: string
  /** Debian's registry; without it the front has tokens only, and no images. */
  readonly dockerRegistry?: string
  readonly users: Readonly<Record<string, AcrUser>>
  /** The Microsoft Entra tokens that can be exchanged, each with the repositories of its identity. */
  readonly entraTokens?: Readonly<Record<string, readonly string[]>>
}

export interface AcrFront {
  readonly port: number
  /** `localhost:PORT`, as it stands in an image. */
  readonly host: string
  readonly certificate: Certificate
  /** What was asked of the token service, such as `GET /oauth2/token`. */
  readonly asked: readonly string[]
  /** Puts an image of one small layer into the registry. */
  push(repository: string, tag: string): Promise<void>
  stop(): Promise<void>
}

const TOKEN_USER = '00000000-0000-0000-0000-000000000000'
const AKA = 'authentication required, visit https://aka.ms/acr/authorization for more information.'

/**
 * A registry in ACR's shape: its own token service, and Debian's docker-registry behind it, which trusts its tokens.
 * Tokens can be had under any host name that leads here (`startProxy` makes all do so), images as `localhost:PORT/...`.
 */
export async function startAcrFront(options: AcrFrontOptions): Promise<AcrFront> {
  const certificate = makeCertificate(options.openssl)
  const asked: string[] = []
  const refreshTokens = new Map<string, readonly string[]>()
  let backend: Backend | undefined

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host = '' } = request.headers
    const url = new URL(request.url ?? '/', `https://${host}`)
    if (!url.pathname.startsWith('/oauth2/')) {
      const unnamed = url.pathname === '/v2/' && request.headers.authorization === undefined
      if (backend === undefined || unnamed) challenge(host, response)
      else forward(request, response, backend.port)
      return
    }
    asked.push(`${request.method} ${url.pathname}`)
    if (request.method === 'POST' && url.pathname === '/oauth2/exchange') {
      const form = new URLSearchParams(await text(request))
      const repositories = options.entraTokens?.[form.get('access_token') ?? '']
      if (form.get('grant_type') !== 'access_token' || repositories === undefined)
        return refuse(response, `${AKA} CorrelationId: ${randomUUID()}`)
      const token = signed({ grant_type: 'refresh_token', aud: form.get('service') }, 3 * 3600)
      refreshTokens.set(token, repositories)
      return send(response, 200, { refresh_token: token })
    }
    if (request.method !== 'GET' || url.pathname !== '/oauth2/token') return send(response, 404, {})
    const [username, password] = basicOf(request)
    if (username === '') return refuse(response, AKA)
    const user = options.users[username]
    const repositories = username === TOKEN_USER ? refreshTokens.get(password) : user?.repositories
    if (repositories === undefined)
      return refuse(response, username === TOKEN_USER ? AKA : 'Application not registered with AAD.')
    if (username !== TOKEN_USER && user?.password !== password)
      return refuse(response, 'Invalid clientid or client secret.')
    const access = url.searchParams.getAll('scope').map(scope => {
      const [type, name = '', actions = ''] = scope.split(':')
      const granted = actions.split(',').filter(action => action === 'pull' && repositories.includes(name))
      return { type, name, actions: granted }
    })
    send(response, 200, { access_token: issue(url.searchParams.get('service') ?? '', access) })
  }

  function issue(service: string, access: readonly object[]): string {
    return signed({ grant_type: 'access_token', aud: service, access }, 75 * 60)
  }

  function signed(claims: object, lifetime: number): string {
    const now = Math.floor(Date.now() / 1000)
    const der = certificate.certificate.replace(/-----[^-]+-----|\s/g, '')
    const head = { alg: 'RS256', typ: 'JWT', x5c: [der] }
    const times = { jti: randomUUID(), sub: 'front', nbf: now - 60, iat: now, exp: now + lifetime }
    const parts = [head, { ...claims, ...times, iss: 'Azure Container Registry' }]
    const body = parts.map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    return `${body}.${createSign('RSA-SHA256').update(body).sign(certificate.key, 'base64url')}`
  }

  const server = createServer(
    { cert: certificate.certificate, key: certificate.key },
    (request, response) => {
      answer(request, response).catch((error: unknown) => send(response, 500, { error: String(error) }))
    },
  )
  const port = await listen(server)
  const host = `localhost:${port}`
  if (options.dockerRegistry !== undefined)
    backend = await startBackend(options.dockerRegistry, host, join(certificate.folder, 'ca.crt'))
  return {
    port,
    host,
    certificate,
    asked,
    async push(repository, tag) {
      if (backend === undefined) throw new Error('a front without registry holds no images')
      const access = [{ type: 'repository', name: repository, actions: ['pull', 'push'] }]
      await pushImage(`http://127.0.0.1:${backend.port}/v2/${repository}`, tag, issue(host, access))
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await backend?.stop()
    },
  }
}

function challenge(host: string, response: ServerResponse): void {
  const bearer = `Bearer realm="https://${host}/oauth2/token",service="${host}"`
  response.setHeader('www-authenticate', bearer)
  refuse(response, AKA)
}

function basicOf({ headers }: IncomingMessage): [username: string, password: string] {
  const [, encoded = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? []
  const pair = Buffer.from(encoded, 'base64').toString()
  const colon = pair.indexOf(':')
  return [pair.slice(0, Math.max(colon, 0)), pair.slice(colon + 1)]
}

function refuse(response: ServerResponse, message: string): void {
  send(response, 401, { errors: [{ code: 'UNAUTHORIZED', message, detail: null }] })
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

function forward(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url, headers } = request
  const asking = httpRequest({ host: '127.0.0.1', port, method, path: url, headers }, answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  asking.once('error', () => response.destroy())
  request.pipe(asking)
}

interface Backend {
  readonly port: number
  stop(): Promise<void>
}

async function startBackend(program: string, host: string, bundle: string): Promise<Backend> {
  const storage = makeFolder()
  const token = { realm: `https://${host}/oauth2/token`, service: host, issuer: 'Azure Container Registry' }
  const configuration = {
    version: 0.1,
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: storage } },
    http: { addr: '127.0.0.1:0', relativeurls: true, secret: 'x' },
    auth: { token: { ...token, rootcertbundle: bundle } },
  }
  const folder = makeFolder({ 'config.yaml': JSON.stringify(configuration) })
  const child = spawn(program, ['serve', join(folder, 'config.yaml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  process.once('exit', () => child.kill())
  const port = await new Promise<number>((resolve, reject) => {
    let log = ''
    child.once('error', reject)
    child.once('close', () => reject(new Error(`docker-registry ended: ${log}`)))
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      const [, found] = /listening on 127\.0\.0\.1:(\d+)\D/.exec(log) ?? []
      if (found !== undefined) resolve(Number(found))
    })
  })
  return {
    port,
    async stop() {
      child.kill()
      await ended
    },
  }
}

async function pushImage(repository: string, tag: string, token: string): Promise<void> {
  const authorization = `Bearer ${token}`
  const layer = Buffer.alloc(1024) // an empty tar
  const image = {
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
  }
  const parts = [Buffer.from(JSON.stringify(image)), gzipSync(layer)]
  for (const blob of parts) {
    const opened = await fetch(`${repository}/blobs/uploads/`, { method: 'POST', headers: { authorization } })
    const location = new URL(opened.headers.get('location') ?? '', repository)
    location.searchParams.set('digest', digestOf(blob))
    await put(location, { authorization, 'content-type': 'application/octet-stream' }, blob)
  }
  const types = ['config.v1+json', 'layer.v1.tar+gzip'].map(type => `application/vnd.oci.image.${type}`)
  const [config, ...layers] = parts.map((blob, index) => ({
    mediaType: types[index],
    size: blob.length,
    digest: digestOf(blob),
  }))
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers }))
  await put(new URL(`${repository}/manifests/${tag}`), { authorization, 'content-type': mediaType }, manifest)
}

async function put(url: URL, headers: Record<string, string>, body: Buffer): Promise<void> {
  const answer = await fetch(url, { method: 'PUT', headers, body })
  if (answer.status !== 201) throw new Error(`${url.pathname}: ${answer.status} ${await answer.text()}`)
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
