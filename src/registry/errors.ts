import { UserError } from '../text/user-error.ts'
import { isRecord, parseRecord } from '../text/json-record.ts'
import { ROLES, rolesOfKnownIdentity } from './roles.ts'

/** What stands between us and a token, for those who must tell the reasons apart. */
export type RegistryErrorCode =
  | 'wrong-secret'
  | 'unknown-user'
  | 'unauthorized'
  | 'audience-refused'
  | 'firewall'
  | 'denied'
  | 'missing'
  | 'throttled'
  | 'unavailable'
  | 'unreachable'
  | 'untrusted'
  | 'unexpected'

/** Why a registry gives no token or no image. Its texts are ours alone: nothing that a server said is repeated in them. */
export class RegistryError extends UserError {
  readonly code: RegistryErrorCode

  constructor(code: RegistryErrorCode, what: string, remedy: string) {
    super(what, remedy)
    this.code = code
  }
}

/** An answer of the registry: its status and its text. */
export interface Refusal {
  readonly status: number
  readonly text: string
}

/** What was asked for: the message differs, as the same words mean another thing at another step. */
export type Step = 'challenge' | 'exchange' | 'token' | 'manifest'

interface Row {
  readonly code: RegistryErrorCode
  readonly statuses: readonly number[]
  /** Found in `code: message` of the answer's first error. */
  readonly text: RegExp
  readonly step?: Step
  readonly what: (host: string) => string
  readonly remedy: string | ((host: string) => string)
}

const ANY = /(?:)/

// The first row that fits is taken. Texts as ACR sends them: Azure/acr AAD-OAuth.md, recordings of azure-cli.
const ROWS: readonly Row[] = [
  {
    code: 'wrong-secret',
    statuses: [400, 401],
    text: /invalid clientid or client secret/i,
    what: host => `${host} does not accept this pair of user name and password`,
    remedy:
      "the client secret is wrong or has ended: make a new one with 'az ad sp credential reset'; a Microsoft Entra token is no password here, use --azure-login",
  },
  {
    code: 'unknown-user',
    statuses: [400, 401],
    text: /application not registered with aad/i,
    what: host => `${host} knows no such user`,
    remedy:
      "give the application ID of a service principal in the registry's tenant, or the name of one of its tokens; the admin user works only after 'az acr update --admin-enabled true'",
  },
  {
    code: 'audience-refused',
    statuses: [401],
    text: /token validation failed/i,
    what: host => `${host} does not accept a Microsoft Entra token of this audience`,
    remedy: 'leave --audience away, so that the token is for https://containerregistry.azure.net',
  },
  {
    code: 'firewall',
    statuses: [401, 403],
    text: /is not allowed access|aka\.ms\/acr\/firewall/i,
    what: host => `the firewall of ${host} does not let this machine in`,
    remedy:
      "allow its address with 'az acr network-rule add', or go where the registry's network can be reached",
  },
  {
    code: 'denied',
    statuses: [401, 403],
    text: /DENIED|access to the resource is denied/i,
    what: host => `${host} knows the credential, but it may not pull here`,
    remedy: `assign the identity ${ROLES}; for a token of the registry, add the repository to its scope map`,
  },
  {
    code: 'unauthorized',
    statuses: [401],
    text: ANY,
    step: 'exchange',
    what: host => `${host} does not let this identity of Microsoft Entra in`,
    remedy: `assign it ${ROLES}, and see that it is of the registry's tenant (--tenant)`,
  },
  {
    code: 'denied',
    statuses: [401, 403],
    text: ANY,
    step: 'manifest',
    what: host => `${host} accepts the credential, but not to pull this image`,
    remedy: host =>
      `assign the identity ${rolesOfKnownIdentity(host)}; for a token of the registry, add the repository to its scope map`,
  },
  {
    code: 'unauthorized',
    statuses: [401],
    text: ANY,
    what: host => `${host} does not accept the credential`,
    remedy: `check the password of the token and that it is enabled ('az acr token show'), that it has not ended, and that the identity has ${ROLES}`,
  },
  {
    code: 'missing',
    statuses: [404],
    text: /NAME_UNKNOWN|MANIFEST_UNKNOWN|repository name not known|manifest tagged by/i,
    what: host => `${host} has no such repository or tag`,
    remedy:
      "the credential is good, the image is not there: see 'az acr repository list' and 'az acr repository show-tags'",
  },
  {
    code: 'throttled',
    statuses: [429],
    text: ANY,
    what: host => `${host} is asked too often and answers later`,
    remedy: 'wait a minute and try again',
  },
  {
    code: 'unavailable',
    statuses: [500, 501, 502, 503, 504],
    text: ANY,
    what: host => `${host} has trouble of its own`,
    remedy: 'try again later; https://status.azure.com shows what is known',
  },
]

/** The error for an answer that is not the wanted one. Unknown answers are told by status and error code only. */
export function explainRefusal(host: string, step: Step, { status, text }: Refusal): RegistryError {
  const said = firstError(text)
  const row = ROWS.find(
    candidate =>
      candidate.statuses.includes(status) &&
      (candidate.step ?? step) === step &&
      candidate.text.test(`${said.code}: ${said.message}`),
  )
  const word = SAFE_CODE.test(said.code) ? ` ${said.code}` : ''
  if (row !== undefined)
    return new RegistryError(
      row.code,
      `${row.what(host)} (${status}${word})`,
      typeof row.remedy === 'string' ? row.remedy : row.remedy(host),
    )
  return new RegistryError(
    'unexpected',
    `${host} gave an answer that is not understood (${status}${word})`,
    'check that the host is a registry of ACR',
  )
}

// Codes of the distribution API; short of anything that a token could be.
const SAFE_CODE = /^[A-Z]{2,20}(?:_[A-Z]{2,20}){0,3}$/

/** The first error that an answer tells, unchecked: it may hold anything, a secret too. Text that is no JSON is its message. */
export function firstError(text: string): { code: string; message: string } {
  const answer = parseRecord(text)
  const errors: unknown = answer?.['errors']
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined
  if (!isRecord(first)) return { code: '', message: text }
  const { code, message } = first
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : '',
  }
}
