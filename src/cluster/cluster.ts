import { SERVICE_ACCOUNTS } from './core.ts'
import { readPullFailures } from './failing-pods.ts'
import type { PullFailures } from './failing-pods.ts'
import { readPlaces } from './places.ts'
import type { Listing, Namespaces } from './places.ts'
import type { Wire } from './request.ts'
import { readSecrets } from './secrets.ts'
import type { SecretName, SecretReadings } from './secrets.ts'
import { listWorkloads } from './workloads.ts'
import type { Progress, WorkloadQuery } from './workloads.ts'

/** A cluster that can be asked. What may not be read is a value; what keeps from asking at all is a `ClusterError`. */
export interface Cluster {
  /** Its URL. */
  readonly server: string
  /** `''` where a cluster was chosen without one, and within a cluster. */
  readonly context: string
  /** The one that is meant where none is named. */
  readonly namespace: string
  listWorkloads(query: WorkloadQuery, onProgress?: (progress: Progress) => void): Promise<Listing>
  listServiceAccounts(namespaces: Namespaces): Promise<Listing>
  /** Holds secrets. */
  getSecrets(names: readonly SecretName[]): Promise<SecretReadings>
  /** `selector` is for the pods. */
  listPullFailures(namespaces: Namespaces, selector?: string): Promise<PullFailures>
}

/** `flags` choose the same cluster for kubectl, in the commands that are named. */
export function askCluster(
  names: Pick<Cluster, 'context' | 'namespace'>,
  wire: Wire,
  flags: readonly string[],
): Cluster {
  const { origin, pathname } = wire.server
  return {
    ...names,
    server: `${origin}${pathname.replace(/\/+$/, '')}`,
    listWorkloads: (query, onProgress = () => {}) => listWorkloads(query, wire, flags, onProgress),
    listServiceAccounts: namespaces => readPlaces(SERVICE_ACCOUNTS, namespaces, {}, wire, flags),
    getSecrets: secrets => readSecrets(secrets, wire, flags),
    listPullFailures: (namespaces, selector) => readPullFailures(namespaces, selector, wire, flags),
  }
}
