import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { recordsAt, textAt } from '../../src/text/json-record.ts'
import { workloadKinds } from '../../src/kinds/table.ts'
import { findProgram, namedProgram } from '../skipped.ts'
import { ADMIN, startApiServer } from './api-server.ts'
import type { ApiServer, Programs } from './api-server.ts'
import { connectBy } from './connect-context.ts'

const PART = 'the cluster by a real API server'
const apiServer = namedProgram('KUBE_APISERVER', PART)
const etcd = namedProgram('ETCD', PART)
const openssl = findProgram('openssl', PART)

if (apiServer !== undefined && etcd !== undefined && openssl !== undefined)
  testAgainst({ apiServer, etcd, openssl })

function testAgainst(programs: Programs): void {
  const test = suite('a real API server')
  let starting: Promise<ApiServer> | undefined
  // Not before all tests: uvu keeps to itself why that fails.
  const started = (): Promise<ApiServer> => (starting ??= startFilled(programs))
  test.after(async () => (await starting?.catch(() => undefined))?.stop())

  const as = async (subject: string): Promise<Cluster> =>
    connectBy((await started()).configFor(subject, 'shop'))
  const admin = (): Promise<Cluster> => as(ADMIN)

  test('workloads are those that no other one speaks for, of the kinds that the server has', async () => {
    const steps: string[] = []
    const { objects, denials, unread } = await (
      await admin()
    ).listWorkloads({ namespaces: ['shop'], kinds: workloadKinds() }, ({ done, total }) =>
      steps.push(`${done}/${total}`),
    )
    const { ask } = await started()
    assert.equal(named(objects), [
      'apps/v1 Deployment shop/web',
      `${await cronJobVersion(ask)} CronJob shop/nightly`,
      'v1 Pod shop/lonely',
      'v1 Pod shop/orphan',
    ])
    assert.equal([denials, unread], [[], []])
    assert.is(steps.at(-1), `${steps.length}/${steps.length}`)
  })

  test('custom kinds are listed once they are defined', async () => {
    await defineCranes(await started())
    const kinds = [
      { group: 'stable.example.com', kind: 'Crane' },
      { group: 'stable.example.com', kind: 'Heron' },
    ]
    const cluster = await admin()
    const totals: number[] = []
    const listing = await cluster.listWorkloads({ namespaces: 'all', kinds }, ({ total }) =>
      totals.push(total),
    )
    const { objects, denials, unread } = listing
    assert.equal([objects, denials, unread, totals], [[], [], [], [1]])
  })

  test('a selector chooses', async () => {
    const cluster = await admin()
    const kinds = [{ group: '', kind: 'Pod' }]
    const { objects } = await cluster.listWorkloads({ namespaces: 'all', kinds, selector: 'app in (lonely)' })
    assert.equal(named(objects), ['v1 Pod shop/lonely'])
  })

  test('a long list comes in pages', async () => {
    const cluster = await admin()
    const kinds = [{ group: '', kind: 'PodTemplate' }]
    const { objects } = await cluster.listWorkloads({ namespaces: ['many'], kinds })
    assert.is(new Set(objects.map(object => textAt(object, 'metadata', 'name'))).size, 600)
  })

  test('Secrets are read by name', async () => {
    const cluster = await admin()
    const names = ['acr', 'none', 'acr'].map(name => ({ namespace: 'shop', name }))
    const { secrets, denials } = await cluster.getSecrets(names)
    const [found, absent] = secrets
    assert.is(found?.state, 'found')
    if (found?.state !== 'found') return
    const { metadata, ...secret } = found
    assert.equal(secret, {
      namespace: 'shop',
      name: 'acr',
      state: 'found',
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': Buffer.from('{"auths":{}}').toString('base64') },
    })
    // Its labels and owners tell who makes it.
    assert.is(textAt(metadata, 'name'), 'acr')
    assert.equal(absent, { namespace: 'shop', name: 'none', state: 'absent' })
    assert.equal(denials, [])
  })

  test('who may list Secrets and not get them, gets them by a list', async () => {
    const cluster = await as('/CN=lister')
    const { secrets, denials } = await cluster.getSecrets([
      { namespace: 'shop', name: 'acr' },
      { namespace: 'many', name: 'acr' },
    ])
    assert.equal(
      secrets.map(({ namespace, state }) => [namespace, state]),
      [
        ['shop', 'found'],
        ['many', 'denied'],
      ],
    )
    assert.equal(
      denials.map(({ command }) => command.replace(/ --kubeconfig.*/, '')),
      ['kubectl auth can-i get secrets -n many'],
    )
  })

  test('many Secrets are picked from lists by their type', async () => {
    const { ask } = await started()
    const path = '/api/v1/namespaces/many/secrets'
    const type = 'kubernetes.io/dockerconfigjson'
    const stringData = { '.dockerconfigjson': '{"auths":{}}' }
    for (let at = 0; at < 300; at += 1)
      await ask('POST', path, { metadata: { name: `pull-${at}` }, type, stringData })
    await ask('POST', path, { metadata: { name: 'opaque' }, stringData })
    const names = [...Array.from({ length: 300 }, (_, at) => `pull-${at}`), 'opaque', 'absent']
    const { secrets, denials } = await (
      await admin()
    ).getSecrets(names.map(name => ({ namespace: 'many', name })))
    assert.equal(denials, [])
    assert.equal(
      secrets.filter(({ state }) => state !== 'found').map(({ name, state }) => [name, state]),
      [['absent', 'absent']],
    )
    assert.is(secrets.length, names.length)
    const opaque = secrets.find(({ name }) => name === 'opaque')
    assert.is(opaque?.state === 'found' && opaque.type, 'Opaque')
  })

  test('ServiceAccounts come whole', async () => {
    const { objects } = await (await admin()).listServiceAccounts(['shop'])
    assert.equal(
      objects.map(object => [object['kind'], object['imagePullSecrets']]),
      [['ServiceAccount', [{ name: 'acr' }]]],
    )
  })

  test('who may do nothing is told so, and what shows it', async () => {
    const cluster = await as('/CN=nobody')
    const kinds = [
      ...['Deployment', 'DaemonSet'].map(kind => ({ group: 'apps', kind })),
      { group: '', kind: 'Pod' },
    ]
    const workloads = await cluster.listWorkloads({ namespaces: ['shop'], kinds })
    const accounts = await cluster.listServiceAccounts('all')
    const failures = await cluster.listPullFailures(workloads.pods)
    assert.equal(
      [workloads, accounts, failures]
        .flatMap(({ denials }) => denials)
        .map(({ command }) => command.replace(/ --kubeconfig.*/, '')),
      [
        'kubectl auth can-i list daemonsets.apps -n shop',
        'kubectl auth can-i list deployments.apps -n shop',
        'kubectl auth can-i list pods -n shop',
        'kubectl auth can-i list serviceaccounts -A',
      ],
    )
  })

  test('what cannot be pulled is known from status and events', async () => {
    const cluster = await admin()
    const { pods } = await cluster.listWorkloads({ namespaces: 'all', kinds: workloadKinds() })
    const { failures, denials } = await cluster.listPullFailures(pods)
    assert.equal(
      failures.map(({ pod, owner, cause, missingSecrets }) => ({
        pod,
        owner: owner?.name,
        cause,
        missingSecrets,
      })),
      [
        {
          pod: 'web-1-a',
          owner: 'web',
          cause: 'missing-secret',
          missingSecrets: ['acr'],
        },
      ],
    )
    assert.equal(denials, [])
  })

  test('the same as kubectl finds', async () => {
    const kubectl = findProgram('kubectl', 'the cluster as kubectl finds it')
    if (kubectl === undefined) return
    const { address, authority } = await started()
    const { certificate, key } = authority.sign('/O=system:masters/CN=admin')
    const flags = `--certificate-authority=${authority.certificate} --client-certificate=${certificate} --client-key=${key}`
    const args = ['get', 'pods', '-A', '-o', 'name', '-s', address, ...flags.split(' ')]
    const { stdout } = spawnSync(kubectl, args, { encoding: 'utf8' })
    assert.equal(stdout.trim().split('\n').sort(), ['pod/lonely', 'pod/orphan', 'pod/web-1-a'])
  })

  test.run()
}

