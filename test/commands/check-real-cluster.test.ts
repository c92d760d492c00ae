import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { base64, dockerConfig } from '../check/looking.ts'
import { ADMIN, startApiServer } from '../cluster/api-server.ts'
import type { ApiServer } from '../cluster/api-server.ts'
import { embedded } from '../cluster/authority.ts'
import { kubeconfig } from '../cluster/connect-context.ts'
import { textAt, valueAt } from '../../src/text/json-record.ts'
import { makeFolder } from '../folder.ts'
import { podText } from '../report/checks.ts'
import { findProgram, namedProgram, skipPart } from '../skipped.ts'
import { acr } from './in-process.ts'
import type { Ran } from './in-process.ts'

const PART = 'check by a real API server'
const apiServer = namedProgram('KUBE_APISERVER', PART)
const etcd = namedProgram('ETCD', PART)
const openssl = findProgram('openssl', PART)

const IMAGE = 'contoso.azurecr.io/web:1'
const ANONYMOUS = 'failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized'
const GROUP = 'rbac.authorization.k8s.io'
const reference = readFileSync(fileURLToPath(new URL('../../docs/reference.md', import.meta.url)), 'utf8')

const reported = new URL('../cluster/messages.json', import.meta.url)
/** What a runtime or a kubelet says of a pull, and the finding that it is. */
const messages: readonly {
  readonly name: string
  readonly reason: string
  readonly message: string
  readonly lists: boolean
  readonly code: string
}[] = JSON.parse(readFileSync(reported, 'utf8'))

interface Context {
  server: ApiServer
}

/** `check`, as the user of that name. */
function as(user: string, line: string, { server }: Context, input = ''): Promise<Ran> {
  return by(server.configFor(user, 'shop'), line, input)
}

function by(config: string, line: string, input = ''): Promise<Ran> {
  const env = { KUBECONFIG: `${makeFolder({ config })}/config`, PATH: process.env['PATH'] ?? '' }
  return acr(line, { env, spawn, input })
}

function owned(kind: string, owner: unknown): object {
  const [name, uid] = [textAt(owner, 'metadata', 'name'), textAt(owner, 'metadata', 'uid')]
  return { ownerReferences: [{ apiVersion: 'apps/v1', kind, controller: true, name, uid }] }
}

async function fill({ ask }: ApiServer): Promise<void> {
  await ask('POST', '/api/v1/namespaces', { metadata: { name: 'shop' } })
  await ask('POST', '/api/v1/namespaces/shop/secrets', {
    metadata: { name: 'acr-secret' },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': base64(dockerConfig('contoso.azurecr.io')) },
  })
  await ask('POST', '/api/v1/namespaces/shop/serviceaccounts', {
    metadata: { name: 'default' },
    imagePullSecrets: [{ name: 'acr-secret' }],
  })
  const labels = { app: 'web' }
  const podSpec = { containers: [{ name: 'web', image: IMAGE }] }
  const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: podSpec } }
  const apps = '/apis/apps/v1/namespaces/shop'
  const web = await ask('POST', `${apps}/deployments`, { metadata: { name: 'web' }, spec })
  const set = await ask('POST', `${apps}/replicasets`, {
    metadata: { name: 'web-1', ...owned('Deployment', web) },
    spec,
  })
  const pods = '/api/v1/namespaces/shop/pods'
  await ask('POST', pods, { metadata: { name: 'web-1-a', ...owned('ReplicaSet', set) }, spec: podSpec })
  const waiting = { reason: 'ImagePullBackOff', message: ANONYMOUS }
  const container = {
    name: 'web',
    image: IMAGE,
    imageID: '',
    ready: false,
    restartCount: 0,
    state: { waiting },
  }
  await ask('PATCH', `${pods}/web-1-a/status`, { status: { containerStatuses: [container] } })
  const [, role = ''] = /```yaml\n(apiVersion: rbac[^]*?)```/.exec(reference) ?? []
  const rbac = `/apis/${GROUP}/v1/namespaces/shop`
  await ask('POST', `${rbac}/roles`, parse(role))
  await ask('POST', `${rbac}/rolebindings`, {
    metadata: { name: 'checker' },
    roleRef: { apiGroup: GROUP, kind: 'Role', name: 'acr-check' },
    subjects: [{ apiGroup: GROUP, kind: 'User', name: 'checker' }],
  })
}

