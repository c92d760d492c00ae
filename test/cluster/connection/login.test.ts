import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConnectContext } from '../../../src/cluster/connect.ts'
import { makeFolder } from '../../folder.ts'
import { findProgram } from '../../skipped.ts'
import { embedded, makeAuthority } from '../authority.ts'
import { inTurn, status, withKube } from '../kube.ts'
import type { Asked, Kube, Reply } from '../kube.ts'
import { NOW, connectBy, kubeconfig, refusal, connectContext } from '../connect-context.ts'

const plugin = (text: string, more: object = {}): object => {
  const folder = makeFolder({ 'plugin.cjs': text })
  const args = [join(folder, 'plugin.cjs'), '--client-secret=very-secret']
  const apiVersion = 'client.authentication.k8s.io/v1'
  return { exec: { apiVersion, command: process.execPath, args, interactiveMode: 'IfAvailable', ...more } }
}

const answer = (fields: object): string =>
  `process.stdout.write(JSON.stringify({ kind: 'ExecCredential', status: ${JSON.stringify(fields)} }))`

const counting = (expires: string): object => {
  const counter = join(makeFolder({ n: '' }), 'n')
  return plugin(`
    const fs = require('node:fs')
    fs.appendFileSync(${JSON.stringify(counter)}, 'x')
    const token = fs.readFileSync(${JSON.stringify(counter)}, 'utf8')
    process.stdout.write(JSON.stringify({ status: { token, expirationTimestamp: '${expires}' } }))`)
}

const jwt = (exp: number): string =>
  ['{}', JSON.stringify({ exp }), ''].map(part => Buffer.from(part).toString('base64url')).join('.')

const oidc = (token: string): object => ({
  'auth-provider': { name: 'oidc', config: { 'id-token': token, 'refresh-token': 'very-secret' } },
})

const openssl = findProgram('openssl', 'logins at a cluster')
if (openssl !== undefined) testLogins(openssl)

