import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { DISCOVERY, status, withKube } from '../kube.ts'
import { connectBy } from '../connect-context.ts'

const POD = [{ group: '', kind: 'Pod' }]

const pod = (namespace: string, state: object): object => ({
  metadata: { namespace, name: 'web', uid: namespace },
  spec: { containers: [{ name: 'web', image: 'contoso.azurecr.io/web:1' }] },
  status: { containerStatuses: [{ name: 'web', state }] },
})

const by = (kind: string, name: string, apiVersion = 'apps/v1'): object => ({
  ownerReferences: [{ apiVersion, kind, name, controller: true }],
})

const failing = (name: string, owners: object): object => ({
  ...pod('shop', { waiting: { reason: 'ErrImagePull' } }),
  metadata: { namespace: 'shop', name, uid: name, ...owners },
})

const test = suite('failing pods')
const PODS = {
  items: [
    pod('calm', { running: {} }),
    pod('shop', { waiting: { reason: 'ErrImagePull', message: 'failed to fetch anonymous token: 401' } }),
  ],
}

test('events are asked for by reason, and only where a pod is in trouble', async () => {
  const replies = { ...DISCOVERY, '/api/v1/pods': PODS, '/api/v1/namespaces/shop/events': { items: [] } }
  await withKube('http', replies, async kube => {
    const cluster = await connectBy(kube.config())
    const { pods } = await cluster.listWorkloads({ namespaces: 'all', kinds: POD, selector: 'app=web' })
    const { failures, denials, unread } = await cluster.listPullFailures(pods)
    assert.equal(
      failures.map(({ namespace, cause }) => [namespace, cause]),
      [['shop', 'anonymous']],
    )
    assert.equal([denials, unread], [[], []])
    assert.equal(
      kube.asked
        .slice(2)
        .map(({ path, query }) => [path, query.get('labelSelector') ?? query.get('fieldSelector')]),
      [
        ['/api/v1/pods', 'app=web'],
        ['/api/v1/namespaces/shop/events', 'involvedObject.kind=Pod,reason=Failed'],
        ['/api/v1/namespaces/shop/events', 'involvedObject.kind=Pod,reason=FailedToRetrieveImagePullSecret'],
      ],
    )
  })
})

test('the object that people write is named, not what it makes', async () => {
  const replies = {
    ...DISCOVERY,
    '/api/v1/namespaces/shop/pods': {
      items: [
        failing('a', by('ReplicaSet', 'web-1')),
        failing('b', by('ReplicaSet', 'web-1')),
        failing('c', by('ReplicaSet', 'bare')),
        failing('d', by('ReplicaSet', 'hidden')),
        failing('e', by('StatefulSet', 'db')),
        failing('f', by('Job', 'nightly-1', 'batch/v1')),
        failing('g', by('Job', 'of-volcano', 'batch.volcano.sh/v1alpha1')),
        failing('h', {}),
      ],
    },
    '/api/v1/namespaces/shop/events': { items: [] },
    '/apis/apps/v1/namespaces/shop/replicasets/web-1': { metadata: by('Deployment', 'web') },
    '/apis/apps/v1/namespaces/shop/replicasets/bare': { metadata: {} },
    '/apis/apps/v1/namespaces/shop/replicasets/hidden': status(403, 'Forbidden'),
    '/apis/batch/v1/namespaces/shop/jobs/nightly-1': { metadata: by('CronJob', 'nightly', 'batch/v1') },
  }
  await withKube('http', replies, async kube => {
    const cluster = await connectBy(kube.config())
    const { pods } = await cluster.listWorkloads({ namespaces: ['shop'], kinds: POD })
    const { failures } = await cluster.listPullFailures(pods)
    assert.equal(
      failures.map(({ owner }) => (owner === undefined ? '' : `${owner.kind} ${owner.name}`)),
      [
        'Deployment web',
        'Deployment web',
        'ReplicaSet bare',
        'ReplicaSet hidden',
        'StatefulSet db',
        'CronJob nightly',
        'Job of-volcano',
        '',
      ],
    )
    assert.is(kube.asked.filter(({ path }) => path.endsWith('/web-1')).length, 1)
  })
})

test('without a right to events, the status must do', async () => {
  const denied = status(403, 'Forbidden')
  const replies = {
    ...DISCOVERY,
    '/api/v1/namespaces/shop/pods': PODS,
    '/api/v1/namespaces/shop/events': denied,
  }
  await withKube('http', replies, async kube => {
    const cluster = await connectBy(kube.config())
    const { pods } = await cluster.listWorkloads({ namespaces: ['shop'], kinds: POD })
    const { failures, denials } = await cluster.listPullFailures(pods)
    assert.is(failures.length, 1)
    assert.equal(
      denials.map(({ command }) => command.replace(/ --kubeconfig.*/, '')),
      ['kubectl auth can-i list events -n shop'],
    )
  })
})

test.run()
