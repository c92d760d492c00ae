import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { basename, resolve } from 'node:path'
import type { Endpoint } from './endpoint.ts'
import { ClusterError, codeOf } from './errors.ts'
import type { Login } from './login.ts'
import { isRecord, parseRecord, recordsAt, textAt, textsAt, valueAt } from '../text/json-record.ts'
import type { JsonRecord } from '../text/json-record.ts'

/** What a plugin runs in. */
export interface PluginSurroundings {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** `child_process.spawn`, as far as it is used. */
  readonly spawn: (program: string, args: readonly string[], options: SpawnOptions) => ChildProcess
  /** Is given what the plugin says to the user, such as the code of a sign-in at another device. */
  readonly stderr: { write(chunk: Uint8Array): unknown }
  readonly isTerminal: { readonly stdin: boolean }
}

export interface PluginCall {
  /** `exec` of a kubeconfig's user. */
  readonly exec: JsonRecord
  readonly folder: string
  readonly endpoint: Endpoint
  /** The kubeconfig's cluster, for plugins that want to know it. */
  readonly clusterValues: JsonRecord
}

/** Milliseconds that a plugin may take: a person may have to sign in. */
const PATIENCE = 300_000
/** Bytes of an answer. */
const SIZE = 2 ** 20
const API_GROUP = 'client.authentication.k8s.io'

/**
 * Runs a credential plugin (client-go `exec`) and gives its login. client-node's own runner hides what a plugin says to
 * the user, does not tell it what is asked for, and runs it again for each request. Throws a `ClusterError` without
 * the plugin's arguments and output, which may be secrets.
 */
export async function runPlugin(call: PluginCall, surroundings: PluginSurroundings): Promise<Login> {
  const command = textAt(call.exec, 'command')
  const name = basename(command)
  const apiVersion = textAt(call.exec, 'apiVersion')
  if (apiVersion !== `${API_GROUP}/v1` && apiVersion !== `${API_GROUP}/v1beta1`)
    throw new ClusterError(
      'unsupported',
      `the login plugin ${name} is called by another version of its API than v1 and v1beta1`,
      `update the plugin, and its apiVersion in the kubeconfig to ${API_GROUP}/v1`,
    )
  const mode = textAt(call.exec, 'interactiveMode')
  const interactive = mode !== 'Never' && surroundings.isTerminal.stdin
  if (mode === 'Always' && !interactive)
    throw new ClusterError('login', `the login plugin ${name} needs a terminal`, 'run this in one')
  const request = JSON.stringify({
    kind: 'ExecCredential',
    apiVersion,
    spec: { interactive, ...clusterFor(call) },
  })
  const env = {
    ...surroundings.env,
    ...Object.fromEntries(
      recordsAt(call.exec, 'env').map(entry => [textAt(entry, 'name'), textAt(entry, 'value')]),
    ),
    KUBERNETES_EXEC_INFO: request,
  }
  // A path is relative to the kubeconfig; a bare name is searched for on PATH.
  const program = command === name ? command : resolve(call.folder, command)
  const child = surroundings.spawn(program, textsAt(call.exec, 'args'), {
    cwd: surroundings.cwd,
    env,
    stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'pipe'],
    timeout: PATIENCE,
  })
  return readLogin(await outputOf(child, name, textAt(call.exec, 'installHint'), surroundings), name)
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

function outputOf(
  child: ChildProcess,
  name: string,
  installHint: string,
  { stderr }: PluginSurroundings,
): Promise<string> {
  return new Promise((resolveOutput, reject) => {
    const output: Buffer[] = []
    let size = 0
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > SIZE) child.kill()
      else output.push(chunk)
    })
    child.stderr?.on('data', (chunk: Buffer) => void stderr.write(chunk))
    child.on('error', error => {
      const missing = codeOf(error) === 'ENOENT'
      const what = `the login plugin ${name} ${missing ? 'is not installed' : 'cannot be run'}`
      const [hint] = installHint.trim().split('\n')
      reject(new ClusterError('login', what, hint || 'install it, or see that it is on PATH'))
    })
    child.on('close', (code, signal) => {
      if (code === 0) return resolveOutput(Buffer.concat(output).toString())
      const what = `the login plugin ${name} failed (${signal ?? `exit code ${code}`})`
      reject(new ClusterError('login', what, "log in again; 'kubectl version' runs the plugin too"))
    })
  })
}

function readLogin(output: string, name: string): Login {
  const status = valueAt(parseRecord(output), 'status')
  const token = textAt(status, 'token')
  const [certificate, key] = [textAt(status, 'clientCertificateData'), textAt(status, 'clientKeyData')]
  if (!isRecord(status) || (token === '' && (certificate === '' || key === '')))
    throw new ClusterError(
      'login',
      `the login plugin ${name} gave neither a token nor a certificate`,
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
