import { openAccess } from './connection/access.ts'
import { openCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { endpointOf } from './connection/endpoint.ts'
import { ClusterError } from './cluster-error.ts'
import type { ExecPluginContext } from './connection/exec-plugin.ts'
import { SERVICE_ACCOUNT_FOLDER, selectInCluster } from './connection/in-cluster.ts'
import { readKubeconfig } from './connection/kubeconfig-files.ts'
import { impersonationOf, logIn } from './connection/login.ts'
import { LIMITS } from './api/api-request.ts'
import type { ApiLimits } from './api/api-request.ts'
import { select } from './connection/selection.ts'
import type { Choice, Selection } from './connection/selection.ts'
import { Session } from './connection/session.ts'

/** The values of kubectl's flags of the same names. */
export interface ClusterOptions extends Choice {
  readonly kubeconfig?: string
  readonly namespace?: string
  /** Milliseconds for one request. */
  readonly requestTimeout?: number
}

/** The dependencies of `connect`. This is not a context of a kubeconfig. */
export interface ConnectContext extends ExecPluginContext {
  readonly sleep: (milliseconds: number) => Promise<unknown>
  readonly now: () => Date
  readonly serviceAccountFolder?: string
  /** Called after each page of a list, when most of its memory can be freed. */
  readonly onPage?: () => void
  readonly limits?: Partial<ApiLimits>
}

/**
 * Finds the cluster as kubectl does, and logs in. Sends no request to the server yet. Throws ClusterError; so do all
 * methods of the result.
 */
export async function connect(options: ClusterOptions, context: ConnectContext): Promise<Cluster> {
  const { sleep, now, env } = context
  const { context: contextName, namespace, cluster, user } = await choose(options, context)
  const endpoint = endpointOf(cluster, env)
  const { requestTimeout: timeout = LIMITS.timeout } = options
  const limits = { ...LIMITS, timeout, ...context.limits }
  // Like kubectl, sends no credential over unencrypted http.
  const login = user === undefined || endpoint.server.protocol === 'http:' ? undefined : user
  const session = new Session(async () => {
    const shown = login && (await logIn(login, endpoint, cluster.values, context))
    // Slightly longer than a request's time-out, so that the request times out first.
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
    onPage: context.onPage ?? (() => {}),
  }
  const names = { context: contextName, namespace: options.namespace || namespace || 'default' }
  return openCluster(names, client, flagsOf(options))
}

async function choose(options: ClusterOptions, context: ConnectContext): Promise<Selection> {
  const { env, serviceAccountFolder = SERVICE_ACCOUNT_FOLDER } = context
  const { config, looked } = await readKubeconfig(options.kubeconfig, context)
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

/** kubectl's flags for the same cluster. */
function flagsOf({ kubeconfig, context, cluster, user }: ClusterOptions): readonly string[] {
  return Object.entries({ kubeconfig, context, cluster, user }).flatMap(([flag, value]) =>
    value ? [`--${flag}`, value] : [],
  )
}
