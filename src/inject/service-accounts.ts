import { DEFAULT_SERVICE_ACCOUNT, namespacedName } from '../kubernetes/service-account.ts'
import type { PullSecretsOfAccount } from '../kubernetes/pull-secrets.ts'
import { distinctNames } from '../kubernetes/pull-secrets.ts'
import type { Site } from '../manifest/site.ts'
import type { DeclaredServiceAccount } from '../kubernetes/service-account.ts'
import type { ScopedResource, ScopedSite } from './scope.ts'
import { sitesOf } from './scope.ts'

/** What the input, or the user, says about one ServiceAccount. */
export interface ServiceAccount extends PullSecretsOfAccount {
  /** `NAMESPACE/NAME`, or `NAME` where the input gives no namespace. */
  readonly label: string
  /** Where its list stands in the input; none for one that only the user declared. */
  readonly sites: readonly ScopedSite[]
}

/** The ServiceAccount of a pod spec; `undefined` where nobody said what it lists. */
export type ServiceAccountOf = (site: ScopedSite) => ServiceAccount | undefined

/** All ServiceAccounts that are known. A pod's is the one of its own namespace. */
export class ServiceAccounts {
  readonly #known = new Map<string, KnownAccount>()
  /** Namespaces of the pod specs that were asked for. */
  readonly #asked = new Set<string>()

  constructor(declared: readonly DeclaredServiceAccount[]) {
    for (const { namespace, name, secrets } of declared)
      this.#named(namespacedName(namespace, name)).add({
        secrets,
        enforcesMountableSecrets: false,
        sites: [],
      })
  }

  /** Takes in those among some resources; gives back which of them matter to a namespace that was asked for before. */
  learn(resources: readonly ScopedResource[]): readonly ScopedResource[] {
    const late: ScopedResource[] = []
    for (const scoped of resources) {
      const { role, identity, enforcesMountableSecrets = false } = scoped.resource
      if (role !== 'service-account') continue
      const sites = sitesOf(scoped)
      const secrets = distinctNames(sites.flatMap(({ site }) => site.list.entries.map(({ name }) => name)))
      this.#named(namespacedName(identity.namespace, identity.name)).add({
        secrets,
        enforcesMountableSecrets,
        sites,
      })
      const matters = secrets.length > 0 || enforcesMountableSecrets
      if (matters && this.#asked.has(identity.namespace ?? '')) late.push(scoped)
    }
    return late
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

/** What all that was said about one ServiceAccount amounts to. */
class KnownAccount implements ServiceAccount {
  readonly label: string
  enforcesMountableSecrets = false
  readonly sites: ScopedSite[] = []
  readonly #secrets = new Set<string>()
  #list: readonly string[] | undefined

  constructor(label: string) {
    this.label = label
  }

  get secrets(): readonly string[] {
    this.#list ??= [...this.#secrets]
    return this.#list
  }

  add({ secrets, enforcesMountableSecrets, sites }: Omit<ServiceAccount, 'label'>): void {
    for (const secret of secrets) this.#secrets.add(secret)
    for (const site of sites) this.sites.push(site)
    this.enforcesMountableSecrets ||= enforcesMountableSecrets
    this.#list = undefined
  }
}

/** The name of the ServiceAccount that a pod spec runs as. */
export function accountName({ serviceAccount = DEFAULT_SERVICE_ACCOUNT }: Site): string {
  return serviceAccount
}
