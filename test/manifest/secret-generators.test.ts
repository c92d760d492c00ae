import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCheckDetails } from '../../src/manifest/check-details.ts'
import { Kinds } from '../../src/kinds/kinds.ts'
import { readBy, readSource } from '../../src/manifest/read-document.ts'
import { goSeconds } from '../../src/manifest/sites/generated-secret.ts'

/** The Secrets of a resource, without its creator: of `apiVersion kind` with metadata and spec in flow style. */
async function made(head: string, spec: string, metadata = '', more = ''): Promise<readonly object[]> {
  const [apiVersion, kind] = head.split(' ')
  const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x, namespace: shop${metadata}}\nspec: ${spec}\n${more}`
  const { documents } = await readSource(
    { name: 'input', bytes: Buffer.from(text) },
    () => () => true,
    readBy(new Kinds()),
  )
  return documents.flatMap(document =>
    readCheckDetails(document).generated.map(
      ({ creator: _creator, line: _line, typeAt: _typeAt, ...rest }) => rest,
    ),
  )
}

const DOCKER = 'kubernetes.io/dockerconfigjson'
const OWN = { kind: 'own' }

const table: Record<string, [head: string, spec: string, expected: readonly object[]]> = {
  'an ExternalSecret': [
    'external-secrets.io/v1 ExternalSecret',
    '{data: [{secretKey: .dockerconfigjson}], target: {template: {type: kubernetes.io/dockerconfigjson}}}',
    [{ namespaces: OWN, name: 'x', type: DOCKER, keys: ['.dockerconfigjson'], renewal: 3600 }],
  ],
  'an ExternalSecret that merges into a Secret': [
    'external-secrets.io/v1 ExternalSecret',
    '{target: {name: a, creationPolicy: Merge}}',
    [],
  ],
  'an ExternalSecret that is made once': [
    'external-secrets.io/v1 ExternalSecret',
    '{refreshPolicy: CreatedOnce, target: {name: a}, dataFrom: [{sourceRef: {generatorRef: {kind: ACRAccessToken, name: t}}}]}',
    [
      {
        namespaces: OWN,
        name: 'a',
        type: 'Opaque',
        renewal: Infinity,
        lifetime: 10_800,
        generators: ['ACRAccessToken/t'],
      },
    ],
  ],
  'a ClusterExternalSecret by names': [
    'external-secrets.io/v1 ClusterExternalSecret',
    '{namespaceSelectors: [{matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [a, b]}]}], externalSecretSpec: {}}',
    [{ name: 'x', type: 'Opaque', renewal: 3600, namespaces: { kind: 'some', names: ['a', 'b'] } }],
  ],
  'a ClusterExternalSecret by labels': [
    'external-secrets.io/v1 ClusterExternalSecret',
    '{namespaceSelector: {matchLabels: {team: a}}, externalSecretName: y, externalSecretSpec: {}}',
    [{ name: 'y', type: 'Opaque', renewal: 3600, namespaces: { kind: 'any' } }],
  ],
  'a PushSecret': [
    'external-secrets.io/v1alpha1 PushSecret',
    '{data: [{match: {secretKey: a, remoteRef: {remoteKey: regcred}}}]}',
    [{ name: 'regcred', namespaces: { kind: 'any' } }],
  ],
  'a SealedSecret': [
    'bitnami.com/v1alpha1 SealedSecret',
    '{encryptedData: {.dockerconfigjson: Ag}, template: {type: kubernetes.io/dockerconfigjson, metadata: {name: a}}}',
    [{ namespaces: OWN, name: 'x', type: DOCKER, keys: ['.dockerconfigjson'] }],
  ],
  'a SealedSecret whose template writes and removes keys': [
    'bitnami.com/v1alpha1 SealedSecret',
    '{encryptedData: {user: Ag, password: Ag}, template: {data: {config.json: "{{ .user }}", password: null}}}',
    [{ namespaces: OWN, name: 'x', type: 'Opaque', keys: ['user', 'config.json'] }],
  ],
  'a SecretProviderClass': [
    'secrets-store.csi.x-k8s.io/v1 SecretProviderClass',
    '{secretObjects: [{secretName: a, data: [{key: k}]}]}',
    [{ namespaces: OWN, name: 'a', type: 'Opaque', keys: ['k'], condition: 'a pod mounts its volume' }],
  ],
  'a VaultStaticSecret': [
    'secrets.hashicorp.com/v1beta1 VaultStaticSecret',
    '{refreshAfter: 30s, destination: {create: true, name: a}}',
    [{ namespaces: OWN, name: 'a', type: 'Opaque', renewal: 30 }],
  ],
  'a VaultDynamicSecret that makes none': [
    'secrets.hashicorp.com/v1beta1 VaultDynamicSecret',
    '{destination: {name: a}}',
    [],
  ],
  'an AzureKeyVaultSecret': [
    'spv.no/v2beta1 AzureKeyVaultSecret',
    '{output: {secret: {name: a}}}',
    [{ namespaces: OWN, name: 'a', type: 'Opaque' }],
  ],
  'an AcrPullBinding': [
    'acrpull.microsoft.com/v1beta2 AcrPullBinding',
    '{acr: {server: contoso.azurecr.io}}',
    [{ namespaces: OWN, name: 'acr-pull-x', type: DOCKER, servers: ['contoso.azurecr.io'] }],
  ],
  'a clone of Kyverno': [
    'kyverno.io/v1 ClusterPolicy',
    '{rules: [{generate: {kind: Secret, name: a, namespace: "{{request.object.metadata.name}}", clone: {namespace: infra, name: b}}}]}',
    [{ name: 'a', namespaces: { kind: 'any' }, copyOf: { namespace: 'infra', name: 'b' } }],
  ],
  'data of Kyverno': [
    'kyverno.io/v1 Policy',
    '{rules: [{generate: {kind: Secret, name: a, namespace: shop, data: {data: {}}}}, {generate: {kind: ConfigMap, name: b}}]}',
    [{ name: 'a', namespaces: { kind: 'some', names: ['shop'] }, type: 'Opaque' }],
  ],
  'Kyverno, for each element of a list': [
    'kyverno.io/v1 ClusterPolicy',
    '{rules: [{generate: {foreach: [{list: request.object.spec.x, kind: Secret, name: a, namespace: "{{element}}", clone: {namespace: infra, name: b}}]}}]}',
    [{ name: 'a', namespaces: { kind: 'any' }, copyOf: { namespace: 'infra', name: 'b' } }],
  ],
  'a clone by expressions of Kyverno': [
    'policies.kyverno.io/v1 GeneratingPolicy',
    '{variables: [{name: ns, expression: object.metadata.name}, {name: source, expression: \'resource.Get("v1", "secrets", "infra", "regcred")\'}, {name: map, expression: \'resource.Get("v1", "configmaps", "infra", "c")\'}], generate: [{expression: "generator.Apply(variables.ns, [variables.source, variables.map])"}]}',
    [{ name: 'regcred', namespaces: { kind: 'any' }, copyOf: { namespace: 'infra', name: 'regcred' } }],
  ],
  'a clone by one expression of Kyverno, into one namespace': [
    'policies.kyverno.io/v1 GeneratingPolicy',
    `{generate: [{expression: 'generator.Apply("shop", [resource.Get("v1", "secrets", "infra", "a")])'}]}`,
    [
      {
        name: 'a',
        namespaces: { kind: 'some', names: ['shop'] },
        copyOf: { namespace: 'infra', name: 'a' },
      },
    ],
  ],
  'an expression of Kyverno that only reads a Secret': [
    'policies.kyverno.io/v1 GeneratingPolicy',
    '{variables: [{name: source, expression: \'resource.Get("v1", "secrets", "infra", "regcred")\'}], generate: [{expression: \'generator.Apply("shop", [{"kind": dyn("Secret"), "data": dyn(variables.source.data)}])\'}]}',
    [],
  ],
  'a SopsSecret': [
    'isindir.github.com/v1alpha3 SopsSecret',
    '{secretTemplates: [{name: a, type: kubernetes.io/dockerconfigjson}, {name: b}]}',
    [
      { namespaces: OWN, name: 'a', type: DOCKER },
      { namespaces: OWN, name: 'b', type: 'Opaque' },
    ],
  ],
  'a DopplerSecret': [
    'secrets.doppler.com/v1alpha1 DopplerSecret',
    '{managedSecret: {name: a, namespace: other}, type: kubernetes.io/dockerconfigjson}',
    [{ namespaces: { kind: 'some', names: ['other'] }, name: 'a', type: DOCKER }],
  ],
  'an InfisicalSecret': [
    'secrets.infisical.com/v1alpha1 InfisicalSecret',
    '{managedSecretReference: {secretName: a, secretNamespace: shop, secretType: kubernetes.io/dockerconfigjson}, managedKubeSecretReferences: [{secretName: b, secretNamespace: shop}]}',
    [
      { namespaces: { kind: 'some', names: ['shop'] }, name: 'a', type: DOCKER },
      { namespaces: { kind: 'some', names: ['shop'] }, name: 'b', type: 'Opaque' },
    ],
  ],
  'an InfisicalStaticSecret': [
    'secrets.infisical.com/v1beta1 InfisicalStaticSecret',
    '{targets: [{kind: Secret, name: a, namespace: shop, secretType: kubernetes.io/dockerconfigjson}, {kind: ConfigMap, name: b, namespace: shop}]}',
    [{ namespaces: { kind: 'some', names: ['shop'] }, name: 'a', type: DOCKER }],
  ],
  'a BitwardenSecret': [
    'k8s.bitwarden.com/v1 BitwardenSecret',
    '{secretName: a, map: [{bwSecretId: x, secretKeyName: .dockerconfigjson}]}',
    [{ namespaces: OWN, name: 'a' }],
  ],
  'a OnePasswordItem that makes a pull secret': [
    'onepassword.com/v1 OnePasswordItem',
    '{itemPath: vaults/a/items/b, imagePullSecret: {registryField: host}}',
    [{ namespaces: OWN, name: 'x', type: DOCKER }],
  ],
  'a OnePasswordItem': [
    'onepassword.com/v1 OnePasswordItem',
    '{}',
    [{ namespaces: OWN, name: 'x', type: 'Opaque' }],
  ],
  'another kind': ['example.com/v1 ExternalSecret', '{target: {name: a}}', []],
}

for (const [name, [head, spec, expected]] of Object.entries(table))
  test(name, async () => assert.equal(await made(head, spec), expected))

const COPY = { namespace: 'shop', name: 'x' }
const annotated: Record<string, [annotations: string, expected: readonly object[]]> = {
  'reflector, all namespaces': [
    'reflector.v1.k8s.emberstack.com/reflection-allowed: "true", reflector.v1.k8s.emberstack.com/reflection-auto-enabled: "true"',
    [{ name: 'x', type: DOCKER, namespaces: { kind: 'any' }, copyOf: COPY }],
  ],
  'reflector, which waits for a copy': ['reflector.v1.k8s.emberstack.com/reflection-allowed: "true"', []],
  'replicator, to namespaces': [
    'replicator.v1.mittwald.de/replicate-to: "a, b-.*"',
    [{ name: 'x', type: DOCKER, namespaces: { kind: 'some', names: ['a', 'b-.*'] }, copyOf: COPY }],
  ],
  'replicator, by labels': [
    'replicator.v1.mittwald.de/replicate-to-matching: team=a',
    [{ name: 'x', type: DOCKER, namespaces: { kind: 'any' }, copyOf: COPY }],
  ],
  'config-syncer': [
    'kubed.appscode.com/sync: ""',
    [{ name: 'x', type: DOCKER, namespaces: { kind: 'any' }, copyOf: COPY }],
  ],
  nobody: ['a: b', []],
}

for (const [name, [annotations, expected]] of Object.entries(annotated))
  test(`copied by ${name}`, async () =>
    assert.equal(
      await made('v1 Secret', '{}', `, annotations: {${annotations}}`, `type: ${DOCKER}\n`),
      expected,
    ))

test('durations as Go reads them', () => {
  const read = ['0', '24h', '1h0m0s', '90m', '30h0s', '1.5h', '500ms', '', '1d', '5', 'h'].map(goSeconds)
  assert.equal(read, [0, 86_400, 3600, 5400, 108_000, 5400, 0.5, undefined, undefined, undefined, undefined])
})

test.run()
