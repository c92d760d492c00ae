import { UserError } from '../../text/user-error.ts'
import type { Cloud } from '../../image/login-server.ts'
import type { OperatorManifests, OperatorRequest } from './operator-request.ts'
import type { Json } from '../go/go-json.ts'
import { checkSecretName } from '../checked-names.ts'
import type { Manifest } from '../secret-manifest.ts'

const ENVIRONMENTS: Readonly<Partial<Record<Cloud, string>>> = {
  public: 'PublicCloud',
  china: 'ChinaCloud',
  usgov: 'USGovernmentCloud',
}

/**
 * Manifests for msi-acrpull: an AcrPullBinding in each namespace, from which it creates the Secret
 * `acr-pull-<binding>`.
 */
export function msiAcrpull(request: OperatorRequest): OperatorManifests {
  const { name, namespaces } = request
  const spec = bindingSpec(request)
  const inNamespace = (namespace: string | undefined): Manifest => ({
    apiVersion: 'acrpull.microsoft.com/v1beta2',
    kind: 'AcrPullBinding',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec,
  })
  return {
    manifests: namespaces.length === 0 ? [inNamespace(undefined)] : namespaces.map(inNamespace),
    secretName: checkSecretName(`acr-pull-${name}`),
  }
}

function bindingSpec(request: OperatorRequest): Json {
  const { servers, cloud, scope } = request
  const environment = ENVIRONMENTS[cloud]
  if (environment === undefined)
    throw new UserError(`msi-acrpull does not support the cloud ${cloud}`, 'use --for external-secrets')
  if (scope === undefined)
    throw new UserError(
      'msi-acrpull gets tokens for repositories only',
      'name them with --scope repository:NAME:pull',
    )
  const [server = '', ...others] = servers
  if (others.length > 0)
    throw new UserError(
      'msi-acrpull creates a Secret for one host',
      `create one binding for each of ${servers.join(', ')}, with different names`,
    )
  return {
    acr: { server, scope, environment },
    auth: authOf(request),
    serviceAccountName: 'default',
  }
}

function authOf({ identity, tenantId }: OperatorRequest): Json {
  if (identity.kind === 'service-principal')
    throw new UserError(
      'msi-acrpull does not support a service principal',
      'use --for external-secrets, or a managed or workload identity',
    )
  if (identity.kind === 'managed-identity')
    return {
      managedIdentity: identity.idKind === 'client' ? { clientID: identity.id } : { resourceID: identity.id },
    }
  const { serviceAccount, clientId } = identity
  if (clientId === undefined && tenantId === undefined)
    return { workloadIdentity: { serviceAccountRef: serviceAccount } }
  if (clientId === undefined || tenantId === undefined)
    throw new UserError(
      'msi-acrpull needs both the client ID and the tenant, or neither',
      'set both, or remove both and annotate the ServiceAccount',
    )
  return { workloadIdentity: { serviceAccountRef: serviceAccount, clientID: clientId, tenantID: tenantId } }
}
