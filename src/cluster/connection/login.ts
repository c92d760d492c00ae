import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Endpoint, Login } from './endpoint.ts'
import { ClusterError } from '../cluster-error.ts'
import { runPlugin } from './exec-plugin.ts'
import type { ExecPluginContext } from './exec-plugin.ts'
import type { KubeconfigEntry } from './kubeconfig.ts'
import { missingFile } from './kubeconfig-files.ts'
import { isRecord, parseRecord, textAt, textsAt, valueAt } from '../../text/json-record.ts'
import type { JsonRecord } from '../../text/json-record.ts'

/**
 * Builds the login of a kubeconfig's user: reads its token file, or runs its plugin. Throws ClusterError if the user
 * has no usable login.
 */
export async function logIn(
  { values, folder }: KubeconfigEntry,
  endpoint: Endpoint,
  clusterValues: JsonRecord,
  context: ExecPluginContext & { readonly now: () => Date },
): Promise<Login> {
  const permanent = { ...passwordOf(values), ...certificateOf(values, folder) }
  const token = (await readTokenFile(values, folder)) || textAt(values, 'token')
  if (token !== '') return { ...permanent, token }
  const exec = values['exec']
  if (isRecord(exec))
    return { ...permanent, ...(await runPlugin({ exec, folder, endpoint, clusterValues }, context)) }
  const provider = values['auth-provider']
  return isRecord(provider) ? { ...permanent, token: tokenOfProvider(provider, context.now()) } : permanent
}

/** The headers of impersonation (`kubectl --as`, or the kubeconfig's `as`). */
export function impersonationOf(values: JsonRecord): Readonly<Record<string, string | readonly string[]>> {
  const headers: Record<string, string | readonly string[]> = {}
  for (const [field, header] of [
    ['as', 'Impersonate-User'],
    ['as-uid', 'Impersonate-Uid'],
  ] as const)
    if (textAt(values, field) !== '') headers[header] = textAt(values, field)
  const groups = textsAt(values, 'as-groups')
  if (groups.length > 0) headers['Impersonate-Group'] = groups
  const extra = values['as-user-extra']
  for (const key of isRecord(extra) ? Object.keys(extra) : [])
    headers[`Impersonate-Extra-${encodeURIComponent(key)}`] = textsAt(extra, key)
  return headers
}

function passwordOf(values: JsonRecord): Login {
  const username = textAt(values, 'username')
  return username === '' ? {} : { username, password: textAt(values, 'password') }
}

function certificateOf(values: JsonRecord, folder: string): Login {
  const login: { -readonly [field in keyof Login]: Login[field] } = {}
  const [certData, keyData] = [textAt(values, 'client-certificate-data'), textAt(values, 'client-key-data')]
  const [certFile, keyFile] = [textAt(values, 'client-certificate'), textAt(values, 'client-key')]
  if (certData !== '') login.certData = certData
  else if (certFile !== '') login.certFile = resolve(folder, certFile)
  if (keyData !== '') login.keyData = keyData
  else if (keyFile !== '') login.keyFile = resolve(folder, keyFile)
  return login
}

async function readTokenFile(values: JsonRecord, folder: string): Promise<string> {
  const file = textAt(values, 'tokenFile')
  if (file === '') return ''
  try {
    return (await readFile(resolve(folder, file), 'utf8')).trim()
  } catch (error) {
    throw missingFile('the token file', file, error)
  }
}

/**
 * The ID token of `oidc`. An expired token is not renewed here. Many issuers accept a refresh token only once, so
 * using it without storing the next one would end the user's login.
 */
function tokenOfProvider(provider: JsonRecord, now: Date): string {
  const name = textAt(provider, 'name')
  if (name !== 'oidc')
    throw new ClusterError(
      'unsupported',
      `the user's auth-provider is ${name === '' ? 'not named' : `"${name}"`}, which Kubernetes no longer supports`,
      "download the kubeconfig again; for AKS, then run 'kubelogin convert-kubeconfig'",
    )
  const token = textAt(provider, 'config', 'id-token')
  const [, claims = ''] = token.split('.')
  const seconds = valueAt(parseRecord(Buffer.from(claims, 'base64url').toString()), 'exp')
  if (token !== '' && (typeof seconds !== 'number' || seconds * 1000 > now.getTime())) return token
  throw new ClusterError(
    'login',
    "the user's OIDC token has expired",
    "renew it: run 'kubectl version' with the same context, then try again",
  )
}
