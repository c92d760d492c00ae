import {
  inCluster,
  isAnyBare,
  secretsWanted,
  withClusterSecrets,
} from '../../check/examine/cluster-inventory.ts'
import type { Inventory, KnownNodes } from '../../check/inventory/inventory.ts'
import type { ClusterSummary } from '../../check/cluster-summary.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import { connect } from '../../cluster/connect.ts'
import { ClusterError } from '../../cluster/cluster-error.ts'
import type { Namespaces } from '../../cluster/api/list-targets.ts'
import type { PodReading } from '../../cluster/objects/pods.ts'
import type { PullFailure } from '../../pull-secret/pulls/pull-failure.ts'
import type { RegistryOf } from '../../image/registry.ts'
import { Kinds } from '../../kinds/kinds.ts'
import { workloadKinds } from '../../kinds/table.ts'
import type { WorkloadKind } from '../../kinds/workload-kind.ts'
import { kindsInSources } from '../../manifest/crds/crd-index.ts'
import type { KindSources } from '../../manifest/crds/kind-sources.ts'
import { textAt } from '../../text/json-record.ts'
import type { ClusterScope, Scope } from './check-scope.ts'
import { isNothingRead, listWorkloadsWithProgress, namespacesHidden, unreadableIn } from './cluster-lists.ts'
import type { CommandContext } from '../shared/context.ts'

export interface ClusterObservation {
  readonly inventory: Inventory
  readonly failures: readonly PullFailure[]
  readonly cluster: ClusterSummary
  /** Whether none of the requested objects could be read. */
  readonly nothingObserved: boolean
}

export interface ClusterQuestion {
  readonly manifests: Inventory
  readonly target: Scope['target']
  readonly scope: ClusterScope
  readonly registryOf: RegistryOf
  /** The kinds from flags and configuration. */
  readonly kinds: KindSources | undefined
}

/**
 * Reads the objects that a check needs from a cluster. Reads a Secret only if it affects the result. Throws
 * UserError.
 */
export async function observeCluster(
  question: ClusterQuestion,
  context: CommandContext,
): Promise<ClusterObservation> {
  const { manifests, target, scope, registryOf } = question
  const areChecked = target === 'manifests'
  const reclaim = await context.heap.reclaimer()
  const cluster = await connect(scope.options, { ...context, onPage: reclaim }).catch((error: unknown) => {
    throw areChecked ? error : withFilesInstead(error)
  })
  const { namespace, server, flags } = cluster
  const namespaces: Namespaces = areChecked
    ? namespacesOf(manifests, namespace)
    : scope.allNamespaces
      ? 'all'
      : [namespace]
  const isWanted = (image: string): boolean => registryOf(image) !== undefined
  const known = await knownKinds(areChecked ? undefined : question.kinds)
  const query = {
    kinds: known.rows,
    namespaces,
    isWanted,
    ...(scope.selector === undefined ? {} : { selector: scope.selector }),
  }
  const [runs, accounts] = await Promise.all([
    areChecked ? undefined : listWorkloadsWithProgress(cluster, query, context),
    cluster.listServiceAccounts(namespaces),
  ])
  const named = areChecked ? scope.options.namespace : scope.allNamespaces ? undefined : namespace
  const isEmpty =
    accounts.denials.length === 0 &&
    ![...accounts.objects, ...(runs?.objects ?? [])].some(
      object => textAt(object, 'metadata', 'namespace') === named,
    )
  if (named !== undefined && isEmpty) await requireNamespace(named, cluster)
  const pods = runs?.pods ?? []
  const pulls = runs === undefined ? undefined : await cluster.listPullFailures(pods)
  const objects = inCluster(manifests, {
    namespace,
    workloads: runs?.objects ?? [],
    serviceAccounts: accounts.objects,
    hiddenAccounts: namespacesHidden(accounts, runs?.objects ?? []),
    pods,
    kinds: known.kinds,
  })
  reclaim()
  const secrets = await cluster.getSecrets(
    secretsWanted(objects, registryOf).map(name => ({ namespace, ...name })),
  )
  const listings = [runs, accounts, pulls, secrets].filter(listing => listing !== undefined)
  const inventory = withClusterSecrets(objects, secrets.secrets)
  reclaim()
  const isBare = isAnyBare(inventory, registryOf)
  reclaim()
  const minor = manifests.kubernetesMinor ?? (isBare ? await cluster.readMinorVersion() : undefined)
  return {
    inventory: {
      ...inventory,
      ...(isBare ? { nodes: await knownNodes(cluster, pods) } : {}),
      ...(minor === undefined ? {} : { kubernetesMinor: minor }),
    },
    failures: await onNodes(pulls?.failures ?? [], cluster),
    nothingObserved: runs?.isNothingListed ?? isNothingRead(accounts, secrets),
    cluster: {
      name: cluster.context || server,
      server,
      namespaces,
      unseen: unreadableIn(listings),
      flags,
      remarks: [],
    },
  }
}

