import type { Identity } from '../../manifest/resource.ts'
import type { Site } from '../../manifest/site.ts'
import { ownNames } from '../../kubernetes/pull-secrets.ts'
import { DEFAULT_SERVICE_ACCOUNT, namespacedName } from '../../kubernetes/service-account.ts'
import { accountIn } from '../inventory/account-in.ts'
import type { Inventory, KnownServiceAccount, ResourceName } from '../inventory/inventory.ts'

/** The effective pull secrets of a pod (admission plugin, `serviceaccount/admission.go`). */
export interface EffectiveList {
  /**
   * `pod`: the pod spec's own list, including merged names; `service-account`: the list of the ServiceAccount, because
   * the pod spec has none; `admission`: neither has a list, but its pods do.
   */
  readonly origin: 'pod' | 'service-account' | 'admission'
  /** The names, each once, in order, without empty names. */
  readonly names: readonly string[]
  /** `NAMESPACE/NAME` of the ServiceAccount; absent for kinds whose controllers do not use its list. */
  readonly label?: string
  /** Absent if the ServiceAccount's list is not known. */
  readonly account?: KnownServiceAccount
  /** Whether reading the ServiceAccount is denied. */
  readonly isHidden?: true
}

/** Returns a ServiceAccount; `undefined` if its list is not known. */
export type AccountOf = (name: ResourceName) => KnownServiceAccount | undefined

export function effectiveList(identity: Identity, site: Site, accountOf: AccountOf): EffectiveList {
  const { list } = site
  const account = site.usesServiceAccount ? accountFor(identity, site, accountOf) : {}
  const own = ownNames({
    ...(list.form === 'absent' ? {} : { own: list.entries.map(({ name }) => name) }),
    merged: list.inherited,
  })
  if (own !== undefined) return { origin: 'pod', names: own, ...account }
  return { origin: 'service-account', names: account.account?.secrets ?? [], ...account }
}

function accountFor(
  { namespace }: Identity,
  { serviceAccount = DEFAULT_SERVICE_ACCOUNT }: Site,
  accountOf: AccountOf,
): Pick<EffectiveList, 'label' | 'account'> {
  const name = { ...(namespace === undefined ? {} : { namespace }), name: serviceAccount }
  const account = accountOf(name)
  return { label: namespacedName(name.namespace, name.name), ...(account === undefined ? {} : { account }) }
}

/** All known ServiceAccounts. Those in manifests win over declared ones. */
export function serviceAccountsOf(inventory: Inventory): AccountOf {
  const { resources, serviceAccounts, isComplete } = inventory
  const read = resources.flatMap(placed =>
    placed.resource.role === 'service-account' ? [{ ...accountIn(placed.resource), placed }] : [],
  )
  const known = new Map(
    [...serviceAccounts, ...read].map(account => [namespacedName(account.namespace, account.name), account]),
  )
  return name =>
    known.get(namespacedName(name.namespace, name.name)) ??
    (isComplete && !isHidden(name, inventory)
      ? { ...name, secrets: [], enforcesMountableSecrets: false }
      : undefined)
}

/** Whether a ServiceAccount may exist that cannot be read. */
export function isHidden({ namespace }: ResourceName, { hiddenAccounts }: Inventory): boolean {
  return namespace !== undefined && hiddenAccounts.includes(namespace)
}
