import type { DeclaredServiceAccount } from './options.ts'
import type { ScopedResource, ScopedSite } from './scope.ts'
import { sitesOf } from './scope.ts'

/** What the input, or the user, says about one ServiceAccount. */
export interface ServiceAccount {
  /** `NAMESPACE/NAME`, or `NAME` where the input gives no namespace. */
  readonly label: string
  /** The names that a pod without a list of its own gets. */
  readonly secrets: readonly string[]
  readonly enforcesMountableSecrets: boolean
  /** Where its list stands in the input; none for one that only the user declared. */
  readonly sites: readonly ScopedSite[]
}

/** The ServiceAccount of a pod spec, or its label where nobody said what it lists. */
export type ServiceAccountOf = (site: ScopedSite) => ServiceAccount | { readonly label: string }

/** Kubernetes reads no name as this one. */
const DEFAULT_NAME = 'default'

/** All ServiceAccounts that are known, wherever in the input they stand. A pod's is the one of its own namespace. */
export function knownServiceAccounts(
  resources: readonly ScopedResource[],
  declared: readonly DeclaredServiceAccount[],
): ServiceAccountOf {
  const known = new Map<string, ServiceAccount>()
  const add = ({ label, secrets, ...account }: ServiceAccount): void => {
    const before = known.get(label)
    known.set(label, {
      label,
      secrets: [...new Set([...(before?.secrets ?? []), ...secrets])],
      enforcesMountableSecrets:
        account.enforcesMountableSecrets || (before?.enforcesMountableSecrets ?? false),
      sites: [...(before?.sites ?? []), ...account.sites],
    })
  }
  for (const scoped of resources) {
    const { role, identity, enforcesMountableSecrets = false } = scoped.resource
    if (role !== 'service-account') continue
    const sites = sitesOf(scoped)
    const secrets = sites.flatMap(({ site }) =>
      site.list.entries.map(({ name }) => name).filter(name => name !== ''),
    )
    add({ label: labelOf(identity.namespace, identity.name), secrets, enforcesMountableSecrets, sites })
  }
  for (const { namespace, name, secrets } of declared)
    add({ label: labelOf(namespace, name), secrets, enforcesMountableSecrets: false, sites: [] })
  return ({ resource, site }) => {
    const label = labelOf(resource.identity.namespace, site.serviceAccount ?? DEFAULT_NAME)
    return known.get(label) ?? { label }
  }
}

function labelOf(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`
}

export function isKnown(account: ServiceAccount | { readonly label: string }): account is ServiceAccount {
  return 'secrets' in account
}
