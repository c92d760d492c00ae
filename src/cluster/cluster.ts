import { SERVICE_ACCOUNTS } from './core.ts'
import { readPullFailures } from './failing-pods.ts'
import type { PullFailures } from './failing-pods.ts'
import { hasNamespace, readMinorVersion, readNodeImages, readNodes } from './nodes.ts'
import type { NodesReading } from './nodes.ts'
import { readPlaces, whole } from './places.ts'
import type { Listing, Namespaces } from './places.ts'
import type { Wire } from './request.ts'
import { readSecrets } from './secrets.ts'
import type { SecretName, SecretReadings } from './secrets.ts'
import { listWorkloads } from './workloads.ts'
import type { Progress, Runs, WorkloadQuery } from './workloads.ts'
import type { PodReading } from './pods.ts'

/** A cluster that can be asked. What may not be read is a value; what keeps from asking at all is a `ClusterError`. */
export interface Cluster {
  /** Its URL. */
  readonly server: string
  /** `''` where a cluster was chosen without one, and within a cluster. */
  readonly context: string
  /** The one that is meant where none is named. */
  readonly namespace: string
  /** What makes kubectl ask the same one: `--context prod`. */
  readonly flags: readonly string[]
  listWorkloads(query: WorkloadQuery, onProgress?: (progress: Progress) => void): Promise<Runs>
  listServiceAccounts(namespaces: Namespaces): Promise<Listing>
  /** Holds secrets. */
  getSecrets(names: readonly SecretName[]): Promise<SecretReadings>
  listPullFailures(pods: readonly PodReading[]): Promise<PullFailures>
  /** Whether they may have a credential of their own. */
  readNodes(): Promise<NodesReading>
  readNodeImages(name: string): Promise<readonly string[] | undefined>
  readMinorVersion(): Promise<number | undefined>
  hasNamespace(name: string): Promise<boolean | undefined>
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
    flags,
    server: `${origin}${pathname.replace(/\/+$/, '')}`,
    listWorkloads: (query, onProgress = () => {}) => listWorkloads(query, wire, flags, onProgress),
    listServiceAccounts: namespaces => readPlaces(SERVICE_ACCOUNTS, namespaces, {}, whole, { wire, flags }),
    getSecrets: secrets => readSecrets(secrets, wire, flags),
    listPullFailures: pods => readPullFailures(pods, wire, flags),
    readNodes: () => readNodes(wire, flags),
    readNodeImages: name => readNodeImages(name, wire),
    readMinorVersion: () => readMinorVersion(wire),
    hasNamespace: name => hasNamespace(name, wire),
  }
}