/** The kinds that run pods: from the built-in table, CRDs, flags and the cluster. */
async function knownKinds(
  sources: KindSources = {},
): Promise<{ readonly kinds: Kinds; readonly rows: readonly WorkloadKind[] }> {
  const { given = [], crds = [], askForAll } = sources
  const learned = [...(await kindsInSources(crds)), ...((await askForAll?.()) ?? [])]
  const kinds = new Kinds(sources)
  kinds.learn(learned)
  const more = [...learned, ...given].filter(({ places }) => places.length > 0)
  return { kinds, rows: [...workloadKinds(), ...more] }
}

/** The namespaces of manifests. `namespace` is used for manifests that give none. */
function namespacesOf({ resources }: Inventory, namespace: string): readonly string[] {
  return [...new Set(resources.map(({ resource }) => resource.identity.namespace ?? namespace))]
}

/** Throws a `ClusterError` if a namespace is known not to exist. */
async function requireNamespace(name: string, cluster: Cluster): Promise<void> {
  if ((await cluster.hasNamespace(name)) !== false) return
  const where = cluster.context === '' ? cluster.server : `context ${cluster.context}`
  throw new ClusterError(
    'unknown-name',
    `namespace "${name}" does not exist in the cluster (${where})`,
    `'${['kubectl', 'get', 'namespaces', ...cluster.flags].join(' ')}' lists all namespaces`,
  )
}

/** Adds advice for a user without a cluster, who may want to check files. */
function withFilesInstead(error: unknown): unknown {
  if (!(error instanceof ClusterError) || error.code !== 'no-kubeconfig') return error
  return new ClusterError(
    error.code,
    error.message,
    `${error.remedy}; to check manifests, name files with -f`,
  )
}

async function knownNodes(cluster: Cluster, pods: readonly PodReading[]): Promise<KnownNodes> {
  const nodes = await cluster.readNodes()
  if (nodes.state === 'found') {
    const { provider } = nodes
    return { provider, mayPull: provider !== 'other' }
  }
  // The names of AKS nodes have this prefix.
  const isAks = pods.some(({ node }) => node.startsWith('aks-'))
  return { provider: isAks ? 'aks' : 'unknown', mayPull: isAks }
}

/**
 * Adds whether the node has the image. The kubelet's message for `imagePullPolicy: Never` does not say it, but the
 * image list of the node does.
 */
async function onNodes(failures: readonly PullFailure[], cluster: Cluster): Promise<readonly PullFailure[]> {
  const names = new Set(failures.filter(({ cause }) => cause === 'never').map(({ node }) => node))
  const images = new Map<string, readonly string[]>()
  for (const name of [...names].slice(0, MAX_NODES)) {
    const found = name === '' ? undefined : await cluster.readNodeImages(name)
    if (found !== undefined) images.set(name, found)
  }
  return failures.map(failure => {
    const known = images.get(failure.node)
    const { image, cause } = failure
    if (cause !== 'never' || known === undefined) return failure
    return { ...failure, isOnNode: known.includes(image) || known.includes(`${image}:latest`) }
  })
}

const MAX_NODES = 20