if (apiServer !== undefined && etcd !== undefined && openssl !== undefined) {
  const test = suite<Context>(PART)
  test.before(async context => {
    context.server = await startApiServer({ apiServer, etcd, openssl })
    await fill(context.server)
  })
  test.after(({ server }) => server.stop())

  test('pods that are older than what they would list now', async context => {
    const { code, stdout } = await as(ADMIN, 'check -n shop', context)
    assert.is(code, 1)
    assert.match(
      stdout,
      /✗ deployment\/web +contoso\.azurecr\.io\/web:1 +fails now: no credential was sent\n/,
    )
    assert.match(stdout, '    kubectl rollout restart deployment/web -n shop\n')
    assert.not.match(stdout, 'not checked')
  })

  test('the Role of docs/reference.md is enough', async context => {
    const [own, admins] = [
      await as('/CN=checker', 'check -n shop', context),
      await as(ADMIN, 'check -n shop', context),
    ]
    assert.equal(own, admins)
  })

  test('who has no right is told one thing', async context => {
    const { code, stdout, stderr } = await as('/CN=dev', 'check -n shop', context)
    assert.equal([code, stdout], [2, ''])
    assert.match(stderr, /^error: forbidden: the user cannot list any workloads [^\n]+\n$/)
    assert.match(stderr, 'kubectl auth can-i list pods -n shop')
  })

  test('a ServiceAccount with its token, as within a pod', async context => {
    const { server } = context
    const { address, authority, ask } = server
    const accounts = '/api/v1/namespaces/shop/serviceaccounts'
    await ask('POST', accounts, { metadata: { name: 'checker' } })
    await ask('POST', `/apis/${GROUP}/v1/namespaces/shop/rolebindings`, {
      metadata: { name: 'checker-account' },
      roleRef: { apiGroup: GROUP, kind: 'Role', name: 'acr-check' },
      subjects: [{ kind: 'ServiceAccount', name: 'checker', namespace: 'shop' }],
    })
    const token = textAt(await ask('POST', `${accounts}/checker/token`, { spec: {} }), 'status', 'token')
    const config = kubeconfig({
      cluster: { server: address, 'certificate-authority-data': embedded(authority.certificate) },
      user: { token },
      namespace: 'shop',
    })
    assert.equal(await by(config, 'check -n shop'), await as(ADMIN, 'check -n shop', context))
    const without = await by(config, 'check -n default')
    assert.is(without.code, 2)
    assert.match(without.stderr, 'kubectl auth can-i list pods -n default')
  })

  test('what pods tell, by their real status', async context => {
    const { ask } = context.server
    await ask('POST', '/api/v1/namespaces', { metadata: { name: 'told' } })
    await ask('POST', '/api/v1/namespaces/told/secrets', {
      metadata: { name: 'acr-secret' },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': base64(dockerConfig('contoso.azurecr.io')) },
    })
    const pods = '/api/v1/namespaces/told/pods'
    for (const { name, reason, message, lists } of messages) {
      const container = { name: 'web', image: IMAGE }
      const imagePullSecrets = lists ? [{ name: 'acr-secret' }] : []
      await ask('POST', pods, { metadata: { name }, spec: { containers: [container], imagePullSecrets } })
      const state = { waiting: { reason, message } }
      await ask('PATCH', `${pods}/${name}/status`, {
        status: { containerStatuses: [{ ...container, imageID: '', ready: false, restartCount: 0, state }] },
      })
    }
    const { stdout } = await as(ADMIN, 'check -n told -o json', context)
    const { findings }: { findings: readonly { name: string; code: string }[] } = JSON.parse(stdout)
    for (const { name, code } of messages)
      assert.ok(
        findings.some(finding => finding.name === name && finding.code === code),
        `${name} is ${code}`,
      )
  })

  test('kinds are learnt from the CRDs of the cluster', async context => {
    const { ask, send } = context.server
    const properties = {
      image: { type: 'string' },
      imagePullSecrets: {
        type: 'array',
        items: { type: 'object', properties: { name: { type: 'string' } } },
      },
    }
    await ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      metadata: { name: 'workers.contoso.com' },
      spec: {
        group: 'contoso.com',
        names: { kind: 'Worker', plural: 'workers' },
        scope: 'Namespaced',
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } },
            },
          },
        ],
      },
    })
    const workers = '/apis/contoso.com/v1/namespaces/shop/workers'
    const worker = {
      apiVersion: 'contoso.com/v1',
      kind: 'Worker',
      metadata: { name: 'one', namespace: 'shop' },
      spec: { image: IMAGE },
    }
    // It takes the server a moment to serve a new kind.
    for (let left = 100; left > 0 && (await send('POST', workers, worker)).status !== 201; left -= 1)
      await sleep(100)
    const checked = await as(ADMIN, 'check -n shop --crds-from-cluster', context)
    assert.match(checked.stdout, /✗ worker\.contoso\.com\/one +contoso\.azurecr\.io\/web:1 +no pull secret\n/)
    const injected = await as(ADMIN, 'inject -f - --crds-from-cluster', context, JSON.stringify(worker))
    assert.is(injected.code, 0)
    const { text: now } = await send('GET', `${workers}/one`)
    const metadata = valueAt(JSON.parse(now), 'metadata')
    const { spec } = JSON.parse(injected.stdout)
    const replaced = await send('PUT', `${workers}/one`, { ...worker, metadata, spec })
    assert.is(replaced.status, 200, replaced.text)
    assert.equal(valueAt(JSON.parse(replaced.text), 'spec', 'imagePullSecrets'), [{ name: 'acr-secret' }])
    const again = await as(ADMIN, 'check -n shop --crds-from-cluster', context)
    assert.match(again.stdout, /✓ worker\.contoso\.com\/one +contoso\.azurecr\.io\/web:1 +acr-secret\n/)
  })

  test('a list that an admission policy gives', async context => {
    const { ask, send } = context.server
    const policies = '/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies'
    if ((await send('GET', policies)).status === 404) {
      skipPart(`${PART}: the list of an admission policy (the server has none: they came with 1.36)`)
      return
    }
    await ask('POST', '/api/v1/namespaces', { metadata: { name: 'policed', labels: { policed: 'yes' } } })
    await ask('POST', '/api/v1/namespaces/policed/secrets', {
      metadata: { name: 'acr-secret' },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': base64(dockerConfig('contoso.azurecr.io')) },
    })
    const pods = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }
    await ask('POST', policies, {
      metadata: { name: 'pull-secrets' },
      spec: {
        failurePolicy: 'Fail',
        reinvocationPolicy: 'Never',
        matchConstraints: { resourceRules: [pods] },
        mutations: [
          {
            patchType: 'JSONPatch',
            jsonPatch: {
              expression:
                '[JSONPatch{op: "add", path: "/spec/imagePullSecrets", value: [{"name": "acr-secret"}]}]',
            },
          },
        ],
      },
    })
    await ask('POST', '/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings', {
      metadata: { name: 'pull-secrets' },
      spec: {
        policyName: 'pull-secrets',
        matchResources: { namespaceSelector: { matchLabels: { policed: 'yes' } } },
      },
    })
    const labels = { app: 'web' }
    const spec = { containers: [{ name: 'web', image: IMAGE }] }
    const web = await ask('POST', '/apis/apps/v1/namespaces/policed/deployments', {
      metadata: { name: 'web' },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    })
    const path = '/api/v1/namespaces/policed/pods'
    const pod = { metadata: { name: 'web-a', labels, ...owned('Deployment', web) }, spec }
    // It takes a policy a moment to act.
    for (let left = 100; left > 0; left -= 1) {
      const { text } = await send('POST', `${path}?dryRun=All`, pod)
      if (text.includes('acr-secret')) break
      await sleep(100)
    }
    await ask('POST', path, pod)
    const { code, stdout } = await as(ADMIN, 'check -n policed', context)
    assert.match(stdout, /✓ deployment\/web +contoso\.azurecr\.io\/web:1 +acr-secret\n/)
    assert.is(code, 0)
  })

  test('manifests for the cluster', async context => {
    const good = podText('new', [IMAGE], ['acr-secret'])
    const { code, stdout } = await as('/CN=checker', 'check -f - --cluster', context, good)
    assert.is(code, 0)
    assert.match(stdout, /✓ pod\/new +contoso\.azurecr\.io\/web:1 +acr-secret\n/)
    const bad = await as('/CN=checker', 'check -f - --cluster', context, podText('new', [IMAGE], ['gone']))
    assert.is(bad.code, 1)
    assert.match(bad.stdout, 'Secret gone does not exist in namespace shop')
  })

  test.run()
}
