import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeAuthority } from '../cluster/authority.ts'
import { DISCOVERY, withKube } from '../cluster/kube.ts'
import { makeFolder } from '../folder.ts'
import { startAcrFront } from '../registry/acr-front.ts'
import type { AcrFront } from '../registry/acr-front.ts'
import { findProgram } from '../skipped.ts'
import { runFromSources } from './answering-plugin.ts'
import { pluginCommand, runProgram } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'

/** The built plugin asks a real registry what it printed itself. */
const PART = 'images checked by the built plugin at a real registry'
const openssl = findProgram('openssl', PART)
const dockerRegistry = findProgram('docker-registry', PART)
const PASSWORD = 'p~w<>&"\\: x'

interface Context {
  front: AcrFront
}

/** Runs the plugin, which trusts the registry. */
function check({ front }: Context, args: readonly string[], input = ''): Promise<Ended> {
  const env = {
    NODE_EXTRA_CA_CERTS: join(front.certificate.folder, 'ca.crt'),
    PATH: process.env['PATH'],
    XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'],
  }
  const [program, ...first] = pluginCommand()
  return runProgram(program, [...first, 'check', ...args], input, env)
}

if (openssl !== undefined && dockerRegistry !== undefined) {
  const test = suite<Context>('the built plugin checks')

  test.before(async context => {
    const users = {
      puller: { password: PASSWORD, repositories: ['team/app'] },
      other: { password: 'another', repositories: ['team/app'] },
    }
    context.front = await startAcrFront({ openssl, dockerRegistry, users })
    await Promise.all([context.front.push('team/app', 'v1'), context.front.push('team/other', 'v1')])
  })
  test.after(({ front }) => front.stop())

  /** Pods with the Secret of a user, in a namespace of the same name; each has one image. */
  async function injected(context: Context, user: string, images: readonly string[]): Promise<string> {
    const { host } = context.front
    const pods = images.map(
      (image, at) =>
        `apiVersion: v1\nkind: Pod\nmetadata: {name: p${at}, namespace: ${user}}\nspec:\n  containers:\n  - image: ${host}/${image}\n`,
    )
    const credential = ['--with-secret', '--username', user, '--password-env', 'PASSWORD']
    const args = ['inject', '--registry', host, ...credential]
    const ended = await runFromSources(args, pods.join('---\n'), { PASSWORD })
    assert.is(ended.code, 0, ended.stderr)
    return ended.stdout
  }

  test('what pulls; a tag that is not there, a repository and a password of others', async context => {
    const { host } = context.front
    const manifests = [
      await injected(context, 'puller', ['team/app:v1', 'team/app:v2', 'team/other:v1']),
      await injected(context, 'other', ['team/app:v1']),
    ].join('---\n')
    const checked = await check(context, ['--registry', host, '--registry-login'], manifests)
    for (const told of [
      /✓ pod\/p0 .*localhost:\d+\/team\/app:v1/,
      /error: localhost:\d+\/team\/app:v2 does not exist\n.* pod\/p1 \(puller\)\n/,
      /which has no permission to pull from team\/other\n.* secret\/acr-secret \(puller\)\n/,
      /does not accept this pair of user name and password.*\n.* secret\/acr-secret \(other\)\n/,
      /\n4 images: 1 can be pulled, 3 cannot be pulled; 3 errors\n/,
    ])
      assert.match(checked.stdout, told)
    assert.equal([checked.code, checked.stderr], [1, ''])
    assert.not.match(checked.stdout, PASSWORD)
  })

  test('what runs in a cluster, at its registry', async context => {
    const { host } = context.front
    const spec = {
      imagePullSecrets: [{ name: 'acr-secret' }],
      containers: ['team/app:v1', 'team/app:v2'].map(image => ({ name: 'a', image: `${host}/${image}` })),
    }
    const auths = { auths: { [host]: { username: 'puller', password: PASSWORD } } }
    const shop = '/api/v1/namespaces/shop'
    const empty = { kind: 'List', items: [] }
    const replies = {
      ...DISCOVERY,
      '/apis': { kind: 'APIGroupList', groups: [] },
      [`${shop}/pods`]: {
        kind: 'PodList',
        items: [
          { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop', uid: 'x' }, spec },
        ],
      },
      [`${shop}/events`]: empty,
      [`${shop}/serviceaccounts`]: empty,
      [`${shop}/secrets/acr-secret`]: {
        kind: 'Secret',
        type: 'kubernetes.io/dockerconfigjson',
        data: { '.dockerconfigjson': Buffer.from(JSON.stringify(auths)).toString('base64') },
      },
    }
    await withKube(makeAuthority(openssl), replies, async kube => {
      const folder = makeFolder({ config: kube.config() })
      const args = ['-n', 'shop', '--registry', host, '--registry-login', '--kubeconfig', `${folder}/config`]
      const { code, stdout, stderr } = await check(context, args)
      assert.equal([code, stderr], [1, ''])
      assert.match(stdout, /✓ pod\/web +localhost:\d+\/team\/app:v1 +acr-secret\n/)
      assert.match(stdout, /✗ +localhost:\d+\/team\/app:v2 +no such image\n/)
      assert.not.match(stdout, PASSWORD)
    })
  })

  test.run()
}
