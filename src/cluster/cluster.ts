import { CUSTOM_RESOURCE_DEFINITIONS, SERVICE_ACCOUNTS } from './core.ts'
import { readPullFailures } from './failing-pods.ts'
import type { PullFailures } from './failing-pods.ts'
import { hasNamespace, readMinorVersion, readNodeImages, readNodes } from './nodes.ts'
import type { NodesReading } from './nodes.ts'
import { readTargets, asItIs } from './list-targets.ts'
import type { Listing, Namespaces } from './list-targets.ts'
import type { ApiClient } from './api-request.ts'
import type { Take } from './list.ts'
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
  /** Of each CRD only what `take` gives is held: a schema is large. */
  listCustomResourceDefinitions<T>(take: Take<T>): Promise<Listing<T>>
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
export function openCluster(
  names: Pick<Cluster, 'context' | 'namespace'>,
  client: ApiClient,
  flags: readonly string[],
): Cluster {
  const { origin, pathname } = client.server
  return {
    ...names,
    flags,
    server: `${origin}${pathname.replace(/\/+$/, '')}`,
    listWorkloads: (query, onProgress = () => {}) => listWorkloads(query, client, flags, onProgress),
    listServiceAccounts: namespaces =>
      readTargets(SERVICE_ACCOUNTS, namespaces, {}, asItIs, { client, flags }),
    listCustomResourceDefinitions: take =>
      readTargets(CUSTOM_RESOURCE_DEFINITIONS, 'all', {}, take, { client, flags }),
    getSecrets: secrets => readSecrets(secrets, client, flags),
    listPullFailures: pods => readPullFailures(pods, client, flags),
    readNodes: () => readNodes(client, flags),
    readNodeImages: name => readNodeImages(name, client),
    readMinorVersion: () => readMinorVersion(client),
    hasNamespace: name => hasNamespace(name, client),
  }
}