function testLogins(program: string): void {
  const test = suite('logins')
  const authority = makeAuthority(program)
  const client = authority.sign('/O=team/CN=jane')
  const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts'
  const EMPTY = { kind: 'ServiceAccountList', apiVersion: 'v1', metadata: {}, items: [] }

  /** What a server is shown by a user of a kubeconfig. */
  const shown = (
    user: object | ((kube: Kube) => object),
    around: ConnectContext = connectContext(),
    { reply = EMPTY, times = 1, cluster = {} }: { reply?: Reply; times?: number; cluster?: object } = {},
  ): Promise<readonly string[]> =>
    withKube(authority, { [ACCOUNTS]: reply }, async kube => {
      const chosen = typeof user === 'function' ? user(kube) : user
      const asking = await connectBy(kube.config(chosen, cluster), {}, around)
      for (let left = times; left > 0; left -= 1) await asking.listServiceAccounts(['default'])
      return kube.asked.map(showing)
    })

  test('a token', async () => {
    assert.equal(await shown({ token: 'abc' }), ['Bearer abc'])
  })

  test('a token file, which is looked for where the kubeconfig is, and taken before a token', async () => {
    const folder = makeFolder({ 'keys/token': 'from-file\n' })
    assert.equal(await shown({ tokenFile: join(folder, 'keys/token'), token: 'abc' }), ['Bearer from-file'])
    const path = join(makeFolder(), 'none')
    assert.equal(await refusal(shown({ tokenFile: path })), {
      code: 'missing-file',
      what: `the token file ${path} does not exist`,
      remedy: 'check the path and its permissions',
    })
  })

  test('a user name with its password', async () => {
    const basic = Buffer.from('jane:pass:word').toString('base64')
    assert.equal(await shown({ username: 'jane', password: 'pass:word' }), [`Basic ${basic}`])
  })

  test('a client certificate, in files or in the kubeconfig, which goes before files', async () => {
    const files = { 'client-certificate': client.certificate, 'client-key': client.key }
    assert.equal(await shown(files), ['jane'])
    const inside = {
      'client-certificate-data': embedded(client.certificate),
      'client-key-data': embedded(client.key),
    }
    assert.equal(await shown(inside), ['jane'])
    assert.equal(await shown({ 'client-certificate': 'none', 'client-key': 'none', ...inside }), ['jane'])
  })

  test('a client certificate that cannot be used', async () => {
    const key = join(makeFolder(), 'none.key')
    assert.equal(await refusal(shown({ 'client-certificate': client.certificate, 'client-key': key })), {
      code: 'missing-file',
      what: `a file of the kubeconfig ${key} does not exist`,
      remedy: 'check the path and its permissions',
    })
    const data = Buffer.from('very secret').toString('base64')
    const broken = await refusal(shown({ 'client-certificate-data': data, 'client-key-data': data }))
    assert.match(
      JSON.stringify(broken),
      /"code":"untrusted".*certificates of the kubeconfig do not work with \S+ \(ERR_OSSL_PEM_NO_START_LINE\)/,
    )
    assert.not.match(JSON.stringify(broken), /secret/)
  })

  test('impersonation', async () => {
    const user = {
      token: 'abc',
      as: 'someone',
      'as-uid': '7',
      'as-groups': ['a', 'b'],
      'as-user-extra': { 'example.com/reason': ['test'] },
    }
    assert.equal(await shown(user), [
      'Bearer abc impersonate-extra-example.com%2freason=test impersonate-group=a, b impersonate-uid=7 impersonate-user=someone',
    ])
  })

  test('nothing', async () => {
    assert.equal(await shown({}), [''])
  })

  test('a pod, with its ServiceAccount', async () => {
    const folder = makeFolder({
      token: 'of-the-pod\n',
      namespace: 'inside',
      'ca.crt': readFileSync(authority.certificate, 'utf8'),
    })
    await withKube(
      authority,
      { '/api/v1/namespaces/inside/serviceaccounts': EMPTY },
      async ({ port, asked }) => {
        const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(port) }
        const { connect } = await import('../../../src/cluster/connect.ts')
        const cluster = await connect({}, connectContext(env, { serviceAccountFolder: folder }))
        assert.equal([cluster.context, cluster.namespace], ['', 'inside'])
        await cluster.listServiceAccounts([cluster.namespace])
        assert.equal(asked.map(showing), ['Bearer of-the-pod'])
      },
    )
  })

  const NODE = basename(process.execPath)

  test('a plugin is run once, is told what for, and is withoutErrors', async () => {
    const tell = `
      const { apiVersion, spec } = JSON.parse(process.env.KUBERNETES_EXEC_INFO)
      process.stderr.write('To sign in, open a page.')
      const token = [apiVersion, spec.interactive, spec.cluster.server.slice(0, 18), spec.cluster.config.audience, process.env.TENANT].join(' ')
      process.stdout.write(JSON.stringify({ kind: 'ExecCredential', status: { token } }))`
    const around = connectContext()
    const user = plugin(tell, { provideClusterInfo: true, env: [{ name: 'TENANT', value: 'contoso' }] })
    const cluster = {
      extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'kube' } }],
    }
    const token = 'Bearer client.authentication.k8s.io/v1 false https://127.0.0.1: kube contoso'
    assert.equal(await shown(user, around, { times: 2, cluster }), [token, token])
    assert.equal(around.said, ['To sign in, open a page.'])
  })

  test('a plugin can give a certificate', async () => {
    const fields = {
      clientCertificateData: readFileSync(client.certificate, 'utf8'),
      clientKeyData: readFileSync(client.key, 'utf8'),
    }
    assert.equal(await shown(plugin(answer(fields))), ['jane'])
  })

  test('what a plugin gave is asked for again when it ends, and when it is refused', async () => {
    const later = new Date(NOW.getTime() + 3_600_000).toISOString()
    assert.equal(await shown(counting(later), connectContext(), { times: 2 }), ['Bearer x', 'Bearer x'])
    const soon = new Date(NOW.getTime() + 5000).toISOString()
    let time = NOW
    const slow: Reply = (_, response) => {
      time = new Date(time.getTime() + 6000)
      response.end(JSON.stringify(EMPTY))
    }
    const around = connectContext({}, { now: () => time })
    assert.equal(await shown(counting(soon), around, { reply: slow, times: 2 }), ['Bearer x', 'Bearer xx'])
    const reply = inTurn(status(401, 'Unauthorized'), EMPTY)
    assert.equal(await shown(counting(later), connectContext(), { reply }), ['Bearer x', 'Bearer xx'])
  })

  test('who is refused twice is told so', async () => {
    const refused = shown({ token: 'very-secret' }, connectContext(), { reply: status(401, 'Unauthorized') })
    const error = JSON.stringify(await refusal(refused))
    assert.match(error, /"code":"unauthorized","what":"127\.0\.0\.1:\d+ answered unauthorized \(401\)"/)
    assert.not.match(error, /secret/)
  })

  for (const [name, user, expected] of [
    [
      'is not there',
      plugin('', { command: 'kubelogin-that-is-not-there', installHint: 'brew install it\nand so on' }),
      ['the login plugin kubelogin-that-is-not-there is not installed', 'brew install it'],
    ],
    [
      'fails',
      plugin("process.stderr.write('very-secret'); process.exit(3)"),
      [
        `the login plugin ${NODE} failed (exit code 3)`,
        "log in again; 'kubectl version' runs the plugin too",
      ],
    ],
    [
      'prints something else',
      plugin("process.stdout.write('very-secret')"),
      [
        `the login plugin ${NODE} returned neither a token nor a certificate`,
        "log in again; 'kubectl version' runs the plugin too",
      ],
    ],
    [
      'speaks an old version',
      plugin('', { apiVersion: 'client.authentication.k8s.io/v1alpha1' }),
      [
        `the login plugin ${NODE} uses an API version other than v1 and v1beta1`,
        'update the plugin, and its apiVersion in the kubeconfig to client.authentication.k8s.io/v1',
      ],
    ],
    [
      'does not say whether it needs a terminal',
      plugin('', { interactiveMode: undefined }),
      [
        `the login plugin ${NODE} has no interactiveMode`,
        'set interactiveMode to Never, IfAvailable or Always in the kubeconfig',
      ],
    ],
    [
      'says it in an unknown word',
      plugin('', { interactiveMode: 'Sometimes' }),
      [
        `the login plugin ${NODE} has an unknown interactiveMode "Sometimes"`,
        'set interactiveMode to Never, IfAvailable or Always in the kubeconfig',
      ],
    ],
    [
      'needs a terminal',
      plugin('', { interactiveMode: 'Always' }),
      [`the login plugin ${NODE} needs a terminal`, 'run the command in a terminal'],
    ],
  ] as const)
    test(`a plugin that ${name} is an error without what it said`, async () => {
      const error: unknown = await refusal(shown(user))
      const { what, remedy } = { what: '', remedy: '', ...(typeof error === 'object' ? error : {}) }
      assert.equal([what, remedy], expected)
    })

  test('a plugin of v1beta1 need not say whether it needs a terminal', async () => {
    const apiVersion = 'client.authentication.k8s.io/v1beta1'
    const user = plugin(answer({ token: 't' }), { apiVersion, interactiveMode: undefined })
    assert.equal(await shown(user), ['Bearer t'])
  })

  test('an ID token of OIDC, as long as it lasts', async () => {
    const [lasting, ended] = [jwt(NOW.getTime() / 1000 + 60), jwt(NOW.getTime() / 1000 - 60)]
    assert.equal(await shown(oidc(lasting)), [`Bearer ${lasting}`])
    assert.equal(await refusal(shown(oidc(ended))), {
      code: 'login',
      what: "the user's OIDC token has expired",
      remedy: "renew it: run 'kubectl version' with the same context, then try again",
    })
  })

  test('an auth-provider that Kubernetes has dropped is named', async () => {
    assert.equal(await refusal(shown({ 'auth-provider': { name: 'azure', config: {} } })), {
      code: 'unsupported',
      what: `the user's auth-provider is "azure", which Kubernetes no longer supports`,
      remedy: "download the kubeconfig again; for AKS, then run 'kubelogin convert-kubeconfig'",
    })
  })

  test('over http nothing is shown, as for kubectl', async () => {
    const { createServer } = await import('node:http')
    const { listen } = await import('../../registry/loopback.ts')
    const seen: unknown[] = []
    const server = createServer(({ headers }, response) => {
      seen.push(headers.authorization)
      response.end(JSON.stringify(EMPTY))
    })
    const address = `http://127.0.0.1:${await listen(server)}`
    const cluster = await connectBy(kubeconfig({ cluster: { server: address }, user: { token: 'abc' } }))
    await cluster.listServiceAccounts(['default'])
    server.closeAllConnections()
    server.close()
    assert.equal(seen, [undefined])
  })

  test.run()
}

function showing({ headers, client }: Asked): string {
  const impersonated = Object.entries(headers)
    .filter(([name]) => name.startsWith('impersonate'))
    .map(([name, value]) => `${name}=${[value].flat().join(', ')}`)
    .sort()
  return [headers.authorization ?? '', client, ...impersonated].filter(part => part !== '').join(' ')
}
