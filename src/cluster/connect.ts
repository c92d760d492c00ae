import { openAccess } from './access.ts'
import { openCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { endpointOf } from './endpoint.ts'
import { ClusterError } from './errors.ts'
import type { PluginSurroundings } from './exec-plugin.ts'
import { SERVICE_ACCOUNT_FOLDER, selectInCluster } from './in-cluster.ts'
import { readKubeconfig } from './kubeconfig-files.ts'
import { impersonationOf, logIn } from './login.ts'
import type { RequestLimits } from '../http/request.ts'
import { LIMITS } from './api-request.ts'
import { select } from './selection.ts'
import type { Choice, Selection } from './selection.ts'
import { Session } from './session.ts'

/** What kubectl's flags of the same names say. */
export interface ClusterOptions extends Choice {
  readonly kubeconfig?: string
  readonly namespace?: string
  /** Milliseconds for one request. */
  readonly requestTimeout?: number
}

export interface ClusterSurroundings extends PluginSurroundings {
  readonly sleep: (milliseconds: number) => Promise<unknown>
  readonly now: () => Date
  readonly serviceAccountFolder?: string
  /** Called after each page of a list, of which little is kept. */
  readonly onPage?: () => void
  readonly limits?: Partial<RequestLimits>
}

/**
 * Finds the cluster as kubectl would and logs in; the server itself is not asked yet. Throws a `ClusterError`, here and
 * from every method of what it gives.
 */
export async function connect(options: ClusterOptions, surroundings: ClusterSurroundings): Promise<Cluster> {
  const { sleep, now, env } = surroundings
  const { context, namespace, cluster, user } = await choose(options, surroundings)
  const endpoint = endpointOf(cluster, env)
  const { requestTimeout: timeout = LIMITS.timeout } = options
  const limits = { ...LIMITS, timeout, ...surroundings.limits }
  // As kubectl, which sends no credential over a connection that all can read.
  const login = user === undefined || endpoint.server.protocol === 'http:' ? undefined : user
  const session = new Session(async () => {
    const shown = login && (await logIn(login, endpoint, cluster.values, surroundings))
    // A bit more than a request has, so that it is the request that ends.
    return openAccess(endpoint, shown ?? {}, limits.timeout + 500)
  }, now)
  await session.access()
  const client = {
    server: endpoint.server,
    session,
    headers: login === undefined ? {} : impersonationOf(login.values),
    limits,
    sleep,
    now,
    onPage: surroundings.onPage ?? (() => {}),
  }
  const names = { context, namespace: options.namespace || namespace || 'default' }
  return openCluster(names, client, flagsOf(options))
}

async function choose(options: ClusterOptions, surroundings: ClusterSurroundings): Promise<Selection> {
  const { env, serviceAccountFolder = SERVICE_ACCOUNT_FOLDER } = surroundings
  const { config, looked } = await readKubeconfig(options.kubeconfig, surroundings)
  const selection = select(config, options)
  if (selection !== undefined) return selection
  const inCluster = await selectInCluster(env, serviceAccountFolder)
  if (inCluster !== undefined) return inCluster
  const [example] = config.contexts.keys()
  if (example !== undefined)
    throw new ClusterError(
      'unknown-name',
      'the kubeconfig has no current context',
      `choose one with --context, such as ${example}, or with 'kubectl config use-context'`,
    )
  throw new ClusterError(
    'no-kubeconfig',
    `no cluster is configured in ${looked.join(', ') || '~/.kube/config'}`,
    "name a kubeconfig with --kubeconfig or KUBECONFIG ('az aks get-credentials' makes one for AKS)",
  )
}

/** The flags that make kubectl ask the same cluster. */
function flagsOf({ kubeconfig, context, cluster, user }: ClusterOptions): readonly string[] {
  return Object.entries({ kubeconfig, context, cluster, user }).flatMap(([flag, value]) =>
    value ? [`--${flag}`, value] : [],
  )
}
