import { CodedError } from '../text/user-error.ts'

export type EntraErrorCode =
  | 'wrong-secret'
  | 'expired-secret'
  | 'unknown-application'
  | 'unknown-tenant'
  | 'audience-refused'
  | 'sign-in-needed'
  | 'blocked'
  | 'federation'
  | 'no-identity'
  | 'unreachable'
  | 'call'
  | 'unexpected'

/**
 * Microsoft Entra gave no token. The messages are written here: of Entra's own message, only the number is repeated.
 */
export class EntraError extends CodedError<EntraErrorCode> {}

interface Row {
  readonly code: EntraErrorCode
  /** AADSTS numbers (Microsoft Entra authentication and authorization error codes). */
  readonly numbers: readonly number[]
  readonly what: string
  readonly remedy: string
}

const ROWS: readonly Row[] = [
  {
    code: 'wrong-secret',
    numbers: [7000215, 50126],
    what: 'Microsoft Entra does not accept the secret',
    remedy: "use the secret's value, not its ID; 'az ad sp credential reset' creates a new one",
  },
  {
    code: 'expired-secret',
    numbers: [7000222, 700027, 700024],
    what: 'the secret, certificate or assertion has expired, or is not of this application',
    remedy: "create a new one with 'az ad sp credential reset'",
  },
  {
    code: 'unknown-application',
    numbers: [700016, 7000112, 50034],
    what: 'the application or user does not exist in this tenant, or is disabled',
    remedy: 'check AZURE_CLIENT_ID and AZURE_TENANT_ID (or --tenant)',
  },
  {
    code: 'unknown-tenant',
    numbers: [90002, 900023, 50020],
    what: 'the tenant does not exist in this cloud, or the user is not in it',
    remedy: 'check AZURE_TENANT_ID (or --tenant), and --cloud for Azure China or Azure US Government',
  },
  {
    code: 'audience-refused',
    numbers: [50001, 500011, 650052, 65001],
    what: 'the audience is unknown or disabled in this tenant, or not consented to',
    remedy:
      'remove --audience to use that of ACR; where the tenant lacks it, --audience https://management.azure.com works at registries that accept tokens for Azure Resource Manager',
  },
  {
    code: 'sign-in-needed',
    numbers: [50076, 50078, 50079, 50173, 700082, 700084, 70043, 50132, 50133],
    what: 'the sign-in has expired, or requires multi-factor authentication',
    remedy: "sign in again: 'az login --scope https://containerregistry.azure.net/.default'",
  },
  {
    code: 'blocked',
    numbers: [53000, 53001, 53003, 50105, 50057],
    what: 'a policy of the tenant blocks the sign-in of this identity',
    remedy: 'ask an administrator of the tenant for access (Conditional Access, assignment of users)',
  },
  {
    code: 'federation',
    numbers: [70021, 700211, 700212, 700213],
    what: 'the application does not trust this federated identity',
    remedy:
      "compare issuer, subject and audience with 'az identity federated-credential list' or 'az ad app federated-credential list'",
  },
]

/** Explains an error of `@azure/identity`. Of its messages, only the number of Microsoft Entra is shown. */
export function explainEntra(error: unknown): EntraError {
  const causes = causesOf(error)
  const text = causes.map(cause => cause.message).join('\n')
  const number = /AADSTS(\d{4,8})/.exec(text)?.[1]
  if (number !== undefined) return explainNumber(number)
  if (causes.some(cause => cause.name === 'TimeoutError' || cause.name === 'AbortError'))
    return new EntraError('unreachable', 'Microsoft Entra did not answer in time', NETWORK)
  if (/AZURE_TOKEN_CREDENTIALS/.test(text))
    return new EntraError(
      'call',
      'AZURE_TOKEN_CREDENTIALS names an unknown credential',
      "set it to 'dev', 'prod', or the name of one credential such as AzureCliCredential, or leave it unset",
    )
  if (/authorityHost address must use/.test(text))
    return new EntraError(
      'call',
      'the authority of Microsoft Entra is not an https address',
      'check AZURE_AUTHORITY_HOST',
    )
  if (/tenant id/i.test(text) && /invalid/i.test(text))
    return new EntraError('call', 'the tenant is neither a GUID nor a domain', 'use its GUID or its domain')
  if (/endpoints_resolution_error/.test(text))
    return new EntraError(
      'unreachable',
      'Microsoft Entra cannot be reached, or has no such tenant in this cloud',
      `check the tenant, then ${NETWORK}`,
    )
  const network = causes.map(codeOf).find(code => NETWORK_CODE.test(code))
  if (network !== undefined && !causes.some(cause => cause.name === 'CredentialUnavailableError'))
    return new EntraError('unreachable', `Microsoft Entra cannot be reached (${network})`, NETWORK)
  if (/az login|azd auth login|Connect-AzAccount/.test(text) || causes.some(isUnavailable))
    return new EntraError(
      'no-identity',
      'no Azure identity was found: no environment variables, no workload or managed identity, no sign-in of az or azd',
      "sign in with 'az login', or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET",
    )
  return new EntraError(
    'unexpected',
    'Microsoft Entra gave no token, for an unknown reason',
    "check whether 'az account get-access-token --resource https://containerregistry.azure.net' gives one",
  )
}

const NETWORK =
  'check the network; HTTPS_PROXY and NO_PROXY set the proxy, NODE_EXTRA_CA_CERTS the trusted certificates'
const NETWORK_CODE =
  /^E(?:NOTFOUND|AI_AGAIN|CONN[A-Z]+|TIMEDOUT|HOSTUNREACH|NETUNREACH|PIPE)$|CERT|ISSUER|SIGNATURE/

function explainNumber(number: string): EntraError {
  const row = ROWS.find(({ numbers }) => numbers.includes(Number(number)))
  if (row !== undefined) return new EntraError(row.code, `${row.what} (AADSTS${number})`, row.remedy)
  return new EntraError(
    'unexpected',
    `Microsoft Entra gave no token (AADSTS${number})`,
    `see https://login.microsoftonline.com/error?code=${number}`,
  )
}

function isUnavailable({ name }: Error): boolean {
  return name === 'CredentialUnavailableError' || name === 'AggregateAuthenticationError'
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** The error, its causes and the errors it combines, each once. */
function causesOf(error: unknown, found: Set<Error> = new Set()): readonly Error[] {
  if (!(error instanceof Error) || found.has(error)) return [...found]
  found.add(error)
  causesOf(error.cause, found)
  if ('errors' in error && Array.isArray(error.errors))
    for (const inner of error.errors) causesOf(inner, found)
  return [...found]
}
