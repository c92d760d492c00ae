import { isRecord, recordsAt, textAt, valueAt } from '../../text/json-record.ts'
import type { Identity } from '../resource.ts'
import { toJs } from '../syntax/to-js.ts'
import {
  clusterExternalSecret,
  externalSecret,
  serversInTemplate,
  tokenGenerator,
} from './external-secret.ts'
import type { TokenGenerator } from './external-secret.ts'
import { goSeconds, OPAQUE } from './generated-secret.ts'
import type { GeneratedSecret, GeneratedSecretDraft } from './generated-secret.ts'
import type { ResourceNode } from './resources.ts'
import { copiesOf, kyvernoSecrets, secretsOfExpressions } from './secret-copies.ts'

/** A resource that a controller generates Secrets from. */
interface Creator {
  /** The resource's spec. */
  readonly spec: unknown
  readonly resource: unknown
  readonly identity: Identity
}

type Row = (creator: Creator) => readonly GeneratedSecretDraft[]

const DOCKER = 'kubernetes.io/dockerconfigjson'

/**
 * Kinds that controllers generate Secrets from, by group and kind. Each row gives the Secrets' names, namespaces,
 * types, servers and renewal as far as the resource tells them.
 */
const CREATORS: Readonly<Record<string, Row>> = {
  // bitnami-labs/sealed-secrets, pkg/apis/sealedsecrets/v1alpha1 `sealedsecret_expansion.go` Unseal: the name is always
  // that of the SealedSecret, whatever its template says, and null in the template's data removes a key.
  'bitnami.com/SealedSecret': ({ identity, spec }) => {
    const template = valueAt(spec, 'template')
    const [sealed, written] = [valueAt(spec, 'encryptedData'), valueAt(template, 'data')]
    const all = { ...(isRecord(sealed) ? sealed : {}), ...(isRecord(written) ? written : {}) }
    const keys = Object.keys(all).filter(key => all[key] !== null)
    return [
      {
        name: identity.name,
        type: textAt(template, 'type') || OPAQUE,
        typeAt: 'spec.template.type',
        ...(keys.length === 0 ? {} : { keys }),
      },
    ]
  },
  'external-secrets.io/ExternalSecret': ({ identity, spec }) => externalSecret(identity.name, spec),
  'external-secrets.io/ClusterExternalSecret': ({ identity, spec }) =>
    clusterExternalSecret(identity.name, spec),
  // Writes to a store of the Kubernetes provider. The store decides the namespace.
  'external-secrets.io/PushSecret': ({ spec }) =>
    recordsAt(spec, 'data').flatMap(one => {
      const name = textAt(one, 'match', 'remoteRef', 'remoteKey')
      const type = textAt(spec, 'template', 'type')
      return name === ''
        ? []
        : [
            {
              name,
              namespaces: { kind: 'any' },
              ...(type === '' ? {} : { type, typeAt: 'spec.template.type' }),
            },
          ]
    }),
  // Azure/msi-acrpull, api/v1beta2 `acrpullbinding_types.go`; the names in `pullSecretName` and `legacySecretName` of its
  // controllers.
  'acrpull.microsoft.com/AcrPullBinding': ({ identity, spec }) => [
    { name: `acr-pull-${identity.name}`, type: DOCKER, ...bound(textAt(spec, 'acr', 'server')) },
  ],
  'msi-acrpull.microsoft.com/AcrPullBinding': ({ identity, spec }) => [
    { name: `${identity.name}-msi-acrpull-secret`, type: DOCKER, ...bound(textAt(spec, 'acrServer')) },
  ],
  // kubernetes-sigs/secrets-store-csi-driver, apis/v1 `secretproviderclass_types.go`.
  'secrets-store.csi.x-k8s.io/SecretProviderClass': ({ spec }) =>
    recordsAt(spec, 'secretObjects').map(one => ({
      name: textAt(one, 'secretName'),
      type: textAt(one, 'type') || OPAQUE,
      typeAt: 'spec.secretObjects[].type',
      keys: recordsAt(one, 'data').map(entry => textAt(entry, 'key')),
      condition: 'a pod mounts its volume',
    })),
  // hashicorp/vault-secrets-operator, api/v1beta1 `common.go` Destination.
  'secrets.hashicorp.com/VaultStaticSecret': ({ spec }) => destination(spec),
  'secrets.hashicorp.com/VaultDynamicSecret': ({ spec }) => destination(spec),
  'secrets.hashicorp.com/HCPVaultSecretsApp': ({ spec }) => destination(spec),
  // SparebankenVest/azure-key-vault-to-kubernetes, `AzureKeyVaultOutputSecret`.
  'spv.no/AzureKeyVaultSecret': ({ spec }) => {
    const output = valueAt(spec, 'output', 'secret')
    return [
      {
        name: textAt(output, 'name'),
        type: textAt(output, 'type') || OPAQUE,
        typeAt: 'spec.output.secret.type',
      },
    ]
  },
  'kyverno.io/ClusterPolicy': ({ spec }) => kyvernoSecrets(spec),
  'kyverno.io/Policy': ({ spec }) => kyvernoSecrets(spec),
  'policies.kyverno.io/GeneratingPolicy': ({ spec }) => secretsOfExpressions(spec),
  // isindir/sops-secrets-operator, api/v1alpha3 `sopssecret_types.go`.
  'isindir.github.com/SopsSecret': ({ spec }) =>
    recordsAt(spec, 'secretTemplates').map(one => ({
      name: textAt(one, 'name'),
      type: textAt(one, 'type') || OPAQUE,
      typeAt: 'spec.secretTemplates[].type',
    })),
  // 1Password/onepassword-operator, api/v1 `onepassworditem_types.go`: the type is a field at the top, and
  // imagePullSecret sets it.
  'onepassword.com/OnePasswordItem': ({ identity, resource, spec }) => {
    const isPullSecret = isRecord(valueAt(spec, 'imagePullSecret'))
    return [
      {
        name: identity.name,
        type: isPullSecret ? DOCKER : textAt(resource, 'type') || OPAQUE,
        typeAt: 'type',
      },
    ]
  },
  // DopplerHQ/kubernetes-operator, api/v1alpha1 `dopplersecret_types.go`.
  'secrets.doppler.com/DopplerSecret': ({ spec }) => {
    const target = valueAt(spec, 'managedSecret')
    return [
      {
        name: textAt(target, 'name'),
        ...inNamespace(textAt(target, 'namespace')),
        type: textAt(spec, 'type') || OPAQUE,
        typeAt: 'spec.type',
      },
    ]
  },
  // Infisical/kubernetes-operator, api/v1alpha1 `common.go` ManagedKubeSecretConfig.
  'secrets.infisical.com/InfisicalSecret': ({ spec }) => {
    const single = valueAt(spec, 'managedSecretReference')
    return [
      ...(isRecord(single) ? [infisicalSecret(single, 'spec.managedSecretReference.secretType')] : []),
      ...recordsAt(spec, 'managedKubeSecretReferences').map(one =>
        infisicalSecret(one, 'spec.managedKubeSecretReferences[].secretType'),
      ),
    ]
  },
  // The same, api/v1beta1 `infisicalstaticsecret_types.go` SecretTarget.
  'secrets.infisical.com/InfisicalStaticSecret': ({ spec }) =>
    recordsAt(spec, 'targets')
      .filter(one => textAt(one, 'kind') === 'Secret')
      .map(one => ({
        name: textAt(one, 'name'),
        ...inNamespace(textAt(one, 'namespace')),
        type: textAt(one, 'secretType') || OPAQUE,
        typeAt: 'spec.targets[].secretType',
      })),
  // bitwarden/sm-kubernetes, api/v1 `bitwardensecret_types.go`, which has no field for a type.
  'k8s.bitwarden.com/BitwardenSecret': ({ spec }) => [{ name: textAt(spec, 'secretName') }],
  // Reflector, replicator and others copy a Secret by its annotations.
  '/Secret': ({ identity: { name, namespace }, resource }) =>
    copiesOf(name, textAt(resource, 'type') || OPAQUE, namespace, valueAt(resource, 'metadata')),
}

