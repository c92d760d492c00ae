import { namespacedName } from '../../kubernetes/service-account.ts'
import type { RegistryOf } from '../../image/registry.ts'
import type { Kinds } from '../../kinds/kinds.ts'
import type { Identity } from '../../manifest/resource.ts'
import { accountsOfObjects, resourcesOfObjects, secretOfObject } from '../inventory/from-objects.ts'
import type { SecretObject } from '../inventory/from-objects.ts'
import { withPods } from './evidence.ts'
import { lacksCredential } from './examine.ts'
import type {
  DeniedSecret,
  Inventory,
  PlacedResource,
  ResourceName,
  SeenPod,
} from '../inventory/inventory.ts'
import { survey } from './survey.ts'

/** The objects of a cluster, without Secrets. */
export interface ClusterObjects {
  /** The namespace of manifests that name none. */
  readonly namespace: string
  readonly workloads: readonly object[]
  readonly serviceAccounts: readonly object[]
  /** Namespaces in which reading ServiceAccounts is denied. */
  readonly hiddenAccounts: readonly string[]
  readonly pods: readonly SeenPod[]
  /** Absent: the kinds of the table. */
  readonly kinds?: Kinds
}

/** Combines manifests with a cluster, as if they were applied to it: a manifest replaces the object of its name. */
export function inCluster(manifests: Inventory, objects: ClusterObjects): Inventory {
  const { namespace, hiddenAccounts } = objects
  const applied = inNamespace(manifests, namespace)
  return {
    ...applied,
    resources: [
      ...withPods(
        resourcesOfObjects(objects.workloads, objects.kinds).toSorted(byNamespace).map(asItRuns),
        objects.pods,
      ),
      ...applied.resources,
    ],
    serviceAccounts: [...accountsOfObjects(objects.serviceAccounts), ...applied.serviceAccounts],
    hiddenAccounts,
    hasAllAccounts: true,
    isComplete: true,
  }
}

/**
 * Gives a namespace to everything without one, as `kubectl apply -n` does. Other namespaces stay. kubectl would
 * refuse these (cli-runtime `visitor.go`, `RequireNamespace`), but a directory may be applied in parts.
 */
export function inNamespace(manifests: Inventory, namespace: string): Inventory {
  const there = <Name extends { readonly namespace?: string }>(name: Name): Name => ({ namespace, ...name })
  const place = <Placed extends { readonly identity: Identity }>(placed: Placed): Placed => ({
    ...placed,
    identity: there(placed.identity),
  })
  return {
    ...manifests,
    resources: manifests.resources.map(placed => ({ ...placed, resource: place(placed.resource) })),
    secrets: manifests.secrets.map(place),
    serviceAccounts: manifests.serviceAccounts.map(there),
    generated: manifests.generated.map(generated => ({
      ...generated,
      creator: there(generated.creator),
      ...(generated.copyOf === undefined ? {} : { copyOf: there(generated.copyOf) }),
    })),
  }
}

function byNamespace({ resource: one }: PlacedResource, { resource: other }: PlacedResource): number {
  const [a, b] = [one.identity.namespace ?? '', other.identity.namespace ?? '']
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * A running Pod got the list of its ServiceAccount when it was created. The current list of the ServiceAccount does
 * not affect it.
 */
function asItRuns(placed: PlacedResource): PlacedResource {
  const { resource } = placed
  const { group, kind } = resource.identity
  if (group !== '' || kind !== 'Pod') return placed
  const sites = resource.sites.map(site => ({ ...site, usesServiceAccount: false }))
  return { ...placed, resource: { ...resource, sites } }
}

/** The Secrets that decide whether images are pulled, except those in the manifests. */
export function secretsWanted(inventory: Inventory, registryOf: RegistryOf): readonly ResourceName[] {
  const wanted = survey(inventory, registryOf, 0).examined.flatMap(({ placed, listed }) => {
    const { namespace } = placed.resource.identity
    return listed
      .filter(({ resolution: { state } }) => state === 'absent' || state === 'elsewhere')
      .map(({ name }) => ({ ...(namespace === undefined ? {} : { namespace }), name }))
  })
  return [...new Map(wanted.map(name => [namespacedName(name.namespace, name.name), name])).values()]
}

/** The result of reading a Secret. */
export type SecretReply =
  | ({ readonly state: 'found' } & SecretObject)
  | ({ readonly state: 'absent' | 'denied' } & ResourceName)
  | ({ readonly state: 'unread'; readonly what: string } & ResourceName)

/** Adds the cluster's Secrets to an inventory. A Secret in a manifest wins. */
export function withClusterSecrets(inventory: Inventory, replies: readonly SecretReply[]): Inventory {
  const found = replies.flatMap(reply => (reply.state === 'found' ? [secretOfObject(reply)] : []))
  const denied = replies.flatMap((reply): readonly DeniedSecret[] => {
    if (reply.state === 'denied') return [reply]
    return reply.state === 'unread' ? [{ ...reply, failure: reply.what }] : []
  })
  return {
    ...inventory,
    secrets: [...found, ...inventory.secrets],
    absent: replies.filter(({ state }) => state === 'absent'),
    denied,
  }
}

/** Whether an image has no known credential, so that the nodes' provider and version are needed. */
export function isAnyBare(inventory: Inventory, registryOf: RegistryOf): boolean {
  return survey(inventory, registryOf, 0).examined.some(({ images }) =>
    images.some(image => lacksCredential(image) || image.isNeverPulled === true),
  )
}
