import { gzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import { LIMITS } from '../../../src/cluster/api/api-request.ts'
import type { ApiLimits } from '../../../src/cluster/api/api-request.ts'
import { textAt } from '../../../src/text/json-record.ts'
import { findProgram } from '../../skipped.ts'
import { makeAuthority } from '../authority.ts'
import type { Authority } from '../authority.ts'
import { DISCOVERY, inTurn, status, withKube } from '../kube.ts'
import type { Kube, Reply } from '../kube.ts'
import { NOW, connectBy, refusal, connectContext } from '../connect-context.ts'

const names = ({ objects }: { readonly objects: readonly unknown[] }): readonly string[] =>
  objects.map(object => textAt(object, 'metadata', 'name'))

const throttled = (after: string): Reply => status(429, 'TooManyRequests', { 'retry-after': after })

const cut: Reply = (_, response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('{"items":[', () => response.destroy())
}

const html: Reply = (_, response) => void response.end('<html>Sign in, secret</html>')

const half: Reply = (_, response) => void response.end('{"items":[')

const proxy: Reply = (_, response) => void response.writeHead(403).end('<html>secret</html>')

const test = suite('lists')
const openssl = findProgram('openssl', 'a list of a cluster that is cut off within TLS')
const PODS = '/api/v1/namespaces/shop/pods'
const ACCOUNTS = '/api/v1/namespaces/shop/serviceaccounts'

interface Visit<T> {
  readonly result: T
  readonly asked: Kube['asked']
  readonly pauses: readonly number[]
}
const visit = <T>(
  replies: Readonly<Record<string, Reply>>,
  work: (cluster: Cluster) => Promise<T>,
  limits: Partial<ApiLimits> = {},
  authority: Authority | 'http' = 'http',
): Promise<Visit<T>> =>
  withKube(authority, replies, async kube => {
    const around = connectContext({}, { limits })
    const cluster = await connectBy(kube.config({ token: 'very-secret' }), {}, around)
    return { result: await work(cluster), asked: kube.asked, pauses: around.pauses }
  })
const accounts = (reply: Reply, limits: Partial<ApiLimits> = {}, authority: Authority | 'http' = 'http') =>
  visit({ [ACCOUNTS]: reply }, cluster => cluster.listServiceAccounts(['shop']), limits, authority)

test('pages are put together, and each object says what it is', async () => {
  const { result, asked } = await accounts(
    inTurn(page(['a', 'b'], 'next/1=='), page(['c'], 'next/2=='), page(['d'])),
  )
  assert.equal(names(result), ['a', 'b', 'c', 'd'])
  assert.equal(result.objects[0], {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'a', uid: 'a' },
  })
  assert.equal(
    asked.map(({ query }) => [query.get('limit'), query.get('continue')]),
    [
      ['250', null],
      ['250', 'next/1=='],
      ['250', 'next/2=='],
    ],
  )
})

test('a list that never ends is given up', async () => {
  const ends: Readonly<Record<string, Reply>> = {
    'the same token again': page(['a'], 'same'),
    'two in turn': inTurn(page(['a'], 'x'), page(['b'], 'y'), page(['a'], 'x')),
  }
  for (const [name, reply] of Object.entries(ends)) {
    const { result, asked } = await accounts(reply)
    assert.match(JSON.stringify(result.unread), 'does not finish the list of serviceaccounts', name)
    assert.ok(asked.length <= 4, name)
  }
  let count = 0
  const endless: Reply = (_, response) => {
    response.end(JSON.stringify(page([], `t${(count += 1)}`)))
  }
  assert.is((await accounts(endless, { pages: 20 })).asked.length, 21)
  assert.is(LIMITS.pages, 2000)
})

test('a list that is forgotten is begun again, in the end in one piece', async () => {
  const gone = status(410, 'Expired')
  const again = await accounts(inTurn(page(['a'], 'x'), gone, page(['a', 'b'], 'y'), page(['c'])))
  assert.equal(names(again.result), ['a', 'b', 'c'])
  const whole = await accounts(inTurn(page(['a'], 'x'), gone, gone, gone, page(['a', 'b'])))
  assert.equal(names(whole.result), ['a', 'b'])
  assert.is(whole.asked.at(-1)?.query.get('limit'), null)
  const never = await accounts(gone)
  assert.equal(
    [never.result.objects, never.result.unread.map(({ resource, namespace }) => [resource, namespace])],
    [[], [['serviceaccounts', 'shop']]],
  )
})

