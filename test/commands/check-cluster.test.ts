import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { DISCOVERY, status, withKube } from '../cluster/kube.ts'
import type { Kube, Reply } from '../cluster/kube.ts'
import { base64, dockerConfig } from '../check/looking.ts'
import { makeFolder } from '../folder.ts'
import { memoryRegistries } from '../registry/memory.ts'
import { podText } from '../report/checks.ts'
import { acr } from './in-process.ts'
import type { Ran } from './in-process.ts'
import type { CheckFormat } from '../../src/report/check/options.ts'
import { checkInFormats } from './check-formats.ts'

const IMAGE = 'contoso.azurecr.io/web:1'
const SHOP = '/api/v1/namespaces/shop'
const APPS = '/apis/apps/v1/namespaces/shop'
const JOBS = '/apis/batch/v1/namespaces/shop/jobs'
const CRON = '/apis/batch/v1beta1/namespaces/shop/cronjobs'

function list(...items: readonly object[]): Reply {
  return { kind: 'List', apiVersion: 'v1', metadata: {}, items }
}

function deployment(name: string, ...secrets: readonly string[]): object {
  const listed = secrets.length === 0 ? {} : { imagePullSecrets: secrets.map(one => ({ name: one })) }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', uid: `uid-${name}` },
    spec: { template: { spec: { ...listed, containers: [{ name: 'web', image: IMAGE }] } } },
  }
}

function account(name: string, ...secrets: readonly string[]): object {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: 'shop' },
    imagePullSecrets: secrets.map(one => ({ name: one })),
  }
}

const SECRET = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'acr-secret', namespace: 'shop' },
  type: 'kubernetes.io/dockerconfigjson',
  data: { '.dockerconfigjson': base64(dockerConfig('contoso.azurecr.io')) },
}

