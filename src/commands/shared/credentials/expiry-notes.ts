import type { Notice } from '../terminal/notice.ts'
import type { AuthEntry } from '../../../pull-secret/credential.ts'

/** The annotation with the time when the first token in a Secret expires, in RFC 3339. */
const EXPIRES = 'kubectl-acr/expires'

export function expiryAnnotation(entries: readonly AuthEntry[]): Readonly<Record<string, string>> {
  const expiry = earliest(entries)
  return expiry === undefined ? {} : { [EXPIRES]: expiry.toISOString() }
}

/** Notes about credentials that expire, with alternatives that last longer. */
export function expiryNotes(entries: readonly AuthEntry[]): readonly Notice[] {
  const expiry = earliest(entries)
  if (expiry === undefined) return []
  const end = `${expiry.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return [
    {
      severity: 'note',
      message: `the token expires at ${end}; a repository-scoped token (az acr token create) lasts longer, and --for external-secrets renews it`,
    },
  ]
}

function earliest(entries: readonly AuthEntry[]): Date | undefined {
  const ends = entries.flatMap(({ credential }) => credential.expires ?? [])
  return ends.toSorted((one, other) => one.getTime() - other.getTime())[0]
}
