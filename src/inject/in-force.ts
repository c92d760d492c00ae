import type { PullSecretList, Spelling } from '../manifest/site.ts'
import { isKnown } from './service-accounts.ts'
import type { ServiceAccount } from './service-accounts.ts'

/** The names that are in force where a pod spec has no list of its own: merged ones, else its ServiceAccount's. */
export function namesInForce(
  { inherited }: PullSecretList,
  account: ServiceAccount | { readonly label: string } | undefined,
): readonly string[] {
  const merged = [...new Set(inherited.filter(name => name !== ''))]
  if (merged.length > 0) return merged
  return account !== undefined && isKnown(account) ? account.secrets : []
}

/**
 * How a list is spelled that says nothing which would not hold without it, as one does that inject made: such a list
 * goes as a whole on uninject (`plain`), or back to the empty one that stood there (`kept`).
 */
export function spellingIfRedundant(
  { entries }: PullSecretList,
  names: readonly string[],
  hidden: readonly string[],
): Spelling | undefined {
  const isRedundant = names.length === hidden.length && names.every((name, at) => name === hidden[at])
  const [first] = entries
  return isRedundant && entries.every(({ spelling }) => spelling === first?.spelling)
    ? first?.spelling
    : undefined
}
