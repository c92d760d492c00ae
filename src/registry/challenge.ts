import { parseLoginServer } from '../image/login-server.ts'
import { RegistryError, explainRefusal } from './errors.ts'
import { request } from './registry-request.ts'
import type { HttpResponse } from '../http/request.ts'
import type { RegistryClient } from './registry-request.ts'

/** Where a registry's tokens come from, as the registry says. */
export interface Challenge {
  /** An https URL at the registry's own host, or at its login server. */
  readonly realm: URL
  /** At a regional host this is the login server of the whole registry, so that it can't be told from the host. */
  readonly service: string
}

/** What a registry wants to see before it gives an image: a token, the credential itself, or nothing. */
export type Demand =
  | { readonly kind: 'token'; readonly challenge: Challenge }
  | { readonly kind: 'basic' }
  | { readonly kind: 'nothing' }

/** Asks a registry for its challenge. `host` may have a port. Throws a `RegistryError` if it has none that can be trusted. */
export async function askChallenge(host: string, client: RegistryClient): Promise<Challenge> {
  const demand = readDemand(host, await request(addressOf(host), {}, client))
  if (demand.kind === 'token') return demand.challenge
  if (demand.kind === 'basic') throw noTokens(host)
  throw noRegistry(host, 200)
}

/** What the answer to a question without credential demands. Throws a `RegistryError` where it is none that can be trusted. */
export function readDemand(host: string, answer: HttpResponse): Demand {
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

/** The address that tells what a registry demands, on which its other addresses stand. Throws a `RegistryError` for what is no host. */
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

/** The parameters of the first Bearer challenge of a `WWW-Authenticate` header (RFC 9110, 11.6.1), names in lower case. */
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

/** The realm, if a credential for `host` may be sent there: to that host, or to the login server that a regional host belongs to. */
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
