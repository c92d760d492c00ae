import { isSubdomain } from '../kubernetes/names.ts'
import { holdsPlaceholder, meantName } from '../kubernetes/meant-name.ts'
import type { Identity } from '../manifest/resource.ts'
import { namespacedName } from '../kubernetes/service-account.ts'
import { groupBy } from '../text/group-by.ts'
import type { Inventory, KnownSecret, GeneratedSecret, ResourceName } from './inventory.ts'

/** What a name in a list of pull secrets leads to. */
export type Resolution =
  /** `isLoose`: it is found if it is applied to the pod's namespace, which one of the two manifests does not give. */
  | { readonly state: 'found'; readonly secret: KnownSecret; readonly isLoose: boolean }
  /** A Secret of that name, of which pods of this namespace know nothing. */
  | { readonly state: 'elsewhere'; readonly secret: KnownSecret }
  | { readonly state: 'absent' }
  /** No Secret can have such a name. `meant`: the name that was, where it can be told. */
  | { readonly state: 'impossible'; readonly meant?: string }
  /** `failure`: why it cannot be read, where it is not for lack of a right. */
  | { readonly state: 'denied'; readonly failure?: string }
  /** A controller will make it. */
  | {
      readonly state: 'made'
      readonly maker: Identity
      readonly made?: GeneratedSecret
      readonly copyOf?: ResourceName
    }
  /** Nobody said anything about it. */
  | { readonly state: 'unknown' }

/** Finds the Secret of a name in the namespace of the pod, which is the only one that the kubelet looks in. */
export type ResolveSecret = (wanted: ResourceName) => Resolution

export function secretResolver(inventory: Inventory): ResolveSecret {
  const { secrets, isComplete } = inventory
  const named = groupBy(secrets, ({ identity }) => identity.name)
  const exact = new Map(secrets.map(secret => [labelOf(secret.identity), secret]))
  const denied = firstOf(inventory.denied)
  const made = groupBy(inventory.made, ({ name }) => name)
  const absent = new Set(inventory.absent.map(labelOf))
  return wanted => {
    if (!isSubdomain(wanted.name)) return impossible(wanted.name)
    const label = labelOf(wanted)
    const found = exact.get(label)
    if (found?.copyOf !== undefined) return copied(found, found.copyOf, exact)
    if (found !== undefined) return { state: 'found', secret: found, isLoose: false }
    const refused = denied.get(label)
    if (refused !== undefined)
      return { state: 'denied', ...(refused.failure === undefined ? {} : { failure: refused.failure }) }
    const promised = made.get(wanted.name)?.find(one => isMadeIn(one, wanted.namespace))
    const original = promised?.copyOf === undefined ? undefined : exact.get(labelOf(promised.copyOf))
    if (original !== undefined) return { state: 'found', secret: original, isLoose: false }
    if (promised !== undefined) return { state: 'made', maker: promised.maker, made: promised }
    const others = named.get(wanted.name) ?? []
    const isAbsent = absent.has(label)
    const loose = wanted.namespace === undefined ? others.at(-1) : exact.get(wanted.name)
    if (loose !== undefined && !isAbsent) return { state: 'found', secret: loose, isLoose: true }
    const [elsewhere] = others
    if (elsewhere !== undefined) return { state: 'elsewhere', secret: elsewhere }
    return isAbsent || isComplete ? { state: 'absent' } : { state: 'unknown' }
  }
}

function firstOf<T extends ResourceName>(names: readonly T[]): ReadonlyMap<string, T> {
  return new Map(names.toReversed().map(one => [labelOf(one), one]))
}

function labelOf({ namespace, name }: ResourceName): string {
  return namespacedName(namespace, name)
}

function impossible(name: string): Resolution {
  if (holdsPlaceholder(name)) return { state: 'unknown' }
  const meant = meantName(name)
  return { state: 'impossible', ...(meant === undefined ? {} : { meant }) }
}

/** A Secret whose content a controller takes from another one. */
function copied(
  secret: KnownSecret,
  origin: ResourceName,
  exact: ReadonlyMap<string, KnownSecret>,
): Resolution {
  const original = exact.get(labelOf(origin))
  if (original === undefined) return { state: 'made', maker: secret.identity, copyOf: origin }
  return { state: 'found', secret: { ...secret, fields: original.fields }, isLoose: false }
}

function isMadeIn({ namespaces, maker, copyOf }: GeneratedSecret, namespace: string | undefined): boolean {
  if (copyOf !== undefined && copyOf.namespace === namespace && maker.kind === 'Secret') return false
  if (namespaces.kind === 'any') return true
  if (namespaces.kind === 'own') return maker.namespace === namespace
  return namespaces.names.some(name => matchesWhole(name, namespace ?? ''))
}

/** Namespaces are given as names, or as expressions that a name matches whole: the simple ones are understood, others taken to match. */
function matchesWhole(expression: string, namespace: string): boolean {
  if (!/^[a-z0-9.*-]+$/.test(expression)) return true
  return new RegExp(`^${expression.replaceAll(/\*+/g, '*').replace(/^\*/, '.*')}$`).test(namespace)
}
