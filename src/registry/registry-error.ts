import { CodedError } from '../text/user-error.ts'
import { isRecord, parseRecord } from '../text/json-record.ts'
import { ROLES, rolesOfKnownIdentity } from './roles.ts'

/** The reason why a registry gave no token or image, for programs. */
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

/** A registry gave no token or image. The messages are written here and never repeat text from a server. */
export class RegistryError extends CodedError<RegistryErrorCode> {}

/** A response of the registry: its status and body. */
export interface Refusal {
  readonly status: number
  readonly text: string
}

/** The request that was made. The same response means different things for different requests. */
export type Step = 'challenge' | 'exchange' | 'token' | 'manifest'

interface Row {
  readonly code: RegistryErrorCode
  readonly statuses: readonly number[]
  /** Matched against `code: message` of the response's first error. */
  readonly text: RegExp
  readonly step?: Step
  readonly what: (host: string) => string
  readonly remedy: string | ((host: string) => string)
}

const ANY = /(?:)/

// The first matching row wins. Texts are those of ACR: Azure/acr AAD-OAuth.md, recordings of azure-cli.
const ROWS: readonly Row[] = [
  {
    code: 'wrong-secret',
    statuses: [400, 401],
    text: /invalid clientid or client secret/i,
    what: host => `${host} does not accept this pair of user name and password`,
    remedy:
      "the client secret is wrong or expired: create a new one with 'az ad sp credential reset'; for a Microsoft Entra token use --azure-login",
  },
  {
    code: 'unknown-user',
    statuses: [400, 401],
    text: /application not registered with aad/i,
    what: host => `${host} does not know the user name`,
    remedy:
      "use the application ID of a service principal in the registry's tenant, or the name of one of its tokens; the admin user works only after 'az acr update --admin-enabled true'",
  },
  {
    code: 'audience-refused',
    statuses: [401],
    text: /token validation failed/i,
    what: host => `${host} does not accept a Microsoft Entra token of this audience`,
    remedy: 'leave --audience out, so that the token is for https://containerregistry.azure.net',
  },
  {
    code: 'firewall',
    statuses: [401, 403],
    text: /is not allowed access|aka\.ms\/acr\/firewall/i,
    what: host => `the firewall of ${host} blocks this machine`,
    remedy: "allow its address with 'az acr network-rule add', or use a machine of the registry's network",
  },
  {
    code: 'denied',
    statuses: [401, 403],
    text: /DENIED|access to the resource is denied/i,
    what: host => `${host} accepts the credential, which has no permission to pull here`,
    remedy: `assign the identity ${ROLES}; for a token of the registry, add the repository to its scope map`,
  },
  {
    code: 'unauthorized',
    statuses: [401],
    text: ANY,
    step: 'exchange',
    what: host => `${host} does not accept this Microsoft Entra identity`,
    remedy: `assign it ${ROLES}, and check that it belongs to the registry's tenant (--tenant)`,
  },
  {
    code: 'denied',
    statuses: [401, 403],
    text: ANY,
    step: 'manifest',
    what: host => `${host} accepts the credential, which has no permission to pull this image`,
    remedy: host =>
      `assign the identity ${rolesOfKnownIdentity(host)}; for a token of the registry, add the repository to its scope map`,
  },
  {
    code: 'unauthorized',
    statuses: [401],
    text: ANY,
    what: host => `${host} does not accept the credential`,
    remedy: `check the password of the token and that it is enabled ('az acr token show'), that it has not expired, and that the identity has ${ROLES}`,
  },
  {
    code: 'missing',
    statuses: [404],
    text: /NAME_UNKNOWN|MANIFEST_UNKNOWN|repository name not known|manifest tagged by/i,
    what: host => `${host} has no such repository or tag`,
    remedy:
      "push the image, or fix its name: 'az acr repository list' and 'az acr repository show-tags' show what exists",
  },
  {
    code: 'throttled',
    statuses: [429],
    text: ANY,
    what: host => `${host} got too many requests`,
    remedy: 'wait a minute and try again',
  },
  {
    code: 'unavailable',
    statuses: [500, 501, 502, 503, 504],
    text: ANY,
    what: host => `${host} is unavailable`,
    remedy: 'try again later; https://azure.status.microsoft shows the state of Azure',
  },
]

/**
 * Explains a response that is not the expected one. An unknown response is described by status and error code only.
 */
export function explainRefusal(host: string, step: Step, { status, text }: Refusal): RegistryError {
  const error = firstError(text)
  const row = ROWS.find(
    candidate =>
      candidate.statuses.includes(status) &&
      (candidate.step ?? step) === step &&
      candidate.text.test(`${error.code}: ${error.message}`),
  )
  const word = SAFE_CODE.test(error.code) ? ` ${error.code}` : ''
  if (row !== undefined)
    return new RegistryError(
      row.code,
      `${row.what(host)} (${status}${word})`,
      typeof row.remedy === 'string' ? row.remedy : row.remedy(host),
    )
  return new RegistryError(
    'unexpected',
    `${host} gave an unexpected answer (${status}${word})`,
    'check that the host is an ACR registry',
  )
}

// Codes of the distribution API, too short to be a token.
const SAFE_CODE = /^[A-Z]{2,20}(?:_[A-Z]{2,20}){0,3}$/

/** The first error in a response, unchecked: it may contain a secret. A text that is not JSON is the message. */
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
