import type { Credential } from '../pull-secret/credential.ts'
import { askChallenge } from './challenge.ts'
import { RegistryError, explainRefusal } from './errors.ts'
import { decodeClaims, expiryOf, isRecord, parseRecord } from './json.ts'
import { request } from './request.ts'
import type { Wire } from './request.ts'

export interface PullQuestion {
  /** The registry's host, with a port if it has one. */
  readonly host: string
  readonly repository: string
  /** Without one, it is asked whether anybody can pull. */
  readonly credential: Credential | undefined
}

export interface PullToken {
  /** Secret: an access token for this repository, as a Bearer for the registry. */
  readonly token: string
  readonly expires?: Date
}

/**
 * Gets the token that a kubelet would get to pull from a repository. Throws a `RegistryError` if it would get none, or
 * one that is good for nothing: ACR answers 200 with an empty list of actions for a repository out of scope.
 */
export async function verifyPull(
  { host, repository, credential }: PullQuestion,
  wire: Wire,
): Promise<PullToken> {
  const { realm, service } = await askChallenge(host, wire)
  realm.searchParams.set('service', service)
  realm.searchParams.set('scope', `repository:${repository}:pull`)
  const headers = credential === undefined ? {} : { authorization: basic(credential) }
  const answer = await request(realm, { headers }, wire)
  if (answer.status !== 200) throw explainRefusal(host, 'token', answer)
  const tokens = parseRecord(answer.text)
  const token = tokens?.['access_token'] ?? tokens?.['token']
  if (typeof token !== 'string') throw explainRefusal(host, 'token', { status: answer.status, text: '' })
  if (!grantsPull(token, repository))
    throw new RegistryError(
      'denied',
      `${host} accepts the credential, but not to pull from ${repository}`,
      "add the repository to the token's scope map, or assign the identity the role AcrPull (in a registry of ABAC mode 'Container Registry Repository Reader')",
    )
  const expires = expiryOf(token)
  return { token, ...(expires === undefined ? {} : { expires }) }
}

function basic({ username, password }: Credential): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

function grantsPull(token: string, repository: string): boolean {
  const access: unknown = decodeClaims(token)?.['access']
  return Array.isArray(access) && access.some(entry => isPullOf(entry, repository))
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
