import { basename, resolve } from 'node:path'
import { runProgram } from '../../program/run-program.ts'
import type { ProgramContext, ProgramResult } from '../../program/run-program.ts'
import type { Endpoint, Login } from './endpoint.ts'
import { ClusterError } from '../cluster-error.ts'
import { isRecord, parseRecord, recordsAt, textAt, textsAt, valueAt } from '../../text/json-record.ts'
import type { JsonRecord } from '../../text/json-record.ts'

/** The context of a credential plugin's process. */
export interface ExecPluginContext extends ProgramContext {
  /** Receives the plugin's messages to the user, such as the code for a sign-in on another device. */
  readonly stderr: { write(chunk: Uint8Array): unknown }
  readonly isTerminal: { readonly stdin: boolean }
}

export interface PluginCall {
  /** `exec` of a kubeconfig's user. */
  readonly exec: JsonRecord
  readonly folder: string
  readonly endpoint: Endpoint
  /** The kubeconfig's cluster, for plugins that ask for it. */
  readonly clusterValues: JsonRecord
}

/** Milliseconds that a plugin may run: a user may have to sign in. */
const TIMEOUT = 300_000
/** The largest output in bytes. */
const MAX_OUTPUT = 2 ** 20
const API_GROUP = 'client.authentication.k8s.io'

/**
 * Runs a credential plugin (client-go `exec`) and returns its login. client-node's own runner hides the plugin's
 * messages to the user, does not send it the request, and runs it again for each request. Throws ClusterError, which
 * does not show the plugin's arguments and output: both may be secret.
 */
export async function runPlugin(call: PluginCall, context: ExecPluginContext): Promise<Login> {
  const command = textAt(call.exec, 'command')
  const name = basename(command)
  const apiVersion = textAt(call.exec, 'apiVersion')
  if (apiVersion !== `${API_GROUP}/v1` && apiVersion !== `${API_GROUP}/v1beta1`)
    throw new ClusterError(
      'unsupported',
      `the login plugin ${name} uses an API version other than v1 and v1beta1`,
      `update the plugin, and its apiVersion in the kubeconfig to ${API_GROUP}/v1`,
    )
  const interactive = isInteractive(call.exec, name, context.isTerminal.stdin)
  const request = JSON.stringify({
    kind: 'ExecCredential',
    apiVersion,
    spec: { interactive, ...clusterFor(call) },
  })
  const env = {
    ...context.env,
    ...Object.fromEntries(
      recordsAt(call.exec, 'env').map(entry => [textAt(entry, 'name'), textAt(entry, 'value')]),
    ),
    KUBERNETES_EXEC_INFO: request,
  }
  // A path is relative to the kubeconfig; a name without a slash is searched on PATH.
  const program = command === name ? command : resolve(call.folder, command)
  const result = await runProgram(
    program,
    {
      args: textsAt(call.exec, 'args'),
      ...(interactive ? { stdin: 'terminal' } : {}),
      onStderr: chunk => void context.stderr.write(chunk),
      timeout: TIMEOUT,
      maxOutput: MAX_OUTPUT,
    },
    { ...context, env },
  )
  return readLogin(outputOf(result, name, textAt(call.exec, 'installHint')), name)
}

const MODES = ['Never', 'IfAvailable', 'Always']

/**
 * Whether the plugin may use the terminal (client-go `exec.go` isInteractive). Only v1beta1 has a default
 * (`v1/defaults.go`). v1 without a mode, and unknown modes, are refused (`validation.go`), because a plugin could wait
 * forever.
 */
function isInteractive(exec: JsonRecord, name: string, isTerminal: boolean): boolean {
  const written = textAt(exec, 'interactiveMode')
  const isBeta = textAt(exec, 'apiVersion') === `${API_GROUP}/v1beta1`
  const mode = written === '' && isBeta ? 'IfAvailable' : written
  if (!MODES.includes(mode)) {
    const what = mode === '' ? 'has no interactiveMode' : `has an unknown interactiveMode "${mode}"`
    const remedy = `set interactiveMode to ${MODES.slice(0, -1).join(', ')} or Always in the kubeconfig`
    throw new ClusterError('unsupported', `the login plugin ${name} ${what}`, remedy)
  }
  if (mode === 'Always' && !isTerminal)
    throw new ClusterError(
      'login',
      `the login plugin ${name} needs a terminal`,
      'run the command in a terminal',
    )
  return mode !== 'Never' && isTerminal
}

function clusterFor({ exec, endpoint, clusterValues }: PluginCall): JsonRecord {
  if (exec['provideClusterInfo'] !== true) return {}
  const extension = recordsAt(clusterValues, 'extensions').find(
    entry => textAt(entry, 'name') === `${API_GROUP}/exec`,
  )
  return {
    cluster: {
      server: textAt(clusterValues, 'server'),
      'tls-server-name': endpoint.tlsServerName,
      'insecure-skip-tls-verify': endpoint.skipTlsVerify || undefined,
      'certificate-authority-data': endpoint.caData,
      'proxy-url': textAt(clusterValues, 'proxy-url') || undefined,
      config: extension?.['extension'],
    },
  }
}

/** Returns the plugin's output. Throws ClusterError if the plugin failed. */
function outputOf(result: ProgramResult, name: string, installHint: string): string {
  if (result.kind === 'exited' && result.code === 0) return result.stdout.toString()
  if (result.kind === 'not-found' || result.kind === 'not-runnable') {
    const missing = result.kind === 'not-found'
    const what = `the login plugin ${name} ${missing ? 'is not installed' : 'cannot be run'}`
    const [hint] = installHint.trim().split('\n')
    throw new ClusterError('login', what, hint || 'install it, or add it to PATH')
  }
  const what = `the login plugin ${name} failed (${endOf(result)})`
  throw new ClusterError('login', what, "log in again; 'kubectl version' runs the plugin too")
}

function endOf(result: ProgramResult): string {
  if (result.kind === 'exited') return `exit code ${result.code}`
  if (result.kind === 'signaled') return result.signal
  return result.kind === 'timed-out' ? `no answer within ${TIMEOUT / 1000} seconds` : 'the answer is too long'
}

function readLogin(output: string, name: string): Login {
  const status = valueAt(parseRecord(output), 'status')
  const token = textAt(status, 'token')
  const [certificate, key] = [textAt(status, 'clientCertificateData'), textAt(status, 'clientKeyData')]
  if (!isRecord(status) || (token === '' && (certificate === '' || key === '')))
    throw new ClusterError(
      'login',
      `the login plugin ${name} returned neither a token nor a certificate`,
      "log in again; 'kubectl version' runs the plugin too",
    )
  const expires = Date.parse(textAt(status, 'expirationTimestamp'))
  return {
    ...(token === '' ? {} : { token }),
    ...(certificate === '' ? {} : { certData: base64(certificate), keyData: base64(key) }),
    ...(Number.isNaN(expires) ? {} : { expires: new Date(expires) }),
  }
}

function base64(pem: string): string {
  return Buffer.from(pem).toString('base64')
}
