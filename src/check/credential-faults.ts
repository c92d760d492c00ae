import { parseLoginServer } from '../image/login-server.ts'
import type { Credential } from '../pull-secret/credential.ts'
import type { StoredEntry } from '../pull-secret/docker-config.ts'
import { decodeClaims, endOfToken } from '../pull-secret/token.ts'

/** What can be seen of a credential without asking its registry. */
export interface CredentialState {
  /** Why it cannot work, whatever the registry says. */
  readonly fault?: CredentialFault
  /** What may keep it from working, and cannot be told from here. */
  readonly doubts: readonly CredentialDoubt[]
  /** When a token ends, in milliseconds since 1970. */
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
  /** Whether the docker config stands in clear in a manifest, so that something may still fill in what is left open. */
  readonly isClear: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The user that goes with a token of ACR (Azure/acr AAD-OAuth.md). */
const TOKEN_USER = '00000000-0000-0000-0000-000000000000'
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Judges the pair that the kubelet sends. Only of ACR it is known which passwords it gives. */
export function judgeCredential({ entry, host, isClear, now }: Judged): CredentialState {
  const { credential, identityToken, hidesPair } = entry
  const { username, password } = credential
  const end = endOfToken(password)
  const isOfAcr = parseLoginServer(host) !== undefined
  const isOpen = isLeftOpen(username) || isLeftOpen(password)
  const fault = ((): CredentialFault | undefined => {
    if (password === '') return identityToken === undefined ? 'empty-credential' : 'identity-token'
    // containerd `ParseAuth`: a pair without a user is none.
    if (username === '') return 'no-user'
    if (strayIn(credential) === 'control' || (isOfAcr && strayIn(credential) !== undefined))
      return 'stray-characters'
    if (isOfAcr && isOpen && !(isClear && isToBeFilled(credential))) return 'placeholder'
    if (isOfAcr && isForeign(password, host)) return 'foreign-token'
    return end !== undefined && end <= now ? 'token-expired' : undefined
  })()
  const isToken = decodeClaims(password) !== undefined
  const doubts: readonly (readonly [CredentialDoubt, boolean])[] = [
    ['stray-characters', strayIn(credential) !== undefined],
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

/** Characters that came along: those that no HTTP header takes, or blanks around the user or the password. */
export function strayIn({ username, password }: Credential): 'control' | 'blank' | undefined {
  const both = [username, password]
  if (both.some(text => /\p{Cc}|\ufeff/u.test(text))) return 'control'
  return both.some(text => text !== text.trim()) ? 'blank' : undefined
}

const FILLED_IN =
  /^(?:\$\{[^}]*\}|\$\(.*\)|\$\w+|.*\{\{.*\}\}.*|#\{.*\}#?|__\w+__|%\w+%|@@?\w+@@?|\(\(.*\)\)|<[^<>]*>)$/s
const LITERAL =
  /^(?:null|undefined|none|nil|<nil>|<no value>|\*{3,}|x{3,}|change[-_ ]?me|replace[-_ ]?me|todo|fixme|redacted|\[redacted\]|(?:your|my)[-_ ]?\w*[-_ ]?(?:password|secret|token)|password|placeholder|\.\.\.)$/i

/** What lines to type have in place of a user, as these documents and those of Azure print them. */
const PRINTED = /^(?:USER(?:NAME)?|APP(?:LICATION)?_ID|CLIENT_ID|SERVICE_PRINCIPAL_ID)$/

/** Whether a text stands for one that was to be filled in. */
export function isLeftOpen(text: string): boolean {
  return FILLED_IN.test(text) || isLiteral(text)
}

function isLiteral(text: string): boolean {
  return LITERAL.test(text) || PRINTED.test(text)
}

/** Whether all that is open has a form that programs fill in. */
function isToBeFilled({ username, password }: Credential): boolean {
  return ![username, password].some(isLiteral)
}

/** Whom a token is for, where a registry of ACR can tell that it is not for itself: the name of another registry, or Microsoft Entra. */
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
