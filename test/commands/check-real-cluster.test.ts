import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { base64, dockerConfig } from '../check/looking.ts'
import { startApiServer } from '../cluster/api-server.ts'
import type { ApiServer } from '../cluster/api-server.ts'
import { embedded } from '../cluster/authority.ts'
import { kubeconfig } from '../cluster/surroundings.ts'
import { textAt } from '../../src/text/json-record.ts'
import { makeFolder } from '../folder.ts'
import { podText } from '../report/checks.ts'
import { findProgram, namedProgram } from '../skipped.ts'
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

interface Context {
  server: ApiServer
}

/** `check`, as the user of that name. */
function as(user: string, line: string, { server }: Context, input = ''): Promise<Ran> {
  const { address, authority } = server
  const { certificate, key } = authority.sign(`user-${user.replaceAll(/\W/g, '')}`, user)
  const config = kubeconfig({
    cluster: { server: address, 'certificate-authority-data': embedded(authority.certificate) },
    user: { 'client-certificate': certificate, 'client-key': key },
    namespace: 'shop',
  })
  const env = { KUBECONFIG: `${makeFolder({ config })}/config`, PATH: process.env['PATH'] ?? '' }
  return acr(line, { env, spawn, input })
}

const ADMIN = '/O=system:masters/CN=admin'

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
    assert.not.match(stdout, 'not looked at')
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
    assert.match(stderr, /^error: forbidden: nothing that runs images may be listed [^\n]+\n$/)
    assert.match(stderr, 'kubectl auth can-i list pods -n shop')
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
