import type { Identity } from '../manifest/resource.ts'
import type { Site } from '../manifest/site.ts'
import { isSameName, labelOf } from './inventory.ts'
import type { Inventory, KnownServiceAccount } from './inventory.ts'

/** The pull secrets of a pod, by the rules of Kubernetes (admission `serviceaccount/admission.go`). */
export interface EffectiveList {
  /** `pod`: its own list, merged ones included; `service-account`: it has none, so that the ServiceAccount's counts. */
  readonly origin: 'pod' | 'service-account'
  /** Each once, in order, without empty ones. */
  readonly names: readonly string[]
  /** `NAMESPACE/NAME` of the pod's ServiceAccount; absent where the kind's controller hands none to its pods. */
  readonly label?: string
  /** Absent where nobody said what it lists. */
  readonly account?: KnownServiceAccount
}

const DEFAULT_NAME = 'default'

export function effectiveList(identity: Identity, site: Site, inventory: Inventory): EffectiveList {
  const { list } = site
  const account = site.usesServiceAccount ? accountOf(identity, site, inventory) : {}
  if (list.form === 'list')
    return { origin: 'pod', names: namesOf(list.entries.map(({ name }) => name)), ...account }
  const merged = list.form === 'absent' ? namesOf(list.inherited) : []
  if (merged.length > 0) return { origin: 'pod', names: merged, ...account }
  return { origin: 'service-account', names: account.account?.secrets ?? [], ...account }
}

function accountOf(
  { namespace }: Identity,
  { serviceAccount = DEFAULT_NAME }: Site,
  inventory: Inventory,
): Pick<EffectiveList, 'label' | 'account'> {
  const wanted = { ...(namespace === undefined ? {} : { namespace }), name: serviceAccount }
  const found = knownAccounts(inventory).findLast(account => isSameName(account, wanted))
  const account = found ?? (inventory.isComplete ? unlisted(wanted) : undefined)
  return { label: labelOf(wanted), ...(account === undefined ? {} : { account }) }
}

function unlisted(name: { readonly namespace?: string; readonly name: string }): KnownServiceAccount {
  return { ...name, secrets: [], enforcesMountableSecrets: false }
}

/** What was declared, then what manifests say. */
function knownAccounts({ resources, serviceAccounts }: Inventory): readonly KnownServiceAccount[] {
  const read = resources.flatMap(
    ({ resource: { role, identity, sites, enforcesMountableSecrets = false } }) =>
      role === 'service-account'
        ? [
            {
              ...(identity.namespace === undefined ? {} : { namespace: identity.namespace }),
              name: identity.name,
              secrets: namesOf(sites.flatMap(({ list }) => list.entries.map(({ name }) => name))),
              enforcesMountableSecrets,
            },
          ]
        : [],
  )
  return [...serviceAccounts, ...read]
}

function namesOf(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter(name => name !== ''))]
}
