import type { Credential } from '../pull-secret/credential.ts'
import type { Challenge } from './challenge.ts'
import { RegistryError, explainRefusal } from './registry-error.ts'
import { decodeClaims } from '../pull-secret/jwt.ts'
import { isRecord, parseRecord } from '../text/json-record.ts'
import { rolesOfKnownIdentity } from './roles.ts'
import { expiryOf } from './token-expiry.ts'
import type { HttpRequest, HttpResponse } from '../http/request.ts'

export interface PullQuestion {
  /** The registry's host, with a port if it has one. */
  readonly host: string
  readonly repository: string
  /** Absent to ask whether the image can be pulled anonymously. */
  readonly credential: Credential | undefined
}

export interface PullToken {
  /** Secret: an access token for this repository, to send as Bearer. */
  readonly token: string
  readonly expires?: Date
}

/** Sends a request, as `request` does. */
export type Ask = (url: URL, question: HttpRequest) => Promise<HttpResponse>

/**
 * Gets the token that a kubelet would get to pull from a repository. Throws RegistryError if there is none, or if the
 * token grants no access: for a repository out of scope, ACR answers 200 with an empty list of actions. A token may
 * not list its access. Then only a request for the manifest shows it.
 */
export async function requestPullToken(
  { host, repository, credential }: PullQuestion,
  { realm, service }: Challenge,
  ask: Ask,
): Promise<PullToken> {
  const address = new URL(realm)
  address.searchParams.set('service', service)
  address.searchParams.set('scope', `repository:${repository}:pull`)
  const headers = credential === undefined ? {} : { authorization: basic(credential) }
  const answer = await ask(address, { headers })
  if (answer.status !== 200) throw explainRefusal(host, 'token', answer)
  const tokens = parseRecord(answer.text)
  const token = tokens?.['access_token'] ?? tokens?.['token']
  if (typeof token !== 'string' || !/^[\w.~+/=-]+$/.test(token))
    throw explainRefusal(host, 'token', { status: answer.status, text: '' })
  const access: unknown = decodeClaims(token)?.['access']
  if (Array.isArray(access) && !access.some(entry => isPullOf(entry, repository)))
    throw new RegistryError(
      'denied',
      `${host} accepts the credential, which has no permission to pull from ${repository}`,
      `assign the identity ${rolesOfKnownIdentity(host)}; for a token of the registry, add the repository to its scope map`,
    )
  const expires = expiryOf(token)
  return { token, ...(expires === undefined ? {} : { expires }) }
}

/** The `Authorization` header of basic authentication. Secret. */
export function basic({ username, password }: Credential): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

function isPullOf(entry: unknown, repository: string): boolean {
  return (
    isRecord(entry) &&
    entry['type'] === 'repository' &&
    entry['name'] === repository &&
    Array.isArray(entry['actions']) &&
    entry['actions'].some(action => action === 'pull' || action === '*')
  )
}
