import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeAuthority } from '../cluster/authority.ts'
import { DISCOVERY, withKube } from '../cluster/kube.ts'
import { makeFolder } from '../folder.ts'
import { startAcrFront } from '../registry/acr-front.ts'
import type { AcrFront } from '../registry/acr-front.ts'
import { findProgram } from '../skipped.ts'
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

function acr(
  { front }: Context,
  args: readonly string[],
  input = '',
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const env = {
    ...more,
    PATH: process.env['PATH'] ?? '',
    PASSWORD,
    NODE_EXTRA_CA_CERTS: join(front.certificate.folder, 'ca.crt'),
  }
  const [program, ...first] = pluginCommand()
  return runProgram(program, [...first, ...args], input, env)
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

  const rows: Record<string, [image: string, user: string, code: number, told: RegExp]> = {
    'what pulls': ['team/app:v1', 'puller', 0, /1 image: 1 can be pulled\n/],
    'a tag that is not there': [
      'team/app:v2',
      'puller',
      1,
      /error: localhost:\d+\/team\/app:v2 does not exist\n/,
    ],
    'a repository of others': [
      'team/other:v1',
      'puller',
      1,
      /which has no permission to pull from team\/other\n/,
    ],
    'a password of somebody else': [
      'team/app:v1',
      'other',
      1,
      /does not accept this pair of user name and password/,
    ],
  }
  for (const [name, [image, user, code, told]] of Object.entries(rows)) {
    test(name, async context => {
      const { host } = context.front
      const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nspec:\n  containers:\n  - image: ${host}/${image}\n`
      const credential = ['--with-secret', '--username', user, '--password-env', 'PASSWORD']
      const injected = await acr(context, ['inject', '--registry', host, ...credential], pod)
      assert.is(injected.code, 0, injected.stderr)
      const checked = await acr(context, ['check', '--registry', host, '--registry-login'], injected.stdout)
      assert.match(checked.stdout, told)
      assert.equal([checked.code, checked.stderr], [code, ''])
      assert.not.match(checked.stdout, PASSWORD)
    })
  }

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
      const args = [
        'check',
        '-n',
        'shop',
        '--registry',
        host,
        '--registry-login',
        '--kubeconfig',
        `${folder}/config`,
      ]
      const { code, stdout, stderr } = await acr(context, args)
      assert.equal([code, stderr], [1, ''])
      assert.match(stdout, /✓ pod\/web +localhost:\d+\/team\/app:v1 +acr-secret\n/)
      assert.match(stdout, /✗ +localhost:\d+\/team\/app:v2 +no such image\n/)
      assert.not.match(stdout, PASSWORD)
    })
  })

  test.run()
}
