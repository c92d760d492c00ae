import type { Attempt } from '../examine.ts'
import type { Severity } from '../finding.ts'
import { secretCommand } from '../remedy-commands.ts'
import { atSecret } from './rule.ts'
import type { Rule, Words } from './rule.ts'

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]
const SOON = 7 * DAY
const LONGER =
  'recreate it with a repository-scoped token (az acr token create), or let the cluster renew it (kubectl acr secret --for external-secrets)'

/** Credentials that the kubelet finds and that cannot work, or not for long. */
export const weakCredentials: Rule = (examined, { now }) => {
  const found = new Map(
    examined.images.flatMap(({ attempts, registry }) =>
      attempts.map(attempt => [attempt.entry, { attempt, host: registry.host }] as const),
    ),
  )
  return [...found.values()].flatMap(({ attempt, host }) => {
    const { resolution, content } = examined.listed.find(({ name }) => name === attempt.secret) ?? {}
    if (resolution?.state !== 'found' || content?.kind !== 'entries') return []
    // Recreated, a Secret holds one registry and loses its others.
    const command =
      content.entries.length === 1
        ? { command: secretCommand(attempt.secret, examined.placed.resource.identity.namespace, host) }
        : {}
    const isFatal = examined.images.some(
      ({ status, attempts }) => status === 'fails' && attempts.some(({ entry }) => entry === attempt.entry),
    )
    return weakness(attempt, isFatal ? 'error' : 'warning', now).map(words =>
      atSecret(resolution.secret, { ...words, ...command }),
    )
  })
}

function weakness(
  { secret: name, key, fault, end }: Attempt,
  severity: Severity,
  now: number,
): readonly Words[] {
  if (fault === 'identity-token')
    return [
      {
        code: fault,
        severity,
        brief: `${name} has an identity token`,
        what: `its entry for ${key} has an identity token, which the kubelet ignores, and no password: az acr login and docker login leave such entries`,
        remedy: 'recreate it with a password; or, for three hours, by kubectl acr secret --docker-config',
      },
    ]
  if (fault === 'empty-credential')
    return [
      {
        code: fault,
        severity,
        brief: `${name} has no password`,
        what: `its entry for ${key} has no password`,
        remedy: 'recreate it',
      },
    ]
  if (end === undefined || end - now > SOON) return []
  const isOver = fault === 'token-expired'
  return [
    {
      code: isOver ? 'token-expired' : 'token-expiring',
      severity,
      brief: isOver ? `the token of ${name} has ended` : `the token of ${name} ends soon`,
      what: `the password of its entry for ${key} is a token that ${isOver ? 'ended' : 'ends'} ${distance(end - now)}`,
      remedy: LONGER,
    },
  ]
}

/** `in 3 hours`, `2 days ago`. */
export function distance(milliseconds: number): string {
  const length = Math.abs(milliseconds)
  const [unit, words] =
    length >= 2 * DAY ? [DAY, 'day'] : length >= 2 * HOUR ? [HOUR, 'hour'] : [MINUTE, 'minute']
  const count = Math.floor(length / unit)
  const text = `${count} ${words}${count === 1 ? '' : 's'}`
  return milliseconds < 0 ? `${text} ago` : `in ${text}`
}
