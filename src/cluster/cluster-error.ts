import { CodedError } from '../text/user-error.ts'
import { errorCode } from '../http/network-error.ts'

/** The reason of a ClusterError, for programs. */
export type ClusterErrorCode =
  | 'no-kubeconfig'
  | 'bad-kubeconfig'
  | 'missing-file'
  | 'unknown-name'
  | 'unsupported'
  | 'login'
  | 'untrusted'
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'denied'
  | 'unexpected'

/**
 * A request to a cluster cannot be made. The messages are written here and never repeat text from a server or program.
 */
export class ClusterError extends CodedError<ClusterErrorCode> {}

interface Row {
  readonly code: RegExp
  readonly error: ClusterErrorCode
  readonly what: (server: string, code: string) => string
  readonly remedy: string
}

// The first matching row wins.
const ROWS: readonly Row[] = [
  {
    code: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    error: 'untrusted',
    what: server => `the certificate of ${server} is for another name`,
    remedy: "compare the cluster's server in the kubeconfig, or set tls-server-name",
  },
  {
    code: /^CERT_HAS_EXPIRED$|^CERT_NOT_YET_VALID$/,
    error: 'untrusted',
    what: (server, code) =>
      `the certificate of ${server} ${code.endsWith('EXPIRED') ? 'has expired' : 'is not valid yet'}`,
    remedy: 'renew it, and check the clock of this machine',
  },
  {
    code: /^ERR_OSSL_|^ERR_SSL_(?:TLSV\d+_ALERT|SSLV3_ALERT|BAD_CERT)|^ERR_CRYPTO/,
    error: 'untrusted',
    what: (server, code) => `the certificates of the kubeconfig do not work with ${server} (${code})`,
    remedy:
      'check certificate-authority, client-certificate and client-key, or download the kubeconfig again',
  },
  {
    code: /^ERR_SSL_|^EPROTO$/,
    error: 'unexpected',
    what: (server, code) => `${server} does not speak TLS as expected (${code})`,
    remedy: "check the cluster's server in the kubeconfig: its port, and https or http",
  },
  {
    code: /CERT|ISSUER|SIGNATURE/,
    error: 'untrusted',
    what: (server, code) => `the certificate of ${server} is not trusted (${code})`,
    remedy:
      'set certificate-authority in the kubeconfig, or NODE_EXTRA_CA_CERTS where a proxy of your company signs',
  },
  {
    code: /^ENOTFOUND$|^EAI_/,
    error: 'unreachable',
    what: server => `the host ${server} cannot be resolved`,
    remedy:
      "check the cluster's server in the kubeconfig; the name of a private cluster resolves only in its network (VPN)",
  },
  {
    code: /^ECONNREFUSED$/,
    error: 'unreachable',
    what: server => `${server} refuses connections`,
    remedy: 'start the cluster, or choose another one with --context',
  },
]

/** Explains a network error of a request to `server` (host and port). */
export function explainNetwork(server: string, error: unknown): ClusterError {
  if (error instanceof ClusterError) return error
  // hpagent, which client-node uses for tunnels, reports the status only in the message.
  const refused = error instanceof Error ? /^Bad response: (\d{3})$/.exec(error.message)?.[1] : undefined
  if (refused !== undefined)
    return new ClusterError(
      'unreachable',
      `the proxy does not connect to ${server} (${refused})`,
      'check proxy-url in the kubeconfig, or HTTPS_PROXY; NO_PROXY lists hosts that need no proxy',
    )
  const code = errorCode(error)
  const row = ROWS.find(candidate => candidate.code.test(code))
  if (row !== undefined) return new ClusterError(row.error, row.what(server, code), row.remedy)
  return new ClusterError(
    'unreachable',
    `${server} cannot be reached${code === '' ? '' : ` (${code})`}`,
    'check the network, and proxy-url in the kubeconfig, HTTPS_PROXY and NO_PROXY',
  )
}
