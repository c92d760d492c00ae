import { DEFAULT_SERVICE_ACCOUNT, namespacedName } from '../../kubernetes/service-account.ts'
import type { PullSecretsOfAccount } from '../../kubernetes/pull-secrets.ts'
import { distinctNames } from '../../kubernetes/pull-secrets.ts'
import type { Resource } from '../../manifest/resource.ts'
import { placeIn } from '../../manifest/source.ts'
import type { Site } from '../../manifest/site.ts'
import type { DeclaredServiceAccount } from '../../kubernetes/service-account.ts'
import type { ScopedResource, ScopedSite } from '../scope.ts'
import { scopedSites } from '../scope.ts'

/** A ServiceAccount, as the input or the user describes it. */
export interface ServiceAccount extends PullSecretsOfAccount {
  /** `NAMESPACE/NAME`; `NAME` where the input has no namespace. */
  readonly label: string
  /** The sites of its list in the input; empty for one that only the user declared. */
  readonly sites: readonly ScopedSite[]
}

/** Returns the ServiceAccount of a pod spec; `undefined` if its list is not known. */
export type ServiceAccountOf = (site: ScopedSite) => ServiceAccount | undefined

/** All known ServiceAccounts. A pod uses one of its own namespace. */
export class ServiceAccounts {
  readonly #known = new Map<string, KnownAccount>()
  readonly #repeats = new Map<Resource, string>()
  /** Namespaces of pod specs whose ServiceAccount was looked up. */
  readonly #asked = new Set<string>()

  constructor(declared: readonly DeclaredServiceAccount[]) {
    for (const { namespace, name, secrets } of declared)
      this.#named(namespacedName(namespace, name)).declare(secrets)
  }

  /**
   * Adds the ServiceAccounts among some resources. Returns the ServiceAccounts that matter and come too late, because
   * one of their namespace was looked up before.
   */
  learn(resources: readonly ScopedResource[]): readonly ScopedResource[] {
    const late: ScopedResource[] = []
    for (const scoped of resources) {
      const { role, identity, enforcesMountableSecrets = false } = scoped.resource
      if (role !== 'service-account') continue
      const sites = scopedSites(scoped)
      const secrets = distinctNames(sites.flatMap(({ site }) => site.list.entries.map(({ name }) => name)))
      const known = this.#named(namespacedName(identity.namespace, identity.name))
      const isRelevant = secrets.length > 0 || enforcesMountableSecrets || known.isListing
      if (known.place !== undefined) this.#repeats.set(scoped.resource, known.place)
      known.replace({ secrets, enforcesMountableSecrets, sites }, placeOf(scoped))
      if (isRelevant && this.#asked.has(identity.namespace ?? '')) late.push(scoped)
    }
    return late
  }

  /** Whether any ServiceAccount of the input lists or enforces secrets, so that another declaration of it matters. */
  get areListing(): boolean {
    return [...this.#known.values()].some(({ isListing }) => isListing)
  }

  /** The place of an earlier declaration of the same ServiceAccount, if any. */
  repeatedBy(resource: Resource): string | undefined {
    return this.#repeats.get(resource)
  }

  readonly of: ServiceAccountOf = ({ resource, site }) => {
    const { namespace } = resource.identity
    this.#asked.add(namespace ?? '')
    return this.#known.size === 0 ? undefined : this.#known.get(namespacedName(namespace, accountName(site)))
  }

  #named(label: string): KnownAccount {
    const known = this.#known.get(label) ?? new KnownAccount(label)
    this.#known.set(label, known)
    return known
  }
}

/**
 * One ServiceAccount: the user's declaration, and the last declaration in the input, as if they were applied in order.
 */
class KnownAccount implements ServiceAccount {
  readonly label: string
  enforcesMountableSecrets = false
  /** The place of the last declaration. */
  place: string | undefined
  sites: readonly ScopedSite[] = []
  readonly #declared = new Set<string>()
  #listed: readonly string[] = []
  #list: readonly string[] | undefined

  constructor(label: string) {
    this.label = label
  }

  get secrets(): readonly string[] {
    this.#list ??= [...new Set([...this.#declared, ...this.#listed])]
    return this.#list
  }

  /** Whether its last declaration lists or enforces secrets. */
  get isListing(): boolean {
    return this.#listed.length > 0 || this.enforcesMountableSecrets
  }

  declare(secrets: readonly string[]): void {
    for (const secret of secrets) this.#declared.add(secret)
    this.#list = undefined
  }

  replace(account: Omit<ServiceAccount, 'label'>, place: string): void {
    this.#listed = account.secrets
    this.enforcesMountableSecrets = account.enforcesMountableSecrets
    this.sites = account.sites
    this.place = place
    this.#list = undefined
  }
}

/** The place of a resource: `FILE:LINE`. */
function placeOf({ document, resource }: ScopedResource): string {
  return placeIn(document.source, document.linesBefore + resource.line)
}

/** The name of the ServiceAccount that a pod spec uses. */
export function accountName({ serviceAccount = DEFAULT_SERVICE_ACCOUNT }: Site): string {
  return serviceAccount
}
