import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { connect } from '../../../src/cluster/connect.ts'
import type { ClusterOptions } from '../../../src/cluster/connect.ts'
import { readKubeconfig } from '../../../src/cluster/connection/kubeconfig-files.ts'
import { makeFolder } from '../../folder.ts'
import { findProgram } from '../../skipped.ts'
import { refusal, connectContext } from '../connect-context.ts'

const FIRST = `
apiVersion: v1
kind: Config
current-context: shop
contexts:
- name: shop
  context: {cluster: prod, user: me, namespace: shop}
- name: bare
  context: {cluster: prod, user: me}
clusters:
- name: prod
  cluster: {server: "https://first.example/"}
users:
- name: me
  user: {token: first-token}
`
const SECOND = `
current-context: other
contexts:
- name: shop
  context: {cluster: other, user: me, namespace: elsewhere}
- name: other
  context: {cluster: other, user: you}
clusters:
- name: prod
  cluster: {server: "https://second.example", tls-server-name: x}
- name: other
  cluster: {server: "https://other.example/k8s/clusters/c-1"}
users:
- name: me
  user: {username: second}
`
const folder = makeFolder({
  first: FIRST,
  second: SECOND,
  empty: '',
  broken: 'users:\n- name: x\n  user: {token: very-secret\n',
  list: '- very-secret',
  bare: 'clusters:\n- {name: a, cluster: {}}\n- {name: b, cluster: {server: "ftp://very-secret@x"}}\n',
})
const files = (...names: string[]): string => names.map(name => join(folder, name)).join(delimiter)

async function where(options: ClusterOptions, env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const { server, context, namespace } = await connect(options, connectContext(env))
  return [server, context, namespace]
}

const refuse = (options: ClusterOptions): Promise<unknown> =>
  refusal(connect({ kubeconfig: join(folder, 'first'), ...options }, connectContext()))

const refuseFile = (name: string, more: ClusterOptions = {}): Promise<unknown> =>
  refusal(connect({ kubeconfig: name, ...more }, { ...connectContext(), cwd: folder }))

test('the context says cluster and namespace, and the flags say otherwise', async () => {
  const kubeconfig = join(folder, 'first')
  assert.equal(await where({ kubeconfig }), ['https://first.example', 'shop', 'shop'])
  assert.equal(await where({ kubeconfig, context: 'bare' }), ['https://first.example', 'bare', 'default'])
  assert.equal(await where({ kubeconfig, namespace: 'x' }), ['https://first.example', 'shop', 'x'])
})

test('of several files, the first one that has a name gives it whole', async () => {
  const env = { KUBECONFIG: files('missing', 'first', 'empty', 'second', 'first') }
  assert.equal(await where({}, env), ['https://first.example', 'shop', 'shop'])
  assert.equal(await where({ cluster: 'other' }, env), [
    'https://other.example/k8s/clusters/c-1',
    'shop',
    'shop',
  ])
  const reversed = { KUBECONFIG: files('second', 'first') }
  assert.equal(await where({ context: 'shop' }, reversed), [
    'https://other.example/k8s/clusters/c-1',
    'shop',
    'elsewhere',
  ])
})

test('kubectl merges the same', async () => {
  const kubectl = findProgram('kubectl', 'kubeconfigs as kubectl merges them')
  if (kubectl === undefined) return
  for (const names of [
    ['first', 'second'],
    ['second', 'first'],
    ['missing', 'empty', 'second'],
  ]) {
    const env = { PATH: process.env['PATH'] ?? '', KUBECONFIG: files(...names) }
    const args = 'config view --raw -o json'.split(' ')
    const { stdout } = spawnSync(kubectl, args, { env, encoding: 'utf8' })
    const theirs = JSON.parse(stdout)
    const { config } = await readKubeconfig(undefined, { cwd: folder, env })
    const ours = (entries: typeof config.users, key: string): object[] =>
      [...entries]
        .map(([name, { values }]) => ({ name, [key]: values }))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
    assert.is(config.currentContext, theirs['current-context'])
    assert.equal(ours(config.contexts, 'context'), theirs.contexts)
    assert.equal(ours(config.clusters, 'cluster'), theirs.clusters)
    assert.equal(ours(config.users, 'user'), theirs.users)
  }
})

test('without a flag and a variable it is the file in the home', async () => {
  const home = makeFolder({ '.kube/config': FIRST })
  assert.equal(await where({}, { HOME: home }), ['https://first.example', 'shop', 'shop'])
})

test('a name that is not there is an error with what is meant', async () => {
  assert.equal(await refuse({ context: 'shopp' }), {
    code: 'unknown-name',
    what: 'the kubeconfig has no context "shopp"',
    remedy: 'did you mean "shop"?',
  })
  assert.equal(await refuse({ context: 'staging' }), {
    code: 'unknown-name',
    what: 'the kubeconfig has no context "staging"',
    remedy: 'choose one with --context: shop, bare',
  })
  assert.equal(await refuse({ user: 'nobody' }), {
    code: 'unknown-name',
    what: 'the kubeconfig has no user "nobody"',
    remedy: 'choose one with --user: me',
  })
  assert.equal(await refusal(where({ kubeconfig: join(folder, 'second'), context: 'other' })), {
    code: 'unknown-name',
    what: 'the kubeconfig has no user "you"',
    remedy: 'choose one with --user: me',
  })
})

test('a file that cannot be used is named, and nothing in it', async () => {
  const remedy = "see what 'kubectl config view' says about it"
  assert.equal(await refuseFile('missing'), {
    code: 'missing-file',
    what: 'the kubeconfig missing does not exist',
    remedy: 'check the path and its permissions',
  })
  assert.equal(await refuseFile('.'), {
    code: 'missing-file',
    what: 'the kubeconfig . cannot be read (EISDIR)',
    remedy: 'check the path and its permissions',
  })
  assert.equal(await refuseFile('broken'), {
    code: 'bad-kubeconfig',
    what: 'broken:4 is not a valid kubeconfig',
    remedy,
  })
  assert.equal(await refuseFile('list'), {
    code: 'bad-kubeconfig',
    what: 'list is not a valid kubeconfig',
    remedy,
  })
  assert.equal(await refuseFile('bare', { cluster: 'a' }), {
    code: 'bad-kubeconfig',
    what: 'the cluster has no server',
    remedy: "set it in the kubeconfig: 'kubectl config set-cluster NAME --server=URL'",
  })
  assert.equal(await refuseFile('bare', { cluster: 'b' }), {
    code: 'bad-kubeconfig',
    what: "the cluster's server is not a valid URL",
    remedy: "set it in the kubeconfig: 'kubectl config set-cluster NAME --server=URL'",
  })
})

test('no cluster at all is an error that says how to get one', async () => {
  const home = makeFolder()
  assert.equal(await refusal(where({}, { HOME: home })), {
    code: 'no-kubeconfig',
    what: `no cluster is configured in ${join(home, '.kube', 'config')}`,
    remedy: "name a kubeconfig with --kubeconfig or KUBECONFIG ('az aks get-credentials' makes one for AKS)",
  })
  const text = FIRST.replace('current-context: shop', '')
  const kubeconfig = join(makeFolder({ config: text }), 'config')
  assert.equal(await refusal(where({ kubeconfig })), {
    code: 'unknown-name',
    what: 'the kubeconfig has no current context',
    remedy: "choose one with --context, such as shop, or with 'kubectl config use-context'",
  })
})

test.run()
