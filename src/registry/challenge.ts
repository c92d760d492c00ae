import { parseLoginServer } from '../image/login-server.ts'
import { RegistryError, explainRefusal } from './registry-error.ts'
import { request } from './registry-request.ts'
import type { HttpResponse } from '../http/request.ts'
import type { RegistryClient } from './registry-request.ts'

/** The challenge of a registry: where its tokens are issued. */
export interface Challenge {
  /** An https URL at the registry's own host or its login server. */
  readonly realm: URL
  /** At a regional host, the service is the global login server. So it cannot be derived from the host. */
  readonly service: string
}

/** What a registry requires for a pull: a token, basic authentication, or nothing. */
export type AuthRequirement =
  | { readonly kind: 'token'; readonly challenge: Challenge }
  | { readonly kind: 'basic' }
  | { readonly kind: 'nothing' }

/**
 * Requests a registry's challenge. `host` may have a port. Throws RegistryError if no trusted challenge is received.
 */
export async function requestChallenge(host: string, client: RegistryClient): Promise<Challenge> {
  const demand = authRequirementOf(host, await request(addressOf(host), {}, client))
  if (demand.kind === 'token') return demand.challenge
  if (demand.kind === 'basic') throw noTokens(host)
  throw noRegistry(host, 200)
}

/**
 * Reads the requirement from the response to a request without credentials. Throws RegistryError if it contains no
 * trusted challenge.
 */
export function authRequirementOf(host: string, answer: HttpResponse): AuthRequirement {
  if (answer.status === 200) return { kind: 'nothing' }
  if (answer.status === 404) throw noRegistry(host, 404)
  if (answer.status !== 401) throw explainRefusal(host, 'challenge', answer)
  const header = answer.headers.get('www-authenticate') ?? ''
  const parameters = parseBearer(header)
  const realm = parameters.get('realm') ?? ''
  const service = parameters.get('service') ?? ''
  if (realm !== '' && service !== '')
    return { kind: 'token', challenge: { realm: trustedRealm(host, realm), service } }
  if (parameters.size === 0 && /(?:^|,)\s*Basic(?:\s|$)/i.test(header)) return { kind: 'basic' }
  throw noTokens(host)
}

function noRegistry(host: string, status: number): RegistryError {
  return new RegistryError(
    'unexpected',
    `${host} does not ask for a credential (${status})`,
    'check that the host is an ACR registry',
  )
}

function noTokens(host: string): RegistryError {
  return new RegistryError(
    'unexpected',
    `${host} does not say where its tokens come from`,
    'check that the host is an ACR registry',
  )
}

/**
 * The `/v2/` URL of a registry: it answers with the challenge, and the registry's other URLs are relative to it.
 * Throws RegistryError for an invalid host.
 */
export function addressOf(host: string): URL {
  const address = URL.canParse(`https://${host}/v2/`) ? new URL(`https://${host}/v2/`) : undefined
  if (address === undefined || address.pathname !== '/v2/' || address.search !== '' || address.hash !== '')
    throw new RegistryError(
      'untrusted',
      'the name of the registry is not a host',
      'name it like contoso.azurecr.io',
    )
  return address
}

/**
 * The parameters of the first Bearer challenge in a `WWW-Authenticate` header (RFC 9110, 11.6.1). Names are in
 * lowercase.
 */
export function parseBearer(header: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  const scheme = /(?:^|,)\s*Bearer\s+/i.exec(header)
  if (scheme === null) return parameters
  const parameter = /\s*,?\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y
  parameter.lastIndex = scheme.index + scheme[0].length
  for (let found = parameter.exec(header); found !== null; found = parameter.exec(header)) {
    const [, name = '', quoted, bare = ''] = found
    const key = name.toLowerCase()
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? bare)
  }
  return parameters
}

/**
 * Returns the realm if the host's credential may be sent there: to the host itself, or to the login server of a
 * regional host.
 */
function trustedRealm(host: string, realm: string): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined
  const hosts = [addressOf(host).host, parseLoginServer(host)?.registry]
  if (
    url !== undefined &&
    url.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    hosts.includes(url.host)
  )
    return url
  throw new RegistryError(
    'untrusted',
    `${host} gets its tokens from another host${url === undefined ? '' : ` (${url.protocol}//${url.host})`}, so it gets no credential`,
    "check the registry's name; if the host only stands in front of a registry of ACR, name that registry's own login server",
  )
}
