import type { CredentialAttempt } from '../examine.ts'
import { foreignAudience, isLeftOpen, strayIn } from '../credential-faults.ts'
import type { CredentialDoubt, CredentialFault } from '../credential-faults.ts'
import type { FindingCode, Severity } from '../finding.ts'
import type { StoredEntry } from '../../pull-secret/docker-config.ts'
import { recreateSecret } from '../remedy-commands.ts'
import { atSecret } from './rule.ts'
import type { Rule, Words } from './rule.ts'

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]
const SOON = 7 * DAY
const LONGER =
  'recreate it with a repository-scoped token (az acr token create), or let the cluster renew it (kubectl acr secret --for external-secrets)'

/** Credentials that the kubelet finds and that cannot work, or not for long. */
export const weakCredentials: Rule = (examined, { now }) => {
  const found = examined.images.flatMap(({ attempts, registry }) =>
    attempts.map(attempt => ({ attempt, host: registry.host })),
  )
  // One entry may serve several registries, and fail for one of them.
  const distinct = new Map(
    found.map(one => [`${one.attempt.secret} ${one.attempt.key} ${one.attempt.fault}`, one]),
  )
  return [...distinct.values()].flatMap(({ attempt, host }) => {
    const { resolution, content } = examined.listed.find(({ name }) => name === attempt.secret) ?? {}
    if (resolution?.state !== 'found' || content?.kind !== 'entries') return []
    // Recreated, a Secret holds one registry and loses its others.
    const { namespace } = examined.placed.resource.identity
    const way = content.entries.length === 1 ? recreateSecret(resolution.secret, namespace, host) : undefined
    const isFatal = examined.images.some(
      ({ status, attempts }) => status === 'fails' && attempts.some(({ entry }) => entry === attempt.entry),
    )
    return weakness({ attempt, host, now }, isFatal ? 'error' : 'warning').map(words =>
      atSecret(resolution.secret, {
        ...words,
        remedy: `${words.remedy}${way?.afterwards ?? ''}`,
        ...(way === undefined ? {} : { command: way.command }),
      }),
    )
  })
}

interface Subject {
  readonly attempt: CredentialAttempt
  /** The host of an image that it is tried for. */
  readonly host: string
  readonly now: number
}

interface Wording {
  readonly code: FindingCode
  readonly brief: string
  /** Behind `the entry for HOST in NAME`. */
  readonly what: string
  readonly remedy: string
}

const FAULTS: Readonly<Record<CredentialFault | CredentialDoubt, (subject: Subject) => Wording>> = {
  'identity-token': () => ({
    code: 'identity-token',
    brief: 'has an identity token',
    what: 'has an identity token, which the kubelet ignores, and no password: az acr login and docker login leave such entries',
    remedy: 'recreate it with a password; or, for three hours, by kubectl acr secret --docker-config',
  }),
  'empty-credential': () => ({
    code: 'empty-credential',
    brief: 'has no password',
    what: 'has no password',
    remedy: 'recreate it',
  }),
  'no-user': () => ({
    code: 'empty-credential',
    brief: 'has no user name',
    what: 'has no user name, without which containerd sends no credential',
    remedy: 'recreate it with the user name',
  }),
  'stray-characters': ({ attempt: { entry } }) => ({
    code: 'stray-characters',
    brief: 'holds a stray character',
    what: `has ${strayWords(entry)}, and the kubelet trims nothing`,
    remedy: 'recreate it: echo writes a line end behind what it prints, and printf does not',
  }),
  placeholder: ({
    attempt: {
      entry: { credential },
      fault,
    },
  }) => ({
    code: 'placeholder-credential',
    brief: 'holds a placeholder',
    what:
      fault === undefined
        ? `has a placeholder for ${openPart(credential)}, which is sent as it is unless something fills it in`
        : `has a placeholder for ${openPart(credential)}, which is sent as it is`,
    remedy: 'recreate it with the value that was meant',
  }),
  'foreign-token': ({
    attempt: {
      entry: { credential },
    },
    host,
  }) => {
    const audience = foreignAudience(credential.password, host) ?? ''
    const isOfEntra = !audience.includes('.')
    return {
      code: 'foreign-token',
      brief: isOfEntra ? 'holds a Microsoft Entra token' : `holds a token for ${audience}`,
      what: isOfEntra
        ? 'has as its password a Microsoft Entra token, which no registry takes'
        : `has as its password a token of ${audience}, which another registry does not take`,
      remedy: isOfEntra
        ? 'recreate it with what the registry gives for that token: az acr login --expose-token, or kubectl acr secret --azure-login'
        : 'recreate it with a credential of its own registry',
    }
  },
  'token-expired': ({ attempt: { end = 0 }, now }) => ({
    code: 'token-expired',
    brief: 'holds a token that has ended',
    what: `has as its password a token that ended ${distance(end - now)}`,
    remedy: LONGER,
  }),
  'secret-id': () => ({
    code: 'secret-id',
    brief: 'may hold the ID of a client secret',
    what: 'has a GUID for a password, as the ID of a client secret is one, and its value is none',
    remedy: "recreate it with the secret's value, which Azure shows once, when the secret is made",
  }),
  'no-token': () => ({
    code: 'no-token',
    brief: 'holds no token',
    what: `has the user name of a token, and a password that is no token`,
    remedy:
      'recreate it with the user name that belongs to the password: the ID of an application, or the name of a token',
  }),
  'hidden-pair': () => ({
    code: 'hidden-pair',
    brief: 'has two credentials in one entry',
    what: `has "username" and "password" that say something else than its "auth", and the kubelet sends what "auth" says`,
    remedy: 'recreate it, or take out what does not count',
  }),
}

function weakness(subject: Subject, severity: Severity): readonly Words[] {
  const { attempt, now } = subject
  const { secret: name, key, fault, doubts, end } = attempt
  const words = (sort: CredentialFault | CredentialDoubt, rank: Severity): Words => {
    const { code, brief, what, remedy } = FAULTS[sort](subject)
    return {
      code,
      severity: rank,
      brief: `${name} ${brief}`,
      what: `the entry for ${key} in ${name} ${what}`,
      remedy,
    }
  }
  const found = [
    ...(fault === undefined ? [] : [words(fault, severity)]),
    ...doubts.map(doubt => words(doubt, 'warning')),
  ]
  if (fault !== undefined || end === undefined || end - now > SOON) return found
  return [
    ...found,
    {
      code: 'token-expiring',
      severity,
      brief: `the token of ${name} ends soon`,
      what: `the entry for ${key} in ${name} has as its password a token that ends ${distance(end - now)}`,
      remedy: LONGER,
    },
  ]
}

/** `a line end behind its password`. */
function strayWords({ credential }: StoredEntry): string {
  const [part, text] =
    strayIn({ username: '', password: credential.password }) === undefined
      ? ['user name', credential.username]
      : ['password', credential.password]
  if (/[\r\n]$/.test(text)) return `a line end behind its ${part}`
  if (text.startsWith('\ufeff')) return `a byte order mark before its ${part}`
  if (/\p{Cc}|\ufeff/u.test(text)) return `a control character in its ${part}`
  return `a blank ${/\s$/.test(text) ? 'behind' : 'before'} its ${part}`
}

function openPart({ username, password }: StoredEntry['credential']): string {
  return isLeftOpen(password)
    ? isLeftOpen(username)
      ? 'user name and password'
      : 'its password'
    : 'its user name'
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
