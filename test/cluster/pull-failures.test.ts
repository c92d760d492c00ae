import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readPod } from '../../src/cluster/pods.ts'
import type { PodReading } from '../../src/cluster/pods.ts'
import { mayFail, pullFailuresOf } from '../../src/cluster/pull-failures.ts'

const ANONYMOUS = 'Failed to pull image "i": failed to fetch anonymous token: 401 Unauthorized'
const REFUSED = 'Failed to pull image "i": failed to fetch oauth token: 401 Unauthorized'
const MISSING =
  'Unable to retrieve some image pull secrets (acr); attempting to pull the image may not succeed.'

function waiting(name: string, reason: string, message = ''): object {
  return { name, image: 'i', state: { waiting: { reason, message } } }
}

function pod(
  status: object,
  spec: object = { containers: [{ name: 'web', image: 'i' }] },
  metadata = {},
): object {
  return { metadata: { namespace: 'shop', name: 'web-1', uid: 'u1', ...metadata }, spec, status }
}

interface EventOptions {
  readonly field?: string
  readonly uid?: string
  readonly time?: string
}

function event(
  reason: string,
  message: string,
  { field, uid = 'u1', time = '10:00' }: EventOptions = {},
): object {
  return {
    involvedObject: { kind: 'Pod', uid, fieldPath: field },
    reason,
    message,
    lastTimestamp: `2026-08-01T${time}:00Z`,
  }
}

function read(one: object): PodReading {
  const reading = readPod({ ...one }, () => true)
  if (reading === undefined) throw new Error('the pod was passed over')
  return reading
}

/** As pods tell it; of a message its detail is the same but for what stands around every cause. */
function failures(one: object, ...events: object[]): readonly object[] {
  return pullFailuresOf(
    [read(one)],
    events.map(each => ({ ...each })),
  ).map(failure => {
    const { detail: _detail, node: _node, listed: _listed, ...told } = failure
    return told
  })
}

const BACK_OFF = { containerStatuses: [waiting('web', 'ImagePullBackOff', 'Back-off pulling image "i"')] }
const WEB = { field: 'spec.containers{web}' }
const BASE = {
  namespace: 'shop',
  pod: 'web-1',
  container: 'web',
  image: 'i',
  reason: 'ImagePullBackOff',
  missingSecrets: [],
}

test('the events say what a back-off does not', () => {
  assert.equal(
    failures(pod(BACK_OFF), event('Failed', ANONYMOUS, WEB), event('Failed', 'Error: ErrImagePull', WEB)),
    [{ ...BASE, cause: 'anonymous', message: ANONYMOUS }],
  )
  assert.equal(failures(pod(BACK_OFF)), [
    { ...BASE, cause: 'unknown', message: 'Back-off pulling image "i"' },
  ])
})

test('the newest event counts, and none of another container or of an earlier pod of the name', () => {
  const found = failures(
    pod(BACK_OFF),
    event('Failed', ANONYMOUS, { ...WEB, time: '09:00' }),
    event('Failed', REFUSED, { ...WEB, time: '11:00' }),
    event('Failed', ANONYMOUS, { field: 'spec.containers{other}', time: '12:00' }),
    event('Failed', ANONYMOUS, { ...WEB, uid: 'u0', time: '12:00' }),
  )
  assert.equal(found, [{ ...BASE, cause: 'credential', message: REFUSED }])
})

test('the status itself counts first', () => {
  const status = { containerStatuses: [waiting('web', 'ErrImagePull', REFUSED)] }
  assert.equal(failures(pod(status), event('Failed', ANONYMOUS, WEB)), [
    { ...BASE, reason: 'ErrImagePull', cause: 'credential', message: REFUSED },
  ])
})

test('a missing Secret is the cause where nothing was sent, and no failure alone', () => {
  const missing = event('FailedToRetrieveImagePullSecret', MISSING)
  const missingSecrets = ['acr']
  assert.equal(failures(pod(BACK_OFF), missing, event('Failed', ANONYMOUS, WEB)), [
    { ...BASE, cause: 'missing-secret', missingSecrets, message: ANONYMOUS },
  ])
  assert.equal(failures(pod(BACK_OFF), missing, event('Failed', REFUSED, WEB)), [
    { ...BASE, cause: 'credential', missingSecrets, message: REFUSED },
  ])
  assert.equal(failures(pod({ containerStatuses: [{ name: 'web', state: { running: {} } }] }), missing), [])
})

test('containers of all three lists, and each reason of the kubelet', () => {
  const status = {
    initContainerStatuses: [waiting('init', 'InvalidImageName')],
    containerStatuses: [waiting('web', 'PodInitializing'), waiting('side', 'ErrImageNeverPull')],
    ephemeralContainerStatuses: [waiting('debug', 'ErrImagePull')],
  }
  const spec = {
    initContainers: [{ name: 'init', image: 'Init:1' }],
    containers: [{ name: 'web', image: 'web' }],
    ephemeralContainers: [{ name: 'debug', image: 'debug' }],
  }
  const found = pullFailuresOf([read(pod(status, spec))], [])
  assert.equal(
    found.map(({ container, image, reason }) => [container, image, reason]),
    [
      ['init', 'Init:1', 'InvalidImageName'],
      ['side', 'i', 'ErrImageNeverPull'],
      ['debug', 'debug', 'ErrImagePull'],
    ],
  )
})

test('an image volume fails by its event, while the pod does not start', () => {
  const spec = {
    containers: [{ name: 'web', image: 'web' }],
    volumes: [
      { name: 'model', image: { reference: 'i' } },
      { name: 'tmp', emptyDir: {} },
    ],
  }
  const { container: _, ...base } = BASE
  assert.equal(failures(pod({ phase: 'Pending' }, spec), event('Failed', ANONYMOUS)), [
    { ...base, volume: 'model', reason: 'ErrImagePull', cause: 'anonymous', message: ANONYMOUS },
  ])
  assert.equal(failures(pod({ phase: 'Running' }, spec), event('Failed', ANONYMOUS)), [])
  assert.ok(mayFail(read(pod({ phase: 'Pending' }, spec))))
})

test('the controller is named', () => {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'r' }
  const ownerReferences = [
    { kind: 'X', name: 'x' },
    { ...owner, controller: true },
  ]
  assert.equal(failures(pod(BACK_OFF, undefined, { ownerReferences })), [
    { ...BASE, owner, cause: 'unknown', message: 'Back-off pulling image "i"' },
  ])
})

test('events need not be asked for where nothing fails', () => {
  const running = { phase: 'Running', containerStatuses: [{ name: 'web', state: { running: {} } }] }
  assert.not.ok(mayFail(read(pod(running))))
  assert.ok(mayFail(read(pod(BACK_OFF))))
})

test.run()
