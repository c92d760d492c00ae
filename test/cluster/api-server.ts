import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { Agent, request } from 'node:https'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeFolder } from '../folder.ts'
import { listen } from '../registry/loopback.ts'
import { embedded, makeAuthority } from './authority.ts'
import type { Authority } from './authority.ts'
import { kubeconfig } from './connect-context.ts'

/** A real kube-apiserver, without nodes: what is there is what a test puts there, and what controllers make of it. */
export interface ApiServer {
  readonly address: string
  readonly authority: Authority
  /** Asks as a member of system:masters, and throws where the answer is not a success. */
  readonly ask: (method: string, path: string, body?: object) => Promise<unknown>
  /** Asks as a member of system:masters. A text is sent as it is, of the media type that is given with it. */
  readonly send: (method: string, path: string, body?: object | string, type?: string) => Promise<Answer>
  /** A kubeconfig of a user by the subject of a certificate: `/O=system:masters/CN=admin`. */
  readonly configFor: (subject: string, namespace?: string) => string
  stop(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: IncomingHttpHeaders
}

export const ADMIN = '/O=system:masters/CN=admin'

export interface Programs {
  readonly apiServer: string
  readonly etcd: string
  readonly openssl: string
  /** Without one there are no Pods of Deployments, no default ServiceAccounts, and no admission of ServiceAccounts unless asked for. */
  readonly controllerManager?: string | undefined
}

export interface StartOptions {
  /** Whether the ServiceAccounts of pods have to be there, and give them their pull secrets. */
  readonly admitsAccounts?: boolean
}

/** Starts them on ports that are free; should another program take one in between, on other ones. */
export async function startApiServer(programs: Programs, options: StartOptions = {}): Promise<ApiServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(programs, options)
    } catch (error) {
      if (attempt === 3 || !String(error).includes('address already in use')) throw error
    }
  }
}

async function startOnce(
  { apiServer, etcd, openssl, controllerManager }: Programs,
  { admitsAccounts = controllerManager !== undefined }: StartOptions,
): Promise<ApiServer> {
  const authority = makeAuthority(openssl)
  const folder = makeFolder()
  const { certificate, key } = authority.sign('/CN=kube-apiserver', 'IP:127.0.0.1,DNS:localhost')
  // It reads no other kind of key for the tokens of ServiceAccounts.
  const accountKey = `${folder}/accounts.key`
  execFileSync(openssl, ['genrsa', '-out', accountKey, '2048'], { stdio: 'ignore' })
  const admin = authority.sign(ADMIN)
  const [port = 0, store = 0, peers = 0, controllers = 0] = await freePorts(4)
  const children: Child[] = []
  const agents: Agent[] = []
  const stop = async (): Promise<void> => {
    for (const agent of agents) agent.destroy()
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
        ...(admitsAccounts ? [] : ['--disable-admission-plugins=ServiceAccount']),
        '--service-cluster-ip-range=10.0.0.0/24',
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-signing-key-file=${accountKey}`,
        `--service-account-key-file=${accountKey}`,
      ]),
    )
    const agent = new Agent({
      keepAlive: true,
      ca: readFileSync(authority.certificate),
      cert: readFileSync(admin.certificate),
      key: readFileSync(admin.key),
    })
    agents.push(agent)
    const address = `https://127.0.0.1:${port}`
    await untilReady(address, agent, children)
    const configFor: ApiServer['configFor'] = (subject, namespace) => {
      const signed = authority.sign(subject)
      return kubeconfig({
        cluster: { server: address, 'certificate-authority-data': embedded(authority.certificate) },
        user: {
          'client-certificate-data': embedded(signed.certificate),
          'client-key-data': embedded(signed.key),
        },
        ...(namespace === undefined ? {} : { namespace }),
      })
    }
    if (controllerManager !== undefined) {
      const config = `${folder}/controllers.kubeconfig`
      writeFileSync(config, configFor('/CN=system:kube-controller-manager'))
      children.push(
        start(controllerManager, [
          `--kubeconfig=${config}`,
          '--leader-elect=false',
          '--use-service-account-credentials=true',
          `--service-account-private-key-file=${accountKey}`,
          `--root-ca-file=${authority.certificate}`,
          '--bind-address=127.0.0.1',
          `--secure-port=${controllers}`,
        ]),
      )
    }
    const sent: ApiServer['send'] = (method, path, body, type) =>
      send(address, agent, method, path, body, type)
    const asked: ApiServer['ask'] = async (method, path, body) => {
      const { status, text } = await sent(method, path, body)
      if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
      return JSON.parse(text)
    }
    return { address, authority, ask: asked, send: sent, configFor, stop }
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
  body?: object | string,
  type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const question = request(address + path, { method, agent, headers: { 'content-type': type } }, answer => {
      const chunks: Buffer[] = []
      answer
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .once('error', reject)
        .once('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
            headers: answer.headers,
          }),
        )
    })
    question.once('error', reject).end(typeof body === 'object' ? JSON.stringify(body) : body)
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
