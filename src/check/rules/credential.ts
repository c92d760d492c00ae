import type { Attempt, Examined } from '../examine.ts'
import type { Finding } from '../finding.ts'
import type { KnownSecret } from '../inventory.ts'
import { secretCommand } from '../mend.ts'
import { atSecret, severityOf } from './rule.ts'
import type { Rule } from './rule.ts'

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]
const SOON = 7 * DAY
const LONGER =
  'use a repository-scoped token (az acr token create), or let the cluster renew it (kubectl acr secret --for external-secrets)'

/** Credentials that the kubelet finds and that cannot work, or not for long. */
export const weakCredentials: Rule = (examined, { now }) => {
  const attempts = new Map(
    examined.images.flatMap(({ attempts: tried }) => tried).map(attempt => [attempt.entry, attempt]),
  )
  return [...attempts.values()].flatMap(attempt => {
    const resolution = examined.listed.find(({ name }) => name === attempt.secret)?.resolution
    return resolution?.state === 'found' ? weakness(examined, attempt, resolution.secret, now) : []
  })
}

function weakness(
  examined: Examined,
  { secret: name, key, fault, end }: Attempt,
  secret: KnownSecret,
  now: number,
): readonly Finding[] {
  const command = secretCommand(name, examined.placed.resource.identity.namespace, key.split('/')[0] ?? key)
  if (fault === 'identity-token')
    return [
      atSecret(secret, {
        code: fault,
        severity: severityOf(examined),
        brief: `${name} has an identity token`,
        what: `its entry for ${key} has an identity token, which the kubelet ignores, and no password: az acr login and docker login leave such entries`,
        remedy:
          'make it of a password; --docker-config turns what az acr login left into one for three hours',
        command,
      }),
    ]
  if (fault === 'empty-credential')
    return [
      atSecret(secret, {
        code: fault,
        severity: severityOf(examined),
        brief: `${name} has no password`,
        what: `its entry for ${key} has no password`,
        remedy: 'make it anew',
        command,
      }),
    ]
  if (end === undefined || end - now > SOON) return []
  const isOver = fault === 'token-expired'
  return [
    atSecret(secret, {
      code: isOver ? 'token-expired' : 'token-expiring',
      severity: isOver ? severityOf(examined) : 'warning',
      brief: isOver ? `the token of ${name} has ended` : `the token of ${name} ends soon`,
      what: `the password of its entry for ${key} is a token that ${isOver ? 'ended' : 'ends'} ${distance(end - now)}`,
      remedy: LONGER,
      command,
    }),
  ]
}

/** `in 3 hours`, `2 days ago`. */
export function distance(milliseconds: number): string {
  const length = Math.abs(milliseconds)
  const [unit, words] =
    length >= 2 * DAY ? [DAY, 'days'] : length >= 2 * HOUR ? [HOUR, 'hours'] : [MINUTE, 'minutes']
  const text = `${Math.floor(length / unit)} ${words}`
  return milliseconds < 0 ? `${text} ago` : `in ${text}`
}
