import type { CredentialAttempt } from '../examine/examine.ts'
import { foreignAudience, isCredentialPlaceholder, strayCharacters } from '../examine/credential-faults.ts'
import type { CredentialDoubt, CredentialFault } from '../examine/credential-faults.ts'
import type { FindingCode, Severity } from '../finding.ts'
import type { StoredEntry } from '../../pull-secret/docker-config.ts'
import { recreateSecret } from '../remedies/remedy-commands.ts'
import { atSecret } from './rule.ts'
import type { Rule, FindingText } from './rule.ts'

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]
const SOON = 7 * DAY
const LONGER =
  'recreate it with a repository-scoped token (az acr token create), or let an operator renew it (kubectl acr secret --for external-secrets)'

/** Credentials that cannot work, or expire soon. */
export const weakCredentials: Rule = (examined, { now }) => {
  const found = examined.images.flatMap(({ attempts, registry }) =>
    attempts.map(attempt => ({ attempt, host: registry.host })),
  )
  // One entry can be used for several registries, and fail for one of them.
  const distinct = new Map(
    found.map(one => [`${one.attempt.secret} ${one.attempt.key} ${one.attempt.fault}`, one]),
  )
  return [...distinct.values()].flatMap(({ attempt, host }) => {
    const { resolution, content } = examined.listed.find(({ name }) => name === attempt.secret) ?? {}
    if (resolution?.state !== 'found' || content?.kind !== 'entries') return []
    // A recreated Secret has one entry and loses its others.
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

interface JudgedAttempt {
  readonly attempt: CredentialAttempt
  /** The host of an image that the credential is tried for. */
  readonly host: string
  readonly now: number
}

interface Wording {
  readonly code: FindingCode
  readonly brief: string
  /** The text after `the entry for HOST in NAME`. */
  readonly what: string
  readonly remedy: string
}

const FAULTS: Readonly<Record<CredentialFault | CredentialDoubt, (subject: JudgedAttempt) => Wording>> = {
  'identity-token': () => ({
    code: 'identity-token',
    brief: 'has an identity token',
    what: 'has an identity token, which is not used for pulls, and no password: az acr login and docker login write such entries',
    remedy:
      'recreate it with a password, or with kubectl acr secret --docker-config, which lasts three hours',
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
    brief: 'has a stray character',
    what: `has ${strayWords(entry)}, and credentials are sent as they are`,
    remedy: 'recreate it (echo adds a line break to its output, printf does not)',
  }),
  placeholder: ({
    attempt: {
      entry: { credential },
      fault,
    },
  }) => ({
    code: 'placeholder-credential',
    brief: 'has a placeholder',
    what:
      fault === undefined
        ? `has a placeholder for ${openPart(credential)}, which is sent as it is unless it is replaced`
        : `has a placeholder for ${openPart(credential)}, which is sent as it is`,
    remedy: 'recreate it with the real value',
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
      brief: isOfEntra ? 'has a Microsoft Entra token' : `has a token for ${audience}`,
      what: isOfEntra
        ? 'has a Microsoft Entra token as its password, which no registry accepts'
        : `has a token of ${audience}, which other registries do not accept`,
      remedy: isOfEntra
        ? 'recreate it with the token that the registry gives in exchange (az acr login --expose-token, or kubectl acr secret --azure-login)'
        : 'recreate it with a credential of its own registry',
    }
  },
  'token-expired': ({ attempt: { end = 0 }, now }) => ({
    code: 'token-expired',
    brief: 'has an expired token',
    what: `has a token that expired ${distance(end - now)}`,
    remedy: LONGER,
  }),
  'secret-id': () => ({
    code: 'secret-id',
    brief: 'may have the ID of a client secret',
    what: 'has a GUID as its password, which looks like the ID of a client secret instead of its value',
    remedy: "recreate it with the client secret's value, which Azure shows only once",
  }),
  'no-token': () => ({
    code: 'no-token',
    brief: 'has no token',
    what: 'has the user name of a token, and a password that is not a token',
    remedy:
      'recreate it with the user name that belongs to the password (an application ID, or the name of a repository-scoped token)',
  }),
  'hidden-pair': () => ({
    code: 'hidden-pair',
    brief: 'has two credentials in one entry',
    what: 'has a "username" and "password" that differ from its "auth", and only "auth" is used',
    remedy: 'recreate it, or remove "username" and "password"',
  }),
}

function weakness(subject: JudgedAttempt, severity: Severity): readonly FindingText[] {
  const { attempt, now } = subject
  const { secret: name, key, fault, doubts, end } = attempt
  const words = (sort: CredentialFault | CredentialDoubt, rank: Severity): FindingText => {
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
      brief: `the token of ${name} expires soon`,
      what: `the entry for ${key} in ${name} has a token that expires ${distance(end - now)}`,
      remedy: LONGER,
    },
  ]
}

/** The mistake in words: `a line break after its password`. */
function strayWords({ credential }: StoredEntry): string {
  const [part, text] =
    strayCharacters({ username: '', password: credential.password }) === undefined
      ? ['user name', credential.username]
      : ['password', credential.password]
  if (/[\r\n]$/.test(text)) return `a line break after its ${part}`
  if (text.startsWith('\ufeff')) return `a byte order mark before its ${part}`
  if (/\p{Cc}|\ufeff/u.test(text)) return `a control character in its ${part}`
  return `whitespace ${/\s$/.test(text) ? 'after' : 'before'} its ${part}`
}

function openPart({ username, password }: StoredEntry['credential']): string {
  return isCredentialPlaceholder(password)
    ? isCredentialPlaceholder(username)
      ? 'user name and password'
      : 'its password'
    : 'its user name'
}

/** A time difference in words: `in 3 hours`, `2 days ago`. */
export function distance(milliseconds: number): string {
  const length = Math.abs(milliseconds)
  const [unit, words] =
    length >= 2 * DAY ? [DAY, 'day'] : length >= 2 * HOUR ? [HOUR, 'hour'] : [MINUTE, 'minute']
  const count = Math.floor(length / unit)
  const text = `${count} ${words}${count === 1 ? '' : 's'}`
  return milliseconds < 0 ? `${text} ago` : `in ${text}`
}
