import type { FailingPull } from '../../check/failure.ts'
import { inCluster, secretsWanted, withSecrets } from '../../check/in-cluster.ts'
import type { Inventory } from '../../check/inventory.ts'
import type { LookedIn } from '../../check/looked-in.ts'
import { connect } from '../../cluster/connect.ts'
import type { Namespaces } from '../../cluster/places.ts'
import type { RegistryOf } from '../../image/registry.ts'
import type { ClusterScope, Scope } from './scope.ts'
import { isNothingRead, listWhatRuns, namespacesHidden, unseenIn } from './cluster-lists.ts'
import type { CommandContext } from '../shared/context.ts'

export interface ClusterObservation {
  readonly inventory: Inventory
  readonly failures: readonly FailingPull[]
  readonly cluster: LookedIn
  /** Whether nothing of what was asked may be looked at. */
  readonly nothingObserved: boolean
}

export interface ClusterQuestion {
  readonly manifests: Inventory
  readonly target: Scope['target']
  readonly scope: ClusterScope
  readonly registryOf: RegistryOf
}

/** What a check needs of a cluster: of Secrets those alone that decide. Throws UserError. */
export async function askCluster(
  question: ClusterQuestion,
  context: CommandContext,
): Promise<ClusterObservation> {
  const { manifests, target, scope, registryOf } = question
  const areChecked = target === 'manifests'
  const cluster = await connect(scope.options, context)
  const { namespace, server } = cluster
  const namespaces: Namespaces = areChecked
    ? namespacesOf(manifests, namespace)
    : scope.allNamespaces
      ? 'all'
      : [namespace]
  const [runs, accounts, pulls] = await Promise.all([
    areChecked ? undefined : listWhatRuns(cluster, namespaces, scope.selector, context),
    cluster.listServiceAccounts(namespaces),
    areChecked ? undefined : cluster.listPullFailures(namespaces, scope.selector),
  ])
  const inventory = inCluster(manifests, {
    namespace,
    workloads: runs?.objects ?? [],
    serviceAccounts: accounts.objects,
    hiddenAccounts: namespacesHidden(accounts, runs?.objects ?? []),
  })
  const secrets = await cluster.getSecrets(
    secretsWanted(inventory, registryOf).map(name => ({ namespace, ...name })),
  )
  const listings = [runs, accounts, pulls, secrets].filter(listing => listing !== undefined)
  return {
    inventory: withSecrets(inventory, secrets.secrets),
    failures: pulls?.failures ?? [],
    nothingObserved: runs?.isBlind ?? isNothingRead(accounts, secrets),
    cluster: { name: cluster.context || server, server, namespaces, unseen: unseenIn(listings) },
  }
}

/** The namespaces that manifests name; the given one for those that name none. */
function namespacesOf({ resources }: Inventory, namespace: string): readonly string[] {
  return [...new Set(resources.map(({ resource }) => resource.identity.namespace ?? namespace))]
}
