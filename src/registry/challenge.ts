import { parseLoginServer } from '../image/login-server.ts'
import { RegistryError, explainRefusal } from './errors.ts'
import { request } from './request.ts'
import type { Wire } from './request.ts'

/** Where a registry's tokens come from, as the registry says. */
export interface Challenge {
  /** An https URL at the registry's own host, or at its login server. */
  readonly realm: URL
  /** At a regional host this is the login server of the whole registry, so that it can't be told from the host. */
  readonly service: string
}

/** Asks a registry for its challenge. `host` may have a port. Throws a `RegistryError` if it has none that can be trusted. */
export async function askChallenge(host: string, wire: Wire): Promise<Challenge> {
  const answer = await request(addressOf(host), {}, wire)
  if (answer.status !== 401) {
    if (answer.status !== 200 && answer.status !== 404) throw explainRefusal(host, 'challenge', answer)
    throw new RegistryError(
      'unexpected',
      `${host} asks for no credential (${answer.status})`,
      'check that the host is a registry of ACR',
    )
  }
  const parameters = parseBearer(answer.headers.get('www-authenticate') ?? '')
  const realm = parameters.get('realm') ?? ''
  const service = parameters.get('service') ?? ''
  if (realm === '' || service === '')
    throw new RegistryError(
      'unexpected',
      `${host} does not say where its tokens come from`,
      'check that the host is a registry of ACR',
    )
  return { realm: trustedRealm(host, realm), service }
}

function addressOf(host: string): URL {
  const address = URL.canParse(`https://${host}/v2/`) ? new URL(`https://${host}/v2/`) : undefined
  if (address === undefined || address.pathname !== '/v2/' || address.search !== '' || address.hash !== '')
    throw new RegistryError(
      'untrusted',
      'this is not the host of a registry',
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
    `${host} sends for its tokens to another place${url === undefined ? '' : ` (${url.protocol}//${url.host})`}, so it gets no credential`,
    "check the registry's name; if the host only stands in front of a registry of ACR, name that registry's own login server",
  )
}
