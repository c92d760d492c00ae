import { parseLoginServer } from '../image/login-server.ts'
import { TOKEN_USER } from '../pull-secret/credential.ts'
import type { Credential } from '../pull-secret/credential.ts'
import { requestChallenge } from './challenge.ts'
import { RegistryError, explainRefusal } from './registry-error.ts'
import { parseRecord } from '../text/json-record.ts'
import { expiryOf } from './token-expiry.ts'
import { request } from './registry-request.ts'
import type { RegistryClient } from './registry-request.ts'

export interface Exchange {
  /** The registry's host, with a port if it has one. */
  readonly host: string
  /** Secret: a Microsoft Entra access token for ACR's audience. */
  readonly entraToken: string
  /** Only if ACR cannot read it from the token, as with Azure Lighthouse. */
  readonly tenant?: string
  /**
   * The user confirms a host that is not an ACR login server. A server that gets the Entra token can use it at all
   * registries.
   */
  readonly trustHost?: boolean
}

/**
 * Exchanges a Microsoft Entra token for a refresh token of the registry, which works as a password for about three
 * hours. Throws RegistryError.
 */
export async function exchange(
  { host, entraToken, tenant, trustHost = false }: Exchange,
  client: RegistryClient,
): Promise<Credential> {
  if (!trustHost && parseLoginServer(host) === undefined)
    throw new RegistryError(
      'untrusted',
      `${host} is not a login server of ACR, and gets no Microsoft Entra token`,
      'name the registry by its login server, such as contoso.azurecr.io',
    )
  const { realm, service } = await requestChallenge(host, client)
  const body = new URLSearchParams({ grant_type: 'access_token', service, access_token: entraToken })
  if (tenant !== undefined) body.set('tenant', tenant)
  const answer = await request(new URL('/oauth2/exchange', realm), { method: 'POST', body }, client)
  if (answer.status !== 200) throw explainRefusal(host, 'exchange', answer)
  const password = parseRecord(answer.text)?.['refresh_token']
  if (typeof password !== 'string' || !/^[\w.~+/=-]+$/.test(password))
    throw explainRefusal(host, 'exchange', { status: answer.status, text: '' })
  const expires = expiryOf(password)
  return { username: TOKEN_USER, password, ...(expires === undefined ? {} : { expires }) }
}
