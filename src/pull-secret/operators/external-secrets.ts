import { UserError } from '../../text/user-error.ts'
import type { Cloud } from '../../image/login-server.ts'
import type { OperatorIdentity, OperatorManifests, OperatorRequest } from './operator-request.ts'
import type { Json } from '../go/go-json.ts'
import type { Manifest } from '../secret-manifest.ts'
import { serverOfRegistry } from '../server.ts'

const GENERATORS = 'generators.external-secrets.io/v1alpha1'
const SECRETS = 'external-secrets.io/v1'

const ENVIRONMENTS: Readonly<Record<Cloud, string>> = {
  public: 'PublicCloud',
  china: 'ChinaCloud',
  usgov: 'USGovernmentCloud',
  germany: 'GermanCloud',
}

/**
 * Manifests for External Secrets: a generator of tokens, and an ExternalSecret that creates the pull secret from a
 * token. For several namespaces, a ClusterGenerator and a ClusterExternalSecret.
 */
export function externalSecrets(request: OperatorRequest): OperatorManifests {
  const { name, namespaces } = request
  const manifests = namespaces.length > 1 ? clusterWide(request) : inNamespace(request)
  return { manifests, secretName: name }
}

function inNamespace(request: OperatorRequest): readonly Manifest[] {
  const [namespace] = request.namespaces
  const metadata = { name: request.name, ...(namespace === undefined ? {} : { namespace }) }
  return [
    { apiVersion: GENERATORS, kind: 'ACRAccessToken', metadata, spec: tokenSpec(request) },
    { apiVersion: SECRETS, kind: 'ExternalSecret', metadata, spec: secretSpec(request, 'ACRAccessToken') },
  ]
}

function clusterWide(request: OperatorRequest): readonly Manifest[] {
  const { name, namespaces } = request
  return [
    {
      apiVersion: GENERATORS,
      kind: 'ClusterGenerator',
      metadata: { name },
      spec: { kind: 'ACRAccessToken', generator: { acrAccessTokenSpec: tokenSpec(request) } },
    },
    {
      apiVersion: SECRETS,
      kind: 'ClusterExternalSecret',
      metadata: { name },
      spec: {
        externalSecretName: name,
        namespaceSelectors: [
          {
            matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces }],
          },
        ],
        externalSecretSpec: secretSpec(request, 'ClusterGenerator'),
      },
    },
  ]
}

function tokenSpec({ servers, cloud, tenantId, identity, scope }: OperatorRequest): Json {
  if (identity.kind === 'service-principal' && tenantId === undefined)
    throw new UserError('a service principal needs its tenant', 'add --tenant')
  return {
    ...(tenantId === undefined ? {} : { tenantId }),
    registry: serverOfRegistry(servers[0] ?? ''),
    ...(scope === undefined ? {} : { scope }),
    environmentType: ENVIRONMENTS[cloud],
    auth: authOf(identity),
  }
}

function authOf(identity: OperatorIdentity): Json {
  if (identity.kind === 'service-principal') {
    const { secret, clientIdKey, clientSecretKey } = identity
    return {
      servicePrincipal: {
        secretRef: {
          clientId: { name: secret, key: clientIdKey },
          clientSecret: { name: secret, key: clientSecretKey },
        },
      },
    }
  }
  if (identity.kind === 'managed-identity') {
    if (identity.idKind === 'client') return { managedIdentity: { identityId: identity.id } }
    throw new UserError(
      'External Secrets identifies a managed identity only by its client ID',
      'use the client ID: az identity show --query clientId',
    )
  }
  if (identity.clientId === undefined)
    return { workloadIdentity: { serviceAccountRef: { name: identity.serviceAccount } } }
  throw new UserError(
    "External Secrets takes a workload identity's client ID from its ServiceAccount",
    'annotate the ServiceAccount with azure.workload.identity/client-id',
  )
}

function secretSpec({ name, servers, scope }: OperatorRequest, kind: string): Json {
  const auths = servers.map(
    server => `"${server}":{"username":"{{ .username }}","password":"{{ .password }}"}`,
  )
  return {
    // A token for the whole registry expires after about three hours, one for repositories after 75 minutes.
    refreshInterval: scope === undefined ? '1h0m0s' : '30m0s',
    dataFrom: [{ sourceRef: { generatorRef: { apiVersion: GENERATORS, kind, name } } }],
    target: {
      name,
      template: {
        type: 'kubernetes.io/dockerconfigjson',
        data: { '.dockerconfigjson': `{"auths":{${auths.join(',')}}}` },
      },
    },
  }
}
