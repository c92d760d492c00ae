import { resolve } from 'node:path'
import { ClusterError } from '../cluster-error.ts'
import type { KubeconfigEntry } from './kubeconfig.ts'
import { InvalidProxyError, proxyFor } from '../../http/proxy.ts'
import type { Environment } from '../../http/proxy.ts'
import { textAt, valueAt } from '../../text/json-record.ts'

/** The address of an API server, and how its identity is verified. */
export interface Endpoint {
  readonly server: URL
  /** PEM in base64; used instead of `caFile`. */
  readonly caData?: string
  readonly caFile?: string
  readonly tlsServerName?: string
  readonly skipTlsVerify: boolean
  /** May contain a password. */
  readonly proxy?: URL
}

/** The credentials for a server. Every field except the file names is secret. */
export interface Login {
  readonly token?: string
  readonly username?: string
  readonly password?: string
  /** PEM in base64; used instead of `certFile`. */
  readonly certData?: string
  readonly certFile?: string
  readonly keyData?: string
  readonly keyFile?: string
  /** When the token or the certificate expires, if known. */
  readonly expires?: Date
}

/**
 * Reads a cluster of a kubeconfig. The proxy is chosen as by kubectl: the cluster's own, else that of the environment.
 * Throws ClusterError.
 */
export function endpointOf({ values, folder }: KubeconfigEntry, env: Environment): Endpoint {
  const server = urlOf(textAt(values, 'server'), 'server', /^https?:$/)
  const caData = textAt(values, 'certificate-authority-data')
  const caFile = textAt(values, 'certificate-authority')
  const tlsServerName = textAt(values, 'tls-server-name')
  const ownProxy = textAt(values, 'proxy-url')
  const proxy =
    ownProxy === '' ? proxyOf(server, env) : urlOf(ownProxy, 'proxy-url', /^(?:https?|socks5h?):$/)
  return {
    server,
    ...(caData === '' ? {} : { caData }),
    ...(caData !== '' || caFile === '' ? {} : { caFile: resolve(folder, caFile) }),
    ...(tlsServerName === '' ? {} : { tlsServerName }),
    skipTlsVerify: valueAt(values, 'insecure-skip-tls-verify') === true,
    ...(proxy === undefined ? {} : { proxy }),
  }
}

function proxyOf(server: URL, env: Environment): URL | undefined {
  try {
    return proxyFor(server, env)
  } catch (error) {
    if (!(error instanceof InvalidProxyError)) throw error
    throw new ClusterError(
      'unsupported',
      `${error.variable} is not a valid proxy`,
      'set it to http://HOST:PORT',
    )
  }
}

// A URL may contain a password, so errors do not show it.
function urlOf(text: string, field: string, protocols: RegExp): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && protocols.test(url.protocol)) return url
  throw new ClusterError(
    'bad-kubeconfig',
    text === '' ? `the cluster has no ${field}` : `the cluster's ${field} is not a valid URL`,
    `set it in the kubeconfig: 'kubectl config set-cluster NAME --${field}=URL'`,
  )
}
