import { effectiveNames } from '../kubernetes/pull-secrets.ts'
import type { PullSecretList, Spelling } from '../manifest/site.ts'
import type { ServiceAccount } from './service-accounts.ts'

/** The names that are in force where a pod spec has no list of its own: merged ones, else its ServiceAccount's. */
export function namesWithoutKey(
  { inherited }: PullSecretList,
  account: ServiceAccount | undefined,
): readonly string[] {
  return effectiveNames({ merged: inherited }, account)
}

/**
 * How a list is spelled that would say nothing new if it held just `names`, as one does that inject made: such a list
 * goes as a whole on uninject (`normal`), or back to the empty one that stood there (`list-existed`).
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
