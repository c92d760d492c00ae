import { parseLoginServer } from '../../image/login-server.ts'
import { TOKEN_USER } from '../../pull-secret/credential.ts'
import type { Credential } from '../../pull-secret/credential.ts'
import type { StoredEntry } from '../../pull-secret/docker-config.ts'
import { decodeClaims, endOfToken } from '../../pull-secret/jwt.ts'
import { isPlaceholder } from '../../text/placeholder.ts'

/** The state of a credential, as far as it is known without asking its registry. */
export interface CredentialState {
  /** Why the credential cannot work. */
  readonly fault?: CredentialFault
  /** Reasons why the credential may not work. */
  readonly doubts: readonly CredentialDoubt[]
  /** When the token expires, in milliseconds since 1970. */
  readonly end?: number
}

export type CredentialFault =
  | 'identity-token'
  | 'empty-credential'
  | 'no-user'
  | 'stray-characters'
  | 'placeholder'
  | 'foreign-token'
  | 'token-expired'

export type CredentialDoubt = 'stray-characters' | 'placeholder' | 'secret-id' | 'no-token' | 'hidden-pair'

export interface Judged {
  readonly entry: StoredEntry
  /** The host of the image. */
  readonly host: string
  /** Whether a manifest contains the docker config unencoded, so that a placeholder can still be replaced. */
  readonly isClear: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Judges a credential as the kubelet sends it. The rules about passwords apply only to ACR, whose passwords have known
 * forms.
 */
export function judgeCredential({ entry, host, isClear, now }: Judged): CredentialState {
  const { credential, identityToken, hidesPair } = entry
  const { username, password } = credential
  const end = endOfToken(password)
  const isOfAcr = parseLoginServer(host) !== undefined
  const isOpen = isCredentialPlaceholder(username) || isCredentialPlaceholder(password)
  const fault = ((): CredentialFault | undefined => {
    if (password === '') return identityToken === undefined ? 'empty-credential' : 'identity-token'
    // containerd `ParseAuth` ignores a credential without a user name.
    if (username === '') return 'no-user'
    if (strayCharacters(credential) === 'control' || (isOfAcr && strayCharacters(credential) !== undefined))
      return 'stray-characters'
    if (isOfAcr && isOpen && !(isClear && isToBeFilled(credential))) return 'placeholder'
    if (isOfAcr && isForeign(password, host)) return 'foreign-token'
    return end !== undefined && end <= now ? 'token-expired' : undefined
  })()
  const isToken = decodeClaims(password) !== undefined
  const doubts: readonly (readonly [CredentialDoubt, boolean])[] = [
    ['stray-characters', strayCharacters(credential) !== undefined],
    ['placeholder', isOpen],
    ['secret-id', isOfAcr && username !== TOKEN_USER && GUID.test(username) && GUID.test(password)],
    ['no-token', isOfAcr && username === TOKEN_USER && !isToken],
    ['hidden-pair', hidesPair === true],
  ]
  return {
    ...(fault === undefined ? {} : { fault }),
    doubts: doubts.flatMap(([doubt, is]) =>
      is && (fault === undefined || doubt === 'hidden-pair') ? [doubt] : [],
    ),
    ...(end === undefined ? {} : { end }),
  }
}

/**
 * Whether a credential contains characters that are a mistake: characters that an HTTP header cannot contain, or
 * blanks around the user name or password.
 */
export function strayCharacters({ username, password }: Credential): 'control' | 'blank' | undefined {
  const both = [username, password]
  if (both.some(text => /\p{Cc}|\ufeff/u.test(text))) return 'control'
  return both.some(text => text !== text.trim()) ? 'blank' : undefined
}

const LITERAL =
  /^(?:null|undefined|none|nil|<nil>|<no value>|\*{3,}|x{3,}|change[-_ ]?me|replace[-_ ]?me|todo|fixme|redacted|\[redacted\]|(?:your|my)[-_ ]?\w*[-_ ]?(?:password|secret|token)|password|placeholder|\.\.\.)$/i

/** User names in printed commands, of this program and of Azure's documentation. */
const PRINTED = /^(?:USER(?:NAME)?|APP(?:LICATION)?_ID|CLIENT_ID|SERVICE_PRINCIPAL_ID)$/

/** Whether a text is a placeholder. */
export function isCredentialPlaceholder(text: string): boolean {
  return isPlaceholder(text) || isLiteral(text)
}

function isLiteral(text: string): boolean {
  return LITERAL.test(text) || PRINTED.test(text)
}

/** Whether all placeholders have a form that programs replace. */
function isToBeFilled({ username, password }: Credential): boolean {
  return ![username, password].some(isLiteral)
}

/**
 * The audience of a token that an ACR registry cannot accept: the name of another registry, or Microsoft Entra;
 * `undefined` for other tokens.
 */
export function foreignAudience(password: string, host: string): string | undefined {
  const claims = decodeClaims(password)
  const audience = claims?.['aud']
  if (typeof audience !== 'string') return undefined
  const registry = parseLoginServer(audience.replace(/^https?:\/\//, '').replace(/\/$/, ''))?.registry
  if (registry !== undefined) return registry === parseLoginServer(host)?.registry ? undefined : registry
  const issuer = claims?.['iss']
  const isOfEntra =
    typeof issuer === 'string' &&
    /^https:\/\/(?:sts\.(?:windows|chinacloudapi)\.|login\.(?:partner\.)?(?:microsoftonline|chinacloudapi)\.)/.test(
      issuer,
    )
  return isOfEntra || /^https:\/\/(?:management\.|containerregistry\.azure\.net)/.test(audience)
    ? 'Microsoft Entra'
    : undefined
}

function isForeign(password: string, host: string): boolean {
  return foreignAudience(password, host) !== undefined
}
