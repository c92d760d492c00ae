import { CUSTOM_RESOURCE_DEFINITIONS, SERVICE_ACCOUNTS } from './api/core.ts'
import { readPullFailures } from './objects/failing-pods.ts'
import type { PullFailures } from './objects/failing-pods.ts'
import { hasNamespace, readMinorVersion, readNodeImages, readNodes } from './objects/nodes.ts'
import type { NodesReading } from './objects/nodes.ts'
import { readTargets, wholeObject } from './api/list-targets.ts'
import type { Listing, Namespaces } from './api/list-targets.ts'
import type { ApiClient } from './api/api-request.ts'
import type { Take } from './api/list.ts'
import { readSecrets } from './objects/secrets.ts'
import type { SecretName, SecretReadings } from './objects/secrets.ts'
import { listWorkloads } from './objects/workloads.ts'
import type { Progress, RunningWorkloads, WorkloadQuery } from './objects/workloads.ts'
import type { PodReading } from './objects/pods.ts'

/**
 * Requests to a cluster. A resource that must not be read is part of the result. An error that prevents all requests
 * is thrown as ClusterError.
 */
export interface Cluster {
  /** The URL of the API server. */
  readonly server: string
  /** `''` if the cluster was chosen without a context, and inside a pod. */
  readonly context: string
  /** The namespace for calls that name none. */
  readonly namespace: string
  /** Flags with which kubectl uses the same cluster: `--context prod`. */
  readonly flags: readonly string[]
  listWorkloads(query: WorkloadQuery, onProgress?: (progress: Progress) => void): Promise<RunningWorkloads>
  listServiceAccounts(namespaces: Namespaces): Promise<Listing>
  /** Keeps of each CRD only the result of `take`, since schemas are large. */
  listCustomResourceDefinitions<T>(take: Take<T>): Promise<Listing<T>>
  /** The result contains secrets. */
  getSecrets(names: readonly SecretName[]): Promise<SecretReadings>
  listPullFailures(pods: readonly PodReading[]): Promise<PullFailures>
  /** Reads where the nodes run. This decides whether they can have credentials of their own. */
  readNodes(): Promise<NodesReading>
  readNodeImages(name: string): Promise<readonly string[] | undefined>
  readMinorVersion(): Promise<number | undefined>
  hasNamespace(name: string): Promise<boolean | undefined>
}

/** `flags` are kubectl's flags for the same cluster, for commands in findings. */
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
      readTargets(SERVICE_ACCOUNTS, namespaces, {}, wholeObject, { client, flags }),
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
