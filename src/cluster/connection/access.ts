import type { Agent } from 'node:http'
import type { RequestOptions } from 'node:https'
import type { Endpoint, Login } from './endpoint.ts'
import { errorCode } from '../../http/network-error.ts'
import { explainNetwork } from '../cluster-error.ts'
import { missingFile } from './kubeconfig-files.ts'
import { valueAt } from '../../text/json-record.ts'

/** The agent and headers with which requests reach a server and are authorized. */
export interface Access {
  readonly agent: Agent
  /** Secret. */
  readonly headers: Readonly<Record<string, string>>
  readonly expires?: Date
}

/**
 * Opens access for a login, with client-node's KubeConfig. `timeout` is in milliseconds, for connections through a
 * proxy. Throws ClusterError for files that cannot be read.
 */
export async function openAccess(endpoint: Endpoint, login: Login, timeout: number): Promise<Access> {
  const { KubeConfig } = await import('./client-node.ts')
  const config = new KubeConfig()
  const name = 'chosen'
  config.loadFromOptions({
    clusters: [{ name, ...clusterFor(endpoint) }],
    users: [{ name, ...login }],
    contexts: [{ name, cluster: name, user: name }],
    currentContext: name,
  })
  const options: RequestOptions = { timeout }
  try {
    await config.applyToHTTPSOptions(options)
  } catch (error) {
    const path = error instanceof Error && 'path' in error ? error.path : undefined
    if (typeof path === 'string') throw missingFile('a file of the kubeconfig', path, error)
    if (errorCode(error) !== '') throw explainNetwork(endpoint.server.host, error)
    throw error
  }
  const { agent } = options
  if (typeof agent !== 'object') throw new TypeError('client-node gave no agent')
  // Without keep-alive, each page of a list needs its own TLS handshake.
  Object.assign(agent, { keepAlive: true })
  return {
    agent,
    headers: authorizationIn(options),
    ...(login.expires === undefined ? {} : { expires: login.expires }),
  }
}

function clusterFor({ server, caData, caFile, tlsServerName, skipTlsVerify, proxy }: Endpoint): {
  readonly server: string
  readonly skipTLSVerify: boolean
} {
  return {
    server: server.href,
    // client-node requires it for http too, where it has no meaning.
    skipTLSVerify: skipTlsVerify || server.protocol === 'http:',
    ...(caData === undefined ? {} : { caData }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(tlsServerName === undefined ? {} : { tlsServerName }),
    // kubectl lets the proxy resolve host names. client-node calls that socks5h.
    ...(proxy === undefined ? {} : { proxyUrl: proxy.href.replace(/^socks5:/, 'socks5h:') }),
  }
}

function authorizationIn({ headers, auth }: RequestOptions): Readonly<Record<string, string>> {
  if (auth !== undefined && auth !== null)
    return { authorization: `Basic ${Buffer.from(auth).toString('base64')}` }
  const bearer = valueAt(headers, 'Authorization')
  return typeof bearer === 'string' ? { authorization: bearer } : {}
}
