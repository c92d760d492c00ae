import type { Identity } from '../manifest/resource.ts'
import { isSameName } from './inventory.ts'
import type { Inventory, KnownSecret, ResourceName } from './inventory.ts'

/** What a name in a list of pull secrets leads to. */
export type Resolution =
  /** `isLoose`: it is found if it is applied to the pod's namespace, which one of the two manifests does not give. */
  | { readonly state: 'found'; readonly secret: KnownSecret; readonly isLoose: boolean }
  /** A Secret of that name, of which pods of this namespace know nothing. */
  | { readonly state: 'elsewhere'; readonly secret: KnownSecret }
  | { readonly state: 'absent' }
  /** `failure`: why it cannot be read, where it is not for lack of a right. */
  | { readonly state: 'denied'; readonly failure?: string }
  /** A controller will make it. */
  | { readonly state: 'made'; readonly maker: Identity }
  /** Nobody said anything about it. */
  | { readonly state: 'unknown' }

/** Finds the Secret of a name in the namespace of the pod, which is the only one that the kubelet looks in. */
export function resolveSecret(wanted: ResourceName, inventory: Inventory): Resolution {
  const named = inventory.secrets.filter(({ identity }) => identity.name === wanted.name)
  const found = named.findLast(({ identity }) => isSameName(identity, wanted))
  if (found !== undefined) return { state: 'found', secret: found, isLoose: false }
  const isNamed = (name: ResourceName): boolean => isSameName(name, wanted)
  const denied = inventory.denied.find(isNamed)
  if (denied !== undefined)
    return { state: 'denied', ...(denied.failure === undefined ? {} : { failure: denied.failure }) }
  const made = inventory.made.find(isNamed)
  if (made !== undefined) return { state: 'made', maker: made.maker }
  const isAbsent = inventory.absent.some(isNamed)
  const loose = isAbsent
    ? undefined
    : named.findLast(({ identity }) => identity.namespace === undefined || wanted.namespace === undefined)
  if (loose !== undefined) return { state: 'found', secret: loose, isLoose: true }
  const [elsewhere] = named
  if (elsewhere !== undefined) return { state: 'elsewhere', secret: elsewhere }
  return isAbsent || inventory.isComplete ? { state: 'absent' } : { state: 'unknown' }
}