test('a server that has enough says when to come back', async () => {
  const date = new Date(NOW.getTime() + 9000).toUTCString()
  const { result, pauses } = await accounts(
    inTurn(throttled('7'), throttled(date), status(503, 'ServiceUnavailable'), page(['a'])),
  )
  assert.equal([names(result), pauses], [['a'], [7000, 9000, 2000]])
})

test('a server that stays unwell leaves one list unread, and no more', async () => {
  const { result, asked, pauses } = await accounts(status(500, 'InternalError'))
  assert.is(asked.length, 4)
  assert.equal(pauses, [500, 1000, 2000])
  const [unread] = result.unread
  assert.match(unread?.what ?? '', /^127\.0\.0\.1:\d+ answered 500 repeatedly$/)
  const late = await accounts(status(429, 'TooManyRequests', { 'retry-after': '3600' }))
  assert.equal([late.asked.length, late.result.unread.length], [1, 1])
})

for (const authority of ['http', ...(openssl === undefined ? [] : [makeAuthority(openssl)])] as const)
  test(`a list that is cut off is asked for again, ${authority === 'http' ? authority : 'https'}`, async () => {
    const { result, pauses } = await accounts(inTurn(cut, page(['a'])), {}, authority)
    assert.equal([names(result), pauses], [['a'], [500]])
    const error = JSON.stringify(await refusal(accounts(cut, {}, authority)))
    assert.match(error, /"code":"unreachable","what":"127\.0\.0\.1:\d+ cannot be reached \(ECONNRESET\)"/)
  })

test('what is no JSON is no API', async () => {
  for (const [reply, code] of [
    [html, 200],
    [half, 200],
    [proxy, 403],
  ] as const) {
    const error = JSON.stringify(await refusal(accounts(reply)))
    assert.ok(error.includes(`does not answer like a Kubernetes API server (${code}, not JSON)`), error)
    assert.not.match(error, /secret/)
  }
})

test('a selector that the server does not take is an error that says so', async () => {
  const error = JSON.stringify(await refusal(accounts(status(400, 'BadRequest'))))
  assert.match(error, /rejected the request \(400\)","remedy":"check the selector \(-l\)/)
})

test('an answer may be packed, and not too large', async () => {
  const packed: Reply = ({ headers }, response) => {
    assert.is(headers['accept-encoding'], 'gzip')
    response.setHeader('content-encoding', 'gzip')
    response.end(gzipSync(JSON.stringify(page(['a']))))
  }
  assert.equal(names((await accounts(packed)).result), ['a'])
  const large = await refusal(accounts(page(['a'.repeat(1000)]), { size: 500 }))
  assert.match(JSON.stringify(large), /is larger than 500 bytes/)
  const short: Reply = (_, response) => {
    response.setHeader('content-encoding', 'gzip')
    response.end(gzipSync(JSON.stringify(page(['a']))).subarray(0, 30))
  }
  assert.equal(names((await accounts(inTurn(short, page(['b'])))).result), ['b'])
  const cutAndPacked: Reply = (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '1000' })
    response.write(gzipSync(JSON.stringify(page(['a']))).subarray(0, 30), () => response.destroy())
  }
  const again = await accounts(inTurn(cutAndPacked, page(['b'])), { timeout: 5000 })
  assert.equal(names(again.result), ['b'])
})

const KINDS = [
  { group: '', kind: 'Pod' },
  { group: '', kind: 'Node' },
  { group: '', kind: 'Binding' },
  { group: 'apps', kind: 'Deployment' },
  { group: 'apps', kind: 'StatefulSet' },
  { group: 'batch', kind: 'Job' },
  { group: 'batch', kind: 'CronJob' },
  { group: 'tekton.dev', kind: 'TaskRun' },
]
const SHOP: Readonly<Record<string, Reply>> = {
  ...DISCOVERY,
  [PODS]: page([]),
  '/apis/apps/v1/namespaces/shop/deployments': page(['web']),
  '/apis/batch/v1/namespaces/shop/jobs': page([]),
  '/apis/batch/v1beta1/namespaces/shop/cronjobs': page([]),
}

test('only kinds that the server can list are asked for, each in the best version that has it', async () => {
  const { result, asked } = await visit(SHOP, cluster =>
    cluster.listWorkloads({ namespaces: ['shop', 'shop'], kinds: KINDS, selector: 'app=web,tier!=db' }),
  )
  assert.equal(names(result), ['web'])
  assert.equal(asked.map(({ path }) => path).sort(), Object.keys(SHOP).sort())
  const lists = asked.filter(({ path }) => path.includes('/namespaces/'))
  assert.ok(lists.every(({ query }) => query.get('labelSelector') === 'app=web,tier!=db'))
})

