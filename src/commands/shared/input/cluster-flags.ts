import type { ClusterOptions } from '../../../cluster/connect.ts'
import { checkNamespace } from '../../../pull-secret/checked-names.ts'
import { flagGroup, parsedFlag, textFlag } from '../arguments/flag.ts'
import type { Flag, ValuesOf } from '../arguments/flag.ts'
import { parseTimeout } from '../arguments/flag-values.ts'

/** `-n` of kubectl, with a value that can be the name of a namespace. */
export function namespaceFlag(description: string): Flag<string | undefined> {
  return { ...parsedFlag('-n, --namespace', description, checkNamespace), completion: 'namespaces' }
}

/** kubectl's flags for the connection to a cluster. */
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
