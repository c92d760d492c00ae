import type { NameChange, Outcome } from '../inject/outcome.ts'

/** `+ acr-secret for contoso.azurecr.io`, `+ regcred from service account shop/web`, `- acr-secret`: one for each name. */
export function describeChanges({ status, changes }: Pick<Outcome, 'status' | 'changes'>): readonly string[] {
  return changes.map(change => (status === 'removed' ? `- ${change.name}` : `+ ${describeName(change)}`))
}

/** `acr-secret for contoso.azurecr.io`, `regcred from service account shop/web`. */
export function describeName({ name, registries, serviceAccount }: NameChange): string {
  const purpose = registries.length === 0 ? '' : ` for ${enumerate(registries)}`
  const origin = serviceAccount === undefined ? '' : ` from service account ${serviceAccount}`
  return name + purpose + origin
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** `1 error`, `2 errors`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

export function isChanged({ status }: Outcome): boolean {
  return status === 'injected' || status === 'removed'
}

/** Each text on a line of its own, the last one too. */
export function joinLines(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `${texts.join('\n')}\n`
}

/** A file's name as GitHub compares it with those of a repository: with slashes, and nothing before the first directory. */
export function repositoryPath(source: string): string {
  return source.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '')
}

/** An image with the first digits of its digest, as people know it. */
export function shortImage(reference: string): string {
  return reference.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '$1…')
}
