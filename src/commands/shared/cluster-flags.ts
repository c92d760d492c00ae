import type { ClusterOptions } from '../../cluster/connect.ts'
import { flagGroup, parsedFlag, textFlag } from './flag.ts'
import type { ValuesOf } from './flag.ts'
import { parseTimeout } from './flag-values.ts'

export const namespaceFlag = textFlag('-n, --namespace', 'check this `NAMESPACE` of the cluster', {
  completion: 'namespaces',
})

/** kubectl's flags that say which cluster is asked, and how. */
export const connectionFlags = flagGroup('Cluster', {
  kubeconfig: textFlag('--kubeconfig', 'use the kubeconfig in `FILE`'),
  context: textFlag('--context', 'use this `CONTEXT` of the kubeconfig', { completion: 'contexts' }),
  requestTimeout: parsedFlag(
    '--request-timeout',
    'limit each request to the cluster to `TIME`, such as 10s or 2m; 0 is no limit (default 60s)',
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
