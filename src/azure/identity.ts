import type { ClientSecretCredentialOptions, TokenCredential } from '@azure/identity'
import type { Cloud } from '../image/login-server.ts'
import { EntraError, explainEntra } from './entra-error.ts'

/** The audience of ACR, in every cloud. A registry's policy can refuse the audience of Azure Resource Manager. */
const ACR_AUDIENCE = 'https://containerregistry.azure.net/.default'

// As in AzureAuthorityHosts of @azure/identity, which is loaded only when a token is needed.
const AUTHORITIES: Readonly<Record<Cloud, string>> = {
  public: 'https://login.microsoftonline.com',
  china: 'https://login.chinacloudapi.cn',
  usgov: 'https://login.microsoftonline.us',
  germany: 'https://login.microsoftonline.de',
}

export interface EntraRequest {
  readonly cloud: Cloud
  /** With or without `/.default`. Default: that of ACR. */
  readonly audience?: string
  readonly tenant?: string
}

export interface ServicePrincipal {
  readonly clientId: string
  /** Secret. */
  readonly clientSecret: string
}

export interface EntraOptions {
  /**
   * Uses only this identity. Without it, `@azure/identity` searches the environment of the process, az, and others.
   */
  readonly servicePrincipal?: ServicePrincipal
  /** Replaces the cloud's authority, as AZURE_AUTHORITY_HOST does. Must be https. Credentials are sent only there. */
  readonly authorityHost?: string | undefined
  /** A PEM certificate to trust in addition to Node's. */
  readonly ca?: string
  /** Milliseconds for all attempts together. */
  readonly timeout?: number
}

export interface EntraToken {
  /** Secret. */
  readonly token: string
  readonly expires: Date
}

/** Gets an access token of Microsoft Entra. Throws EntraError. */
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
    // Discovery asks login.microsoftonline.com about the authority, which does not know private ones.
    disableInstanceDiscovery: !Object.values(AUTHORITIES).includes(authority),
    ...(ca === undefined ? {} : { tlsOptions: { ca } }),
  }
  const { ClientSecretCredential, DefaultAzureCredential } = await import('@azure/identity')
  if (servicePrincipal === undefined)
    // az needs more than the default of ten seconds.
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

// getToken does not pass its signal to the requests of a sign-in.
function endingWith(signal: AbortSignal): Policy {
  return {
    name: 'endingWith',
    sendRequest(request, next) {
      request.abortSignal = signal
      return next(request)
    },
  }
}