function failingPod(owner: string, message: string): object {
  const controller = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: owner,
    uid: `uid-${owner}`,
    controller: true,
  }
  const waiting = { reason: 'ImagePullBackOff', message }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${owner}-1`, namespace: 'shop', uid: `pod-${owner}`, ownerReferences: [controller] },
    spec: { containers: [{ name: 'web', image: IMAGE }] },
    status: { containerStatuses: [{ name: 'web', image: IMAGE, state: { waiting } }] },
  }
}

/** A namespace `shop` in which nothing runs, as far as nothing else is said. */
function shop(replies: Readonly<Record<string, Reply>> = {}): Readonly<Record<string, Reply>> {
  return {
    ...DISCOVERY,
    [`${SHOP}/pods`]: list(),
    [`${SHOP}/events`]: list(),
    [`${SHOP}/serviceaccounts`]: list(account('default')),
    [`${SHOP}/secrets/acr-secret`]: SECRET,
    [`${APPS}/deployments`]: list(),
    [`${APPS}/replicasets`]: list(),
    [JOBS]: list(),
    [CRON]: list(),
    ...replies,
  }
}

const test = suite('check of a cluster')

const run = (
  line: string,
  replies: Readonly<Record<string, Reply>>,
  more: Parameters<typeof acr>[1] = {},
): Promise<Ran & { readonly asked: Kube['asked'] }> =>
  withKube('http', replies, async kube => {
    const folder = makeFolder({ config: kube.config() })
    const env = { KUBECONFIG: `${folder}/config`, PATH: process.env['PATH'] ?? '' }
    const ran = await acr(line, { env, spawn, ...more })
    return { ...ran, asked: kube.asked }
  })

const showIn = (
  formats: readonly CheckFormat[],
  replies: Readonly<Record<string, Reply>>,
): Promise<readonly string[]> =>
  withKube('http', replies, async kube => {
    const KUBECONFIG = join(makeFolder({ config: kube.config() }), 'config')
    return checkInFormats('check -n shop', formats, { env: { KUBECONFIG } })
  })

const told = ({ stdout }: Ran): string => {
  const { images, findings }: Report = JSON.parse(stdout)
  const named = images.map(image => `${image.name} ${image.status}`).join(', ')
  return `${named}: ${findings.map(({ severity, code }) => `${severity} ${code}`).join(', ')}`
}

interface Report {
  readonly images: readonly { readonly name: string; readonly status: string }[]
  readonly findings: readonly { readonly severity: string; readonly code: string }[]
}

const anonymous = 'failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized'
const oauth = 'failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized'
const web = { [`${APPS}/deployments`]: list(deployment('web', 'acr-secret')) }
const pods = (message: string): Readonly<Record<string, Reply>> =>
  shop({ ...web, [`${SHOP}/pods`]: list(failingPod('web', message)) })

const table: Record<string, [replies: Readonly<Record<string, Reply>>, code: number, told: string]> = {
  'all is well': [shop(web), 0, 'web pulls: '],
  'nothing is listed': [
    shop({ [`${APPS}/deployments`]: list(deployment('web')) }),
    1,
    'web fails: error no-pull-secret',
  ],
  'its ServiceAccount lists it': [
    shop({
      [`${APPS}/deployments`]: list(deployment('web')),
      [`${SHOP}/serviceaccounts`]: list(account('default', 'acr-secret')),
    }),
    0,
    'web pulls: ',
  ],
  'a Pod keeps the list that it was made with': [
    shop({
      [`${SHOP}/pods`]: list({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'lonely', namespace: 'shop', uid: 'x' },
        spec: { containers: [{ name: 'web', image: IMAGE }] },
      }),
      [`${SHOP}/serviceaccounts`]: list(account('default', 'acr-secret')),
    }),
    1,
    'lonely fails: error no-pull-secret',
  ],
  'a Secret is missing': [
    shop({ ...web, [`${SHOP}/secrets/acr-secret`]: status(404, 'NotFound') }),
    1,
    'web fails: error secret-missing',
  ],
  'a Secret may not be read': [
    shop({
      ...web,
      [`${SHOP}/secrets/acr-secret`]: status(403, 'Forbidden'),
      [`${SHOP}/secrets`]: status(403, 'Forbidden'),
    }),
    0,
    'web unknown: warning secret-denied',
  ],
  'ServiceAccounts may not be read': [
    shop({
      [`${APPS}/deployments`]: list(deployment('web')),
      [`${SHOP}/serviceaccounts`]: status(403, 'Forbidden'),
    }),
    0,
    'web unknown: warning service-account-denied',
  ],
  'pods are older than the list': [pods(anonymous), 1, 'web fails: error pull-without-credential'],
  'pods whose credential is refused': [pods(oauth), 1, 'web fails: error pull-refused'],
  'pods whose image is missing': [pods('not here: not found'), 1, 'web fails: error pull-not-found'],
  'pods that a firewall keeps out': [
    pods('client with IP is not allowed access'),
    1,
    'web fails: error pull-blocked',
  ],
  'pods that fail for no known reason': [pods('Back-off'), 1, 'web fails: error pull-failing'],
  'a failing pod of what is not known': [
    shop({ [`${SHOP}/pods`]: list(failingPod('gone', anonymous)) }),
    1,
    'gone-1 fails: error pull-without-credential, error no-pull-secret',
  ],
}

for (const [name, [replies, code, expected]] of Object.entries(table)) {
  test(name, async () => {
    const ran = await run('check -n shop -o json', replies)
    assert.is(ran.stderr, '')
    assert.is(told(ran), expected)
    assert.is(ran.code, code)
    for (const text of await showIn(['table', 'wide', 'sarif', 'github', 'junit'], replies))
      assert.not.match(text, 'hunter2')
  })
}

test('Secrets that no ACR image needs are not read', async () => {
  const plain = deployment('plain', 'other')
  const text = JSON.stringify(plain).replaceAll(IMAGE, 'nginx')
  const { asked } = await run('check -n shop', shop({ [`${APPS}/deployments`]: list(JSON.parse(text)) }))
  assert.equal(
    asked.filter(({ path }) => path.includes('/secrets')),
    [],
  )
})

test('who may list nothing hears one error, and what shows it', async () => {
  const denied = Object.fromEntries(
    Object.entries(shop()).map(([path, reply]) => [
      path,
      path in DISCOVERY ? reply : status(403, 'Forbidden'),
    ]),
  )
  const { code, stdout, stderr } = await run('check -n shop', denied)
  assert.equal([code, stdout], [2, ''])
  assert.match(
    stderr,
    "error: forbidden: the user cannot list any workloads (context test); 'kubectl auth can-i list pods -n shop' shows it",
  )
})

test('what may not be listed is named in all formats', async () => {
  const replies = shop({ ...web, [JOBS]: status(403, 'Forbidden') })
  const line = 'kubectl auth can-i list jobs.batch -n shop'
  const { code, stdout } = await run('check -n shop', replies)
  assert.is(code, 0)
  assert.match(stdout, line)
  for (const text of await showIn(['table', 'wide', 'json', 'sarif', 'github', 'junit'], replies))
    assert.match(text, line)
})

test('what stands in a cluster has no file, and is named by its cluster', async () => {
  const replies = shop({ [`${APPS}/deployments`]: list(deployment('web')) })
  const github = await run('check -n shop -o github', replies)
  assert.match(
    github.stdout,
    '::error title=kubectl acr check::cluster test, deployment/web (shop): the pod spec lists',
  )
  const sarif = await run('check -n shop -o sarif', replies)
  const [result] = JSON.parse(sarif.stdout).runs[0].results
  assert.equal(result.locations, [
    { logicalLocations: [{ name: 'deployment/web (shop)', kind: 'resource' }] },
  ])
  assert.match(result.message.text, 'cluster test, deployment/web (shop): ')
})

test('would manifests work there?', async () => {
  const folder = makeFolder({ 'pod.yaml': podText('new', [IMAGE], ['acr-secret']) })
  const well = await run('check -f pod.yaml --cluster -o json', shop(web), { cwd: folder })
  assert.is(told(well), 'new pulls: ')
  assert.equal(
    well.asked.map(({ path }) => path),
    [`${SHOP}/serviceaccounts`, `${SHOP}/secrets/acr-secret`],
  )
  const gone = await run(
    'check -f pod.yaml --cluster -o json',
    shop({ [`${SHOP}/secrets/acr-secret`]: status(404, 'NotFound') }),
    { cwd: folder },
  )
  assert.equal([gone.code, told(gone)], [1, 'new fails: error secret-missing'])
})

test('manifests without a namespace go where -n says', async () => {
  const pod = podText('new', [IMAGE]).replace(', namespace: shop', '').replace('imagePullSecrets: []', '')
  const replies = shop({ [`${SHOP}/serviceaccounts`]: list(account('default', 'acr-secret')) })
  const ran = await run('check -f - --cluster -n shop -o json', replies, { input: pod })
  assert.is(told(ran), 'new pulls: ')
})

test('manifests of which nothing can be told there leave with 2, and are shown', async () => {
  const denied = status(403, 'Forbidden')
  const replies = {
    [`${SHOP}/serviceaccounts`]: denied,
    [`${SHOP}/secrets/acr-secret`]: denied,
    [`${SHOP}/secrets`]: denied,
  }
  const input = podText('new', [IMAGE], ['acr-secret'])
  const { code, stdout } = await run('check -f - --cluster', replies, { input })
  assert.is(code, 2)
  assert.match(
    stdout,
    'not checked: serviceaccounts and secrets in namespace shop: forbidden; to see it, type:',
  )
})

test('the Secrets of a cluster are shown to the registries of their images', async () => {
  const { fetch, logins } = memoryRegistries({
    passwords: { 'contoso.azurecr.io/puller': 'other' },
    images: [IMAGE],
  })
  const ran = await run('check -n shop --registry-login -o json', shop(web), { fetch })
  assert.equal([ran.code, told(ran)], [1, 'web fails: error credential-refused'])
  assert.equal(logins, ['contoso.azurecr.io puller'])
})

test('a pod and its registry give one verdict', async () => {
  const listing = failingPod('web', oauth)
  const failing = {
    ...listing,
    spec: { imagePullSecrets: [{ name: 'acr-secret' }], containers: [{ name: 'web', image: IMAGE }] },
  }
  const replies = shop({ ...web, [`${SHOP}/pods`]: list(failing) })
  const line = 'check -n shop --registry-login'
  const refusing = memoryRegistries({
    passwords: { 'contoso.azurecr.io/puller': 'other' },
    images: [IMAGE],
  })
  const refused = await run(`${line} -o json`, replies, { fetch: refusing.fetch })
  assert.is(told(refused), 'web fails: error pull-refused')
  const honouring = memoryRegistries({
    passwords: { 'contoso.azurecr.io/puller': 'hunter2' },
    images: [IMAGE],
  })
  const honoured = await run(line, replies, { fetch: honouring.fetch })
  assert.match(
    honoured.stdout,
    'at the last attempt: the registry did not accept the credential that was sent (acr-secret), and accepts it now',
  )
  assert.match(honoured.stdout, 'nothing to do')
})

test('what a registry wants of this machine says nothing of nodes with an identity of their own', async () => {
  const node = { metadata: { name: 'aks-1', labels: { 'kubernetes.azure.com/cluster': 'shop' } } }
  const replies = shop({
    [`${APPS}/deployments`]: list(deployment('web')),
    '/api/v1/nodes': list(node),
  })
  const { fetch } = memoryRegistries({ passwords: {}, images: [IMAGE] })
  for (const line of ['check -n shop -o json', 'check -n shop -o json --registry-login']) {
    const ran = await run(line, replies, { fetch })
    assert.is(told(ran), 'web unknown: warning nodes-may-pull')
  }
  const input = podText('new', [IMAGE]).replace('imagePullSecrets: []', '')
  const manifests = await run('check -f - --cluster -n shop -o json', replies, { input })
  assert.is(told(manifests), 'new unknown: warning nodes-may-pull')
})

test('how far it is stands on a terminal, and is gone at the end', async () => {
  const isTerminal = { stdin: true, stdout: false, stderr: true }
  const { stderr } = await run('check -n shop', shop(web), { isTerminal })
  assert.match(stderr, /reading \d+ of \d+ pages?…/)
  assert.ok(stderr.endsWith('\r\u001b[K'))
})

test('a label selects', async () => {
  const { asked } = await run('check -n shop -l app=web', shop(web))
  assert.is(asked.find(({ path }) => path === `${APPS}/deployments`)?.query.get('labelSelector'), 'app=web')
})

test.run()
