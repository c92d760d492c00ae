import { isSubdomain } from '../../kubernetes/names.ts'
import { meantName } from '../../kubernetes/meant-name.ts'
import { holdsPlaceholder } from '../../text/placeholder.ts'
import type { Identity } from '../../manifest/resource.ts'
import { namespacedName } from '../../kubernetes/service-account.ts'
import { groupBy } from '../../text/group-by.ts'
import type { Inventory, KnownSecret, PlacedGeneratedSecret, ResourceName } from '../inventory/inventory.ts'

/** The Secret that a name in a list of pull secrets leads to. */
export type Resolution =
  /** `isNamespaceUnknown`: the Secret or the pod names no namespace, so the two may be in different namespaces. */
  | { readonly state: 'found'; readonly secret: KnownSecret; readonly isNamespaceUnknown: boolean }
  /** A Secret of that name in another namespace. */
  | { readonly state: 'elsewhere'; readonly secret: KnownSecret }
  | { readonly state: 'absent' }
  /** No Secret can have this name. `meant` is the corrected name, if the fix is obvious. */
  | { readonly state: 'impossible'; readonly meant?: string }
  /** `failure`: the reason, if it is not a missing permission. */
  | { readonly state: 'denied'; readonly failure?: string }
  /** A controller will generate the Secret. */
  | {
      readonly state: 'generated'
      readonly creator: Identity
      readonly generated?: PlacedGeneratedSecret
      readonly copyOf?: ResourceName
    }
  /** Nothing is known about the Secret. */
  | { readonly state: 'unknown' }

/** Finds the Secret of a name in the pod's namespace, the only one where the kubelet looks. */
export type ResolveSecret = (wanted: ResourceName) => Resolution

export function secretResolver(inventory: Inventory): ResolveSecret {
  const { secrets, isComplete } = inventory
  const named = groupBy(secrets, ({ identity }) => identity.name)
  const exact = new Map(secrets.map(secret => [labelOf(secret.identity), secret]))
  const denied = firstOf(inventory.denied)
  const generatedByName = groupBy(inventory.generated, ({ name }) => name)
  const absent = new Set(inventory.absent.map(labelOf))
  return wanted => {
    if (!isSubdomain(wanted.name)) return impossible(wanted.name)
    const label = labelOf(wanted)
    const found = exact.get(label)
    if (found?.copyOf !== undefined) return copied(found, found.copyOf, exact)
    if (found !== undefined) return { state: 'found', secret: found, isNamespaceUnknown: false }
    const refused = denied.get(label)
    if (refused !== undefined)
      return { state: 'denied', ...(refused.failure === undefined ? {} : { failure: refused.failure }) }
    const generated = generatedByName.get(wanted.name)?.find(one => isGeneratedIn(one, wanted.namespace))
    const original = generated?.copyOf === undefined ? undefined : exact.get(labelOf(generated.copyOf))
    if (original !== undefined) return { state: 'found', secret: original, isNamespaceUnknown: false }
    if (generated !== undefined) return { state: 'generated', creator: generated.creator, generated }
    const others = named.get(wanted.name) ?? []
    const isAbsent = absent.has(label)
    const loose = wanted.namespace === undefined ? others.at(-1) : exact.get(wanted.name)
    if (loose !== undefined && !isAbsent) return { state: 'found', secret: loose, isNamespaceUnknown: true }
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

/** A Secret whose content a controller copies from another one. */
function copied(
  secret: KnownSecret,
  origin: ResourceName,
  exact: ReadonlyMap<string, KnownSecret>,
): Resolution {
  const original = exact.get(labelOf(origin))
  if (original === undefined) return { state: 'generated', creator: secret.identity, copyOf: origin }
  return { state: 'found', secret: { ...secret, fields: original.fields }, isNamespaceUnknown: false }
}

function isGeneratedIn(
  { namespaces, creator, copyOf }: PlacedGeneratedSecret,
  namespace: string | undefined,
): boolean {
  if (copyOf !== undefined && copyOf.namespace === namespace && creator.kind === 'Secret') return false
  if (namespaces.kind === 'any') return true
  if (namespaces.kind === 'own') return creator.namespace === namespace
  return namespaces.names.some(name => matchesWhole(name, namespace ?? ''))
}

/**
 * Namespaces are names, or expressions that must match the whole name. Simple expressions are evaluated; others are
 * assumed to match.
 */
function matchesWhole(expression: string, namespace: string): boolean {
  if (!/^[a-z0-9.*-]+$/.test(expression)) return true
  return new RegExp(`^${expression.replaceAll(/\*+/g, '*').replace(/^\*/, '.*')}$`).test(namespace)
}
