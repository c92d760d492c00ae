import type { ClusterOptions } from '../../cluster/connect.ts'
import { flagGroup, parsedFlag, textFlag } from './flag.ts'
import type { ValuesOf } from './flag.ts'
import { parseTimeout } from './flag-values.ts'

export const namespaceFlag = textFlag('-n, --namespace', 'look in this `NAMESPACE` of the cluster', {
  completion: 'namespaces',
})

/** kubectl's flags that say which cluster is asked, and how. */
export const connectionFlags = flagGroup('Cluster', {
  kubeconfig: textFlag('--kubeconfig', '`FILE` that says where the cluster is'),
  context: textFlag('--context', '`CONTEXT` of the kubeconfig', { completion: 'contexts' }),
  requestTimeout: parsedFlag(
    '--request-timeout',
    '`TIME` for one request to the cluster: 10s, 2m, 0 for no end (default 60s)',
    parseTimeout,
  ),
})

export interface ConnectionValues extends ValuesOf<typeof connectionFlags> {
  readonly namespace: string | undefined
}

export function clusterOptions(values: ConnectionValues): ClusterOptions {
  const { namespace, kubeconfig, context, requestTimeout } = values
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    ...(requestTimeout === undefined ? {} : { requestTimeout }),
  }
}