test('with all namespaces there is one list for each kind, of the whole cluster too', async () => {
  const { asked } = await visit(
    {
      ...DISCOVERY,
      '/api/v1/pods': page([]),
      '/api/v1/nodes': page([]),
      '/apis/apps/v1/deployments': page([]),
      '/apis/batch/v1/jobs': page([]),
      '/apis/batch/v1beta1/cronjobs': page([]),
    },
    cluster => cluster.listWorkloads({ namespaces: 'all', kinds: KINDS }),
  )
  assert.ok(asked.some(({ path }) => path === '/api/v1/nodes'))
  assert.ok(!asked.some(({ path }) => path.includes('/namespaces/')))
})

test('a group whose server is away is unread, and the rest is there', async () => {
  const { result } = await visit({ ...SHOP, '/apis/batch/v1': status(503, 'ServiceUnavailable') }, cluster =>
    cluster.listWorkloads({ namespaces: ['shop'], kinds: KINDS }),
  )
  assert.equal(names(result), ['web'])
  assert.equal(
    result.unread.map(({ group, resource }) => [group, resource]),
    [['batch', '*']],
  )
})

const refuse = (reply: Reply): Promise<unknown> =>
  refusal(visit({ '/apis': reply }, cluster => cluster.listWorkloads({ namespaces: 'all', kinds: KINDS })))

test('a server that tells nobody its kinds', async () => {
  assert.match(JSON.stringify(await refuse(status(403, 'Forbidden'))), /"code":"denied".*can-i get \/apis/)
  assert.match(JSON.stringify(await refuse(status(404, 'NotFound'))), /has no Kubernetes API at this address/)
})

test('who is denied a list is told what shows it, with the flags that chose the cluster', async () => {
  const replies = { ...SHOP, '/apis/apps/v1/namespaces/shop/deployments': status(403, 'Forbidden') }
  const denials = await withKube('http', replies, async kube => {
    const chosen = await connectBy(kube.config(), { user: 'u' })
    const { objects, denials: found } = await chosen.listWorkloads({ namespaces: ['shop'], kinds: KINDS })
    assert.equal(objects, [])
    return found
  })
  const [denial] = denials
  assert.equal(
    { ...denial, command: '' },
    {
      verb: 'list',
      group: 'apps',
      resource: 'deployments',
      namespace: 'shop',
      command: '',
    },
  )
  assert.match(
    denial?.command ?? '',
    /^kubectl auth can-i list deployments\.apps -n shop --kubeconfig \S+config --user u$/,
  )
})

test('what another object speaks for is left out, and only that', async () => {
  const replies = {
    ...SHOP,
    '/apis/apps/v1/namespaces/shop/deployments': page(['web']),
    '/apis/apps/v1/namespaces/shop/replicasets': page([owned('web-1', 'web'), owned('stray-1', 'not-here')]),
    [PODS]: page([
      owned('web-1-a', 'web-1'),
      owned('stray-1-a', 'stray-1'),
      owned('no-controller', 'web-1', false),
      owned('of-the-node', 'node'),
      'lonely',
    ]),
  }
  const kinds = [...KINDS, { group: 'apps', kind: 'ReplicaSet' }]
  const { result } = await visit(replies, cluster => cluster.listWorkloads({ namespaces: ['shop'], kinds }))
  assert.equal(names(result).toSorted(), ['lonely', 'no-controller', 'of-the-node', 'stray-1', 'web'])
})

test('where the owners may not be listed, their pods stay', async () => {
  const replies = {
    ...SHOP,
    '/apis/apps/v1/namespaces/shop/deployments': status(403, 'Forbidden'),
    [PODS]: page([owned('web-1-a', 'web')]),
  }
  const { result } = await visit(replies, cluster =>
    cluster.listWorkloads({ namespaces: ['shop'], kinds: KINDS }),
  )
  assert.equal(names(result), ['web-1-a'])
})

test.run()

/** A page of a list, whose objects lack their kind as those of a real one do. */
function page(objects: readonly (string | object)[], next = ''): object {
  return {
    metadata: { resourceVersion: '1', ...(next === '' ? {} : { continue: next }) },
    items: objects.map(object =>
      typeof object === 'string'
        ? { metadata: { name: object, uid: object, managedFields: [{ manager: 'kubectl' }] } }
        : object,
    ),
  }
}

function owned(name: string, uid: string, controller = true): object {
  return { metadata: { name, uid: name, ownerReferences: [{ kind: 'X', name: uid, uid, controller }] } }
}
