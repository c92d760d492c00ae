import { effectiveNames } from '../../kubernetes/pull-secrets.ts'
import type { PullSecretList, Spelling } from '../../manifest/site.ts'
import type { ServiceAccount } from './service-accounts.ts'

/** The names that a pod would use if its spec had no list of its own: merged ones, else its ServiceAccount's. */
export function namesWithoutKey(
  { inherited }: PullSecretList,
  account: ServiceAccount | undefined,
): readonly string[] {
  return effectiveNames({ merged: inherited }, account)
}

/**
 * The spelling of a list that would be redundant if it held only `names`, as a list that inject created does.
 * uninject removes such a list (`normal`), or restores the empty list before it (`list-existed`). `undefined` if the
 * list is not redundant.
 */
export function spellingIfRedundant(
  list: PullSecretList,
  names: readonly string[],
  account: ServiceAccount | undefined,
): Spelling | undefined {
  const [first, ...others] = list.entries.map(({ spelling }) => spelling)
  if (first === undefined || others.some(spelling => spelling !== first)) return undefined
  if (names.length === 0) return first
  const hidden = first === 'normal' ? namesWithoutKey(list, account) : effectiveNames({ own: [] }, account)
  const isRedundant = names.length === hidden.length && names.every((name, at) => name === hidden[at])
  return isRedundant ? first : undefined
}