function bound(server: string): Partial<GeneratedSecretDraft> {
  return server === '' ? {} : { servers: [server] }
}

function inNamespace(namespace: string): Partial<GeneratedSecretDraft> {
  return namespace === '' ? {} : { namespaces: { kind: 'some', names: [namespace] } }
}

function infisicalSecret(one: unknown, typeAt: string): GeneratedSecretDraft {
  return {
    name: textAt(one, 'secretName'),
    ...inNamespace(textAt(one, 'secretNamespace')),
    type: textAt(one, 'secretType') || OPAQUE,
    typeAt,
  }
}

function destination(spec: unknown): readonly GeneratedSecretDraft[] {
  const place = valueAt(spec, 'destination')
  if (textAt(place, 'create') !== 'true') return []
  const template = textAt(place, 'transformation', 'templates', '.dockerconfigjson', 'text')
  const servers = serversInTemplate(template)
  const renewal = goSeconds(textAt(spec, 'refreshAfter'))
  return [
    {
      name: textAt(place, 'name'),
      type: textAt(place, 'type') || OPAQUE,
      typeAt: 'spec.destination.type',
      ...(servers === undefined ? {} : { servers }),
      ...(renewal === undefined ? {} : { renewal }),
    },
  ]
}

/** The Secrets that controllers in the cluster generate from a resource. */
export function generatedSecrets({ identity, node }: ResourceNode): readonly GeneratedSecret[] {
  const row = CREATORS[`${identity.group}/${identity.kind}`]
  if (row === undefined) return []
  const resource = toJs(node)
  const spec = valueAt(resource, 'spec')
  return row({ identity, resource, spec })
    .filter(({ name }) => name !== '')
    .map(draft => ({ namespaces: { kind: 'own' }, ...draft, creator: identity }))
}

/** Reads a resource as a generator of ACR tokens, if it is one. */
export function tokenGeneratorIn({ identity, node }: ResourceNode): TokenGenerator | undefined {
  const { group, kind, name } = identity
  if (group !== 'generators.external-secrets.io' || !['ACRAccessToken', 'ClusterGenerator'].includes(kind))
    return undefined
  return tokenGenerator(kind, name, valueAt(toJs(node), 'spec'))
}
