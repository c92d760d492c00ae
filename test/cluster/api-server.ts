import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { listen } from '../registry/loopback.ts'
import { makeAuthority } from './authority.ts'
import type { Authority } from './authority.ts'

/** A real kube-apiserver, without nodes and controllers: what is there is what a test puts there. */
export interface ApiServer {
  readonly address: string
  readonly authority: Authority
  /** Asks as a member of system:masters. */
  readonly ask: (method: string, path: string, body?: object) => Promise<unknown>
  stop(): Promise<void>
}

export interface Programs {
  readonly apiServer: string
  readonly etcd: string
  readonly openssl: string
}

/** Starts both on ports that are free; should another program take one in between, on other ones. */
export async function startApiServer(programs: Programs): Promise<ApiServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(programs)
    } catch (error) {
      if (attempt === 3 || !String(error).includes('address already in use')) throw error
    }
  }
}

async function startOnce({ apiServer, etcd, openssl }: Programs): Promise<ApiServer> {
  const authority = makeAuthority(openssl)
  const { folder } = authority
  const { certificate, key } = authority.sign('server', '/CN=kube-apiserver', 'IP:127.0.0.1,DNS:localhost')
  // It reads no other kind of key for the tokens of ServiceAccounts.
  const accountKey = `${folder}/accounts.key`
  execFileSync(openssl, ['genrsa', '-out', accountKey, '2048'], { stdio: 'ignore' })
  const admin = authority.sign('admin', '/O=system:masters/CN=admin')
  const [port = 0, store = 0, peers = 0] = await freePorts(3)
  const children: Child[] = []
  const stop = async (): Promise<void> => {
    for (const child of children.toReversed()) await child.stop()
  }
  const [storeAt, peersAt] = [`http://127.0.0.1:${store}`, `http://127.0.0.1:${peers}`]
  try {
    children.push(
      start(etcd, [
        `--data-dir=${folder}/etcd`,
        `--listen-client-urls=${storeAt}`,
        `--advertise-client-urls=${storeAt}`,
        `--listen-peer-urls=${peersAt}`,
        `--initial-advertise-peer-urls=${peersAt}`,
        `--initial-cluster=default=${peersAt}`,
        '--unsafe-no-fsync',
      ]),
      start(apiServer, [
        `--etcd-servers=${storeAt}`,
        '--bind-address=127.0.0.1',
        '--advertise-address=127.0.0.1',
        '--endpoint-reconciler-type=none',
        `--secure-port=${port}`,
        `--tls-cert-file=${certificate}`,
        `--tls-private-key-file=${key}`,
        `--client-ca-file=${authority.certificate}`,
        '--authorization-mode=RBAC',
        // Without a controller there are no default ServiceAccounts.
        '--disable-admission-plugins=ServiceAccount',
        '--service-cluster-ip-range=10.0.0.0/24',
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-signing-key-file=${accountKey}`,
        `--service-account-key-file=${accountKey}`,
      ]),
    )
    const agent = new Agent({
      ca: readFileSync(authority.certificate),
      cert: readFileSync(admin.certificate),
      key: readFileSync(admin.key),
    })
    const address = `https://127.0.0.1:${port}`
    await untilReady(address, agent, children)
    const asked: ApiServer['ask'] = async (method, path, body) => {
      const { status, text } = await send(address, agent, method, path, body)
      if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
      return JSON.parse(text)
    }
    return { address, authority, ask: asked, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  const ports = await Promise.all(servers.map(listen))
  await Promise.all(servers.map(server => once(server.close(), 'close')))
  return ports
}

async function untilReady(address: string, agent: Agent, children: readonly Child[]): Promise<void> {
  for (let left = 900; left > 0; left -= 1) {
    const ended = children.find(child => child.hasEnded())
    if (ended !== undefined) throw new Error(`a program has ended: ${ended.log()}`)
    const { status } = await send(address, agent, 'GET', '/readyz').catch(() => ({ status: 0 }))
    if (status === 200) return
    await sleep(100)
  }
  throw new Error(`the API server does not start: ${children.at(-1)?.log() ?? ''}`)
}

function send(
  address: string,
  agent: Agent,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    const question = request(address + path, { method, agent, headers: { 'content-type': type } }, answer => {
      const chunks: Buffer[] = []
      answer
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .once('error', reject)
        .once('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
        )
    })
    question.once('error', reject).end(body === undefined ? undefined : JSON.stringify(body))
  })
}

interface Child {
  hasEnded(): boolean
  /** The end of what it said. */
  log(): string
  stop(): Promise<void>
}

function start(program: string, args: readonly string[]): Child {
  const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  let ended = false
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)))
  const end = new Promise<void>(resolve => {
    child.once('error', error => {
      said = String(error)
      ended = true
      resolve()
    })
    child.once('exit', () => {
      ended = true
      resolve()
    })
  })
  process.once('exit', () => child.kill('SIGKILL'))
  return {
    hasEnded: () => ended,
    log: () => said,
    async stop() {
      child.kill('SIGKILL')
      await end
    },
  }
}
