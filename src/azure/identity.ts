import type { ClientSecretCredentialOptions, TokenCredential } from '@azure/identity'
import type { Cloud } from '../image/login-server.ts'
import { EntraError, explainEntra } from './errors.ts'

/** The audience that ACR wants in every cloud; that of Azure Resource Manager is refused where a registry's policy says so. */
export const ACR_AUDIENCE = 'https://containerregistry.azure.net/.default'

// The same as AzureAuthorityHosts of @azure/identity, which is loaded only when a token is wanted.
const AUTHORITIES: Readonly<Record<Cloud, string>> = {
  public: 'https://login.microsoftonline.com',
  china: 'https://login.chinacloudapi.cn',
  usgov: 'https://login.microsoftonline.us',
  germany: 'https://login.microsoftonline.de',
}

export interface EntraRequest {
  readonly cloud: Cloud
  /** With or without `/.default`; that of ACR if there is none. */
  readonly audience?: string
  readonly tenant?: string
}

export interface ServicePrincipal {
  readonly clientId: string
  /** Secret. */
  readonly clientSecret: string
}

export interface EntraOptions {
  /** Asks as this one alone. Without it `@azure/identity` looks into the process's own environment, for az, and so on. */
  readonly servicePrincipal?: ServicePrincipal
  /** In place of the cloud's own, as AZURE_AUTHORITY_HOST says it; must be https. Credentials go nowhere else. */
  readonly authorityHost?: string | undefined
  /** PEM: a certificate to trust besides those of Node. */
  readonly ca?: string
  /** Milliseconds for all attempts together. */
  readonly timeout?: number
}

export interface EntraToken {
  /** Secret. */
  readonly token: string
  readonly expires: Date
}

/** A Microsoft Entra access token. Throws an `EntraError` if there is none to be had. */
export async function entraToken(request: EntraRequest, options: EntraOptions = {}): Promise<EntraToken> {
  const signal = AbortSignal.timeout(options.timeout ?? 60_000)
  const scope = scopeOf(request.audience ?? ACR_AUDIENCE)
  try {
    const credential = await credentialFor(request, options, signal)
    const token = await credential.getToken(scope, { abortSignal: signal })
    if (token !== null) return { token: token.token, expires: new Date(token.expiresOnTimestamp) }
  } catch (error) {
    throw error instanceof EntraError ? error : explainEntra(signal.aborted ? signal.reason : error)
  }
  throw explainEntra(undefined)
}

function scopeOf(audience: string): string {
  return audience.endsWith('/.default') ? audience : `${audience.replace(/\/$/, '')}/.default`
}

async function credentialFor(
  { cloud, tenant }: EntraRequest,
  { servicePrincipal, authorityHost, ca }: EntraOptions,
  signal: AbortSignal,
): Promise<TokenCredential> {
  const authority = (authorityHost || AUTHORITIES[cloud]).replace(/\/+$/, '')
  const client: ClientSecretCredentialOptions = {
    authorityHost: authority,
    additionalPolicies: [{ policy: endingWith(signal), position: 'perRetry' }],
    // Discovery asks login.microsoftonline.com about the authority, which knows nothing of private ones.
    disableInstanceDiscovery: !Object.values(AUTHORITIES).includes(authority),
    ...(ca === undefined ? {} : { tlsOptions: { ca } }),
  }
  const { ClientSecretCredential, DefaultAzureCredential } = await import('@azure/identity')
  if (servicePrincipal === undefined)
    // az takes more than the ten seconds that it would be given.
    return new DefaultAzureCredential({
      ...client,
      processTimeoutInMs: 30_000,
      ...(tenant === undefined ? {} : { tenantId: tenant }),
    })
  if (tenant === undefined)
    throw new EntraError(
      'call',
      'a service principal needs its tenant',
      'add --tenant, or set AZURE_TENANT_ID',
    )
  return new ClientSecretCredential(tenant, servicePrincipal.clientId, servicePrincipal.clientSecret, client)
}

type Policy = NonNullable<ClientSecretCredentialOptions['additionalPolicies']>[number]['policy']

// The signal of getToken does not reach the requests of a sign-in.
function endingWith(signal: AbortSignal): Policy {
  return {
    name: 'endingWith',
    sendRequest(request, next) {
      request.abortSignal = signal
      return next(request)
    },
  }
}
