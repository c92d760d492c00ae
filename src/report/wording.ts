import type { NameChange, Outcome } from '../inject/outcome.ts'

/**
 * The changes in words, one for each name: `+ acr-secret for contoso.azurecr.io`, `+ regcred from service account
 * shop/web`, `- acr-secret`.
 */
export function describeChanges({ status, changes }: Pick<Outcome, 'status' | 'changes'>): readonly string[] {
  return changes.map(change => (status === 'removed' ? `- ${change.name}` : `+ ${describeName(change)}`))
}

/** A name with its reason: `acr-secret for contoso.azurecr.io`, `regcred from service account shop/web`. */
export function describeName({ name, registries, serviceAccount }: NameChange): string {
  const purpose = registries.length === 0 ? '' : ` for ${enumerate(registries)}`
  const origin = serviceAccount === undefined ? '' : ` from service account ${serviceAccount}`
  return name + purpose + origin
}

/** Joins words: `a`, `a and b`, `a, b and c`. */
export function enumerate(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** A count with its noun: `1 error`, `2 errors`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

export function isChanged({ status }: Outcome): boolean {
  return status === 'injected' || status === 'removed'
}

/** Joins texts as lines, each with a line break. */
export function joinLines(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `${texts.join('\n')}\n`
}

/** A file's path as GitHub compares it with those of a repository: with slashes, and without `./`. */
export function repositoryPath(source: string): string {
  return source.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '')
}

/** An image with a shortened digest. */
export function shortImage(reference: string): string {
  return reference.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '$1…')
}
