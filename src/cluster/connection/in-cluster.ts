import { readFile } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import type { KubeconfigEntry } from './kubeconfig.ts'
import type { Environment } from '../../http/proxy.ts'
import type { Selection } from './selection.ts'

/** The directory where a pod finds its ServiceAccount's token. */
export const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount'

/** The cluster that a pod runs in, as client-go's `rest.InClusterConfig` finds it; `undefined` outside a pod. */
export async function selectInCluster(env: Environment, folder: string): Promise<Selection | undefined> {
  const [host, port] = [env['KUBERNETES_SERVICE_HOST'], env['KUBERNETES_SERVICE_PORT']]
  if (!host || !port || (await read(join(folder, 'token'))) === undefined) return undefined
  const values = {
    server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    'certificate-authority': 'ca.crt',
  }
  const user: KubeconfigEntry = { values: { tokenFile: 'token' }, folder }
  const namespace = env['POD_NAMESPACE'] || (await read(join(folder, 'namespace')))?.trim() || ''
  return { context: '', namespace, cluster: { values, folder }, user }
}

async function read(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}
