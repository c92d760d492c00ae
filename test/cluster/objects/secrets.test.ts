import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { SecretReadings } from '../../../src/cluster/objects/secrets.ts'
import { status, withKube } from '../kube.ts'
import { serveObjects } from '../serve-objects.ts'
import type { Kube, Reply } from '../kube.ts'
import { connectBy } from '../connect-context.ts'

const at = (namespace: string, name = ''): string =>
  `/api/v1/namespaces/${namespace}/secrets${name === '' ? '' : `/${name}`}`

const SECRET = { metadata: { name: 'acr' }, type: 'Opaque', data: { key: 'dmFsdWU=', odd: null } }

const list: Reply = ({ query }, response) => {
  const found = query.get('fieldSelector') === 'metadata.name=acr' ? [SECRET] : []
  response.end(JSON.stringify({ items: found }))
}

const test = suite('Secrets')
const DENIED = status(403, 'Forbidden')

const read = (
  replies: Readonly<Record<string, Reply>>,
  ...names: readonly string[]
): Promise<readonly [SecretReadings, Kube['asked']]> =>
  withKube('http', replies, async kube => {
    const cluster = await connectBy(kube.config())
    const readings = await cluster.getSecrets(
      names.map(path => {
        const [namespace = '', name = ''] = path.split('/')
        return { namespace, name }
      }),
    )
    return [readings, kube.asked]
  })

test('each is read once, and no other one', async () => {
  const [{ secrets, denials }, asked] = await read(
    { [at('shop', 'acr')]: SECRET },
    'shop/acr',
    'shop/none',
    'shop/acr',
  )
  const { metadata } = SECRET
  assert.equal(secrets, [
    { namespace: 'shop', name: 'acr', state: 'found', type: 'Opaque', data: { key: 'dmFsdWU=' }, metadata },
    { namespace: 'shop', name: 'none', state: 'absent' },
  ])
  assert.equal([denials, asked.length], [[], 2])
})

test('where only lists are allowed, a list of one is asked for', async () => {
  const replies = { [at('shop', 'acr')]: DENIED, [at('shop', 'none')]: DENIED, [at('shop')]: list }
  const [{ secrets, denials }] = await read(replies, 'shop/acr', 'shop/none')
  assert.equal(
    secrets.map(({ state }) => state),
    ['found', 'absent'],
  )
  assert.equal(denials, [])
})

test('where neither is, it is said once for a namespace', async () => {
  const replies = {
    [at('shop', 'a')]: DENIED,
    [at('shop', 'b')]: DENIED,
    [at('shop')]: DENIED,
    [at('web', 'c')]: DENIED,
    [at('web')]: DENIED,
  }
  const [{ secrets, denials }] = await read(replies, 'shop/a', 'shop/b', 'web/c')
  assert.equal(
    secrets.map(({ state }) => state),
    ['denied', 'denied', 'denied'],
  )
  assert.equal(
    denials.map(({ command }) => command.replace(/ --kubeconfig.*/, '')),
    ['kubectl auth can-i get secrets -n shop', 'kubectl auth can-i get secrets -n web'],
  )
})

// More than are read one by one: all but one are pull secrets, and one more is not there.
const MANY = 60
const names = Array.from({ length: MANY }, (_, count) => ({ namespace: 'shop', name: `s${count}` }))
const held = names.slice(1).map(({ namespace, name }, count) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  type: count === 0 ? 'Opaque' : 'kubernetes.io/dockerconfigjson',
  data: { key: 'dmFsdWU=' },
}))
const readMany = (served: (path: string) => Reply): Promise<{ states: string[]; asked: string[] }> =>
  withKube('http', served, async kube => {
    const { secrets } = await (await connectBy(kube.config())).getSecrets(names)
    return {
      states: [...new Set(secrets.map(secret => (secret.state === 'found' ? secret.type : secret.state)))],
      asked: kube.asked.map(({ path, query }) => `${path} ${query.get('fieldSelector') ?? ''}`.trim()),
    }
  })
const STATES = ['absent', 'Opaque', 'kubernetes.io/dockerconfigjson']

test('many are read by lists of their types, and of the others no more than names', async () => {
  const { states, asked } = await readMany(serveObjects(held))
  assert.equal(states, STATES)
  const path = at('shop')
  assert.equal(asked, [
    `${path} type=kubernetes.io/dockerconfigjson`,
    `${path} type=kubernetes.io/dockercfg`,
    `${path} type!=kubernetes.io/dockerconfigjson,type!=kubernetes.io/dockercfg`,
    `${path}/s1`,
  ])
})

test('many are read one by one where no list may be', async () => {
  const served = serveObjects(held)
  const { states, asked } = await readMany(path => (path === at('shop') ? DENIED : served(path)))
  assert.equal(states, STATES)
  assert.is(asked.length, MANY + 1)
})

test.run()
