import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { OperatorRequest } from '../../../src/pull-secret/operators/operator-request.ts'
import { SECRET_OPERATORS } from '../../../src/commands/secret/flags.ts'
import { operatorManifests } from '../../../src/pull-secret/operators/operators.ts'
import { renderManifests } from '../../../src/pull-secret/secret-manifest.ts'
import { thrownBy } from '../thrown.ts'

const request: OperatorRequest = {
  name: 'acr-secret',
  servers: ['contoso.azurecr.io'],
  cloud: 'public',
  identity: { kind: 'workload-identity', serviceAccount: 'puller' },
  namespaces: ['app'],
}

const tenantId = '11111111-2222-3333-4444-555555555555'
const scope = 'repository:team/app:pull'

function written(engine: 'external-secrets' | 'msi-acrpull', change: Partial<OperatorRequest>): string {
  return renderManifests(operatorManifests(engine, { ...request, ...change }).manifests, 'yaml')
}

test('External Secrets in one namespace', () => {
  assert.is(operatorManifests('external-secrets', request).secretName, 'acr-secret')
  assert.is(
    written('external-secrets', {
      servers: ['contoso.azurecr.io', 'contoso.eastus2.geo.azurecr.io'],
      tenantId,
    }),
    `apiVersion: generators.external-secrets.io/v1alpha1
kind: ACRAccessToken
metadata:
  name: acr-secret
  namespace: app
spec:
  auth:
    workloadIdentity:
      serviceAccountRef:
        name: puller
  environmentType: PublicCloud
  registry: contoso.azurecr.io
  tenantId: ${tenantId}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: acr-secret
  namespace: app
spec:
  dataFrom:
  - sourceRef:
      generatorRef:
        apiVersion: generators.external-secrets.io/v1alpha1
        kind: ACRAccessToken
        name: acr-secret
  refreshInterval: 1h0m0s
  target:
    name: acr-secret
    template:
      data:
        .dockerconfigjson: '{"auths":{"contoso.azurecr.io":{"username":"{{ .username }}","password":"{{ .password }}"},"contoso.eastus2.geo.azurecr.io":{"username":"{{ .username }}","password":"{{ .password }}"}}}'
      type: kubernetes.io/dockerconfigjson
`,
  )
})

test('External Secrets in many namespaces', () => {
  assert.is(
    written('external-secrets', {
      namespaces: ['app', 'web', 'app'],
      cloud: 'usgov',
      servers: ['contoso.azurecr.us'],
      scope,
      identity: { kind: 'managed-identity', idKind: 'client', id: 'id' },
    }),
    `apiVersion: generators.external-secrets.io/v1alpha1
kind: ClusterGenerator
metadata:
  name: acr-secret
spec:
  generator:
    acrAccessTokenSpec:
      auth:
        managedIdentity:
          identityId: id
      environmentType: USGovernmentCloud
      registry: contoso.azurecr.us
      scope: repository:team/app:pull
  kind: ACRAccessToken
---
apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata:
  name: acr-secret
spec:
  externalSecretName: acr-secret
  externalSecretSpec:
    dataFrom:
    - sourceRef:
        generatorRef:
          apiVersion: generators.external-secrets.io/v1alpha1
          kind: ClusterGenerator
          name: acr-secret
    refreshInterval: 30m0s
    target:
      name: acr-secret
      template:
        data:
          .dockerconfigjson: '{"auths":{"contoso.azurecr.us":{"username":"{{ .username }}","password":"{{ .password }}"}}}'
        type: kubernetes.io/dockerconfigjson
  namespaceSelectors:
  - matchExpressions:
    - key: kubernetes.io/metadata.name
      operator: In
      values:
      - app
      - web
`,
  )
})

const principal = {
  kind: 'service-principal',
  secret: 'az',
  clientIdKey: 'id',
  clientSecretKey: 'secret',
} as const

test('External Secrets as a service principal', async () => {
  const text = written('external-secrets', { identity: principal, tenantId, namespaces: [] })
  assert.match(
    text,
    'clientId:\n          key: id\n          name: az\n        clientSecret:\n          key: secret\n',
  )
  assert.not.match(text, 'namespace')
  assert.match(await thrownBy(() => written('external-secrets', { identity: principal })), '--tenant')
})