function named(objects: readonly object[]): readonly string[] {
  return objects
    .map(
      object =>
        `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')} ` +
        `${textAt(object, 'metadata', 'namespace')}/${textAt(object, 'metadata', 'name')}`,
    )
    .sort()
}

function shop(group: string, resource: string): string {
  return `/${group}/namespaces/shop/${resource}`
}

function ownedBy(kind: string, owner: { readonly uid: string; readonly name: string }): object {
  return { ownerReferences: [{ apiVersion: 'apps/v1', kind, controller: true, ...owner }] }
}

const IMAGE = 'contoso.azurecr.io/web:1'

async function startFilled(programs: Programs): Promise<ApiServer> {
  const server = await startApiServer(programs)
  try {
    await fill(server)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function fill({ ask }: ApiServer): Promise<void> {
  for (const name of ['shop', 'many']) await ask('POST', '/api/v1/namespaces', { metadata: { name } })
  const labels = { app: 'web' }
  const podSpec = { containers: [{ name: 'web', image: IMAGE }] }
  const template = { metadata: { labels }, spec: podSpec }
  const spec = { selector: { matchLabels: labels }, template }
  const make = async (path: string, body: object): Promise<{ uid: string; name: string }> => {
    const made = await ask('POST', path, body)
    return { uid: textAt(made, 'metadata', 'uid'), name: textAt(made, 'metadata', 'name') }
  }
  const web = await make(shop('apis/apps/v1', 'deployments'), { metadata: { name: 'web' }, spec })
  const set = await make(shop('apis/apps/v1', 'replicasets'), {
    metadata: { name: 'web-1', ...ownedBy('Deployment', web) },
    spec,
  })
  const pods = shop('api/v1', 'pods')
  const pod = await make(pods, {
    metadata: { name: 'web-1-a', ...ownedBy('ReplicaSet', set) },
    spec: podSpec,
  })
  await make(pods, { metadata: { name: 'lonely', labels: { app: 'lonely' } }, spec: podSpec })
  const gone = { name: 'gone', uid: '00000000-0000-0000-0000-000000000000' }
  await make(pods, { metadata: { name: 'orphan', ...ownedBy('ReplicaSet', gone) }, spec: podSpec })
  await ask('POST', shop(`apis/${await cronJobVersion(ask)}`, 'cronjobs'), {
    metadata: { name: 'nightly' },
    spec: {
      schedule: '0 3 * * *',
      jobTemplate: { spec: { template: { spec: { ...podSpec, restartPolicy: 'Never' } } } },
    },
  })
  await ask('POST', shop('api/v1', 'secrets'), {
    metadata: { name: 'acr' },
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': '{"auths":{}}' },
  })
  await ask('POST', shop('api/v1', 'serviceaccounts'), {
    metadata: { name: 'web' },
    imagePullSecrets: [{ name: 'acr' }],
  })
  await ask('PATCH', `${pods}/web-1-a/status`, {
    status: {
      containerStatuses: [
        {
          name: 'web',
          image: IMAGE,
          imageID: '',
          ready: false,
          restartCount: 0,
          state: { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${IMAGE}"` } },
        },
      ],
    },
  })
  const event = (reason: string, message: string, fieldPath?: string): object => ({
    metadata: { generateName: 'web-' },
    involvedObject: { kind: 'Pod', namespace: 'shop', name: pod.name, uid: pod.uid, fieldPath },
    type: 'Warning',
    reason,
    message,
    lastTimestamp: '2026-08-01T11:59:00Z',
  })
  const events = shop('api/v1', 'events')
  await ask('POST', events, event('FailedToRetrieveImagePullSecret', MISSING))
  await ask('POST', events, event('Failed', ANONYMOUS, 'spec.containers{web}'))
  await ask('POST', events, event('Failed', 'Error: ErrImagePull', 'spec.containers{web}'))
  await fillMany(ask, template)
  await allowLists(ask)
}

const MISSING =
  'Unable to retrieve some image pull secrets (acr); attempting to pull the image may not succeed.'
const ANONYMOUS = `Failed to pull image "${IMAGE}": failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized`

async function fillMany(ask: ApiServer['ask'], template: object): Promise<void> {
  for (let at = 0; at < 600; at += 1)
    await ask('POST', '/api/v1/namespaces/many/podtemplates', { metadata: { name: `many-${at}` }, template })
}

async function allowLists(ask: ApiServer['ask']): Promise<void> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/shop'
  await ask('POST', `${rbac}/roles`, {
    metadata: { name: 'lister' },
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }],
  })
  await ask('POST', `${rbac}/rolebindings`, {
    metadata: { name: 'lister' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'lister' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'lister' }],
  })
}

async function defineCranes({ ask }: ApiServer): Promise<void> {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
  await ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    metadata: { name: 'cranes.stable.example.com' },
    spec: {
      group: 'stable.example.com',
      scope: 'Namespaced',
      names: { plural: 'cranes', kind: 'Crane' },
      versions: [{ name: 'v1', schema, served: true, storage: true }],
    },
  })
  // It takes the server a moment to serve a new kind.
  for (let left = 100; left > 0; left -= 1) {
    const found = await ask('GET', '/apis/stable.example.com/v1').catch(() => undefined)
    if (recordsAt(found, 'resources').length > 0) return
    await sleep(100)
  }
  throw new Error('a new kind is not served')
}

/** CronJobs are of `batch/v1` since Kubernetes 1.21, and of nothing else since 1.25. */
async function cronJobVersion(ask: ApiServer['ask']): Promise<string> {
  const served = await ask('GET', '/apis/batch/v1')
  const names = recordsAt(served, 'resources').map(resource => textAt(resource, 'name'))
  return names.includes('cronjobs') ? 'batch/v1' : 'batch/v1beta1'
}