test('what External Secrets cannot do', async () => {
  const identity = { kind: 'workload-identity', serviceAccount: 'puller', clientId: 'id' } as const
  assert.match(
    await thrownBy(() => written('external-secrets', { identity })),
    'azure.workload.identity/client-id',
  )
  const resource = { kind: 'managed-identity', idKind: 'resource', id: '/subscriptions/x' } as const
  assert.match(await thrownBy(() => written('external-secrets', { identity: resource })), 'az identity show')
})

function bindingIn(namespace: string): string {
  return `apiVersion: acrpull.microsoft.com/v1beta2
kind: AcrPullBinding
metadata:
  name: acr-secret
  namespace: ${namespace}
spec:
  acr:
    environment: ChinaCloud
    scope: repository:team/app:pull
    server: contoso.azurecr.cn
  auth:
    workloadIdentity:
      serviceAccountRef: puller
  serviceAccountName: default
`
}

test('msi-acrpull, a binding in each namespace', () => {
  const binding = {
    scope,
    namespaces: ['app', 'web'],
    cloud: 'china',
    servers: ['contoso.azurecr.cn'],
  } as const
  assert.is(operatorManifests('msi-acrpull', { ...request, ...binding }).secretName, 'acr-pull-acr-secret')
  assert.is(written('msi-acrpull', binding), `${bindingIn('app')}---\n${bindingIn('web')}`)
  assert.not.match(written('msi-acrpull', { ...binding, namespaces: [] }), 'namespace')
})

test('msi-acrpull, whose identities', async () => {
  const clientID = { kind: 'managed-identity', idKind: 'client', id: 'id' } as const
  assert.match(
    written('msi-acrpull', { scope, identity: clientID }),
    'managedIdentity:\n      clientID: id\n',
  )
  const resource = { kind: 'managed-identity', idKind: 'resource', id: '/subscriptions/x' } as const
  assert.match(written('msi-acrpull', { scope, identity: resource }), 'resourceID: /subscriptions/x\n')
  const identity = { kind: 'workload-identity', serviceAccount: 'puller', clientId: 'id' } as const
  assert.match(
    written('msi-acrpull', { scope, identity, tenantId }),
    `clientID: id\n      serviceAccountRef: puller\n      tenantID: ${tenantId}\n`,
  )
  assert.match(await thrownBy(() => written('msi-acrpull', { scope, identity })), 'or neither')
  assert.match(await thrownBy(() => written('msi-acrpull', { scope, tenantId })), 'or neither')
  assert.match(
    await thrownBy(() => written('msi-acrpull', { scope, identity: principal })),
    'does not support a service principal',
  )
})

test('what msi-acrpull cannot do', async () => {
  assert.match(await thrownBy(() => written('msi-acrpull', {})), '--scope')
  assert.match(await thrownBy(() => written('msi-acrpull', { scope, cloud: 'germany' })), 'the cloud germany')
  assert.match(
    await thrownBy(() => written('msi-acrpull', { scope, servers: ['a.b', 'c.d'] })),
    'each of a.b, c.d',
  )
  assert.match(
    await thrownBy(() => written('msi-acrpull', { scope, name: 'a'.repeat(250) })),
    'not a valid name for a Secret',
  )
})

const refused: [change: Partial<OperatorRequest>, words: string][] = [
  [{ name: 'A' }, 'not a valid name for a Secret'],
  [{ namespaces: ['a.b'] }, 'not a valid name for a namespace'],
  [{ identity: { kind: 'workload-identity', serviceAccount: '' } }, 'not a valid name for a ServiceAccount'],
  [{ identity: { ...principal, secret: 'A' } }, 'not a valid name for a Secret'],
  [{ scope: 'repository:*:pull' }, 'without wildcards'],
  [{ scope: 'repository:app:pull  repository:b:pull' }, 'not a valid repository scope'],
  [{ scope: 'app' }, 'not a valid repository scope'],
]

for (const engine of SECRET_OPERATORS) {
  for (const [change, words] of refused) {
    test(`${engine} refuses ${JSON.stringify(change)}`, async () => {
      assert.match(await thrownBy(() => written(engine, { scope, ...change })), words)
    })
  }
}

test.run()
