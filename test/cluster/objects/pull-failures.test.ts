import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readPod } from '../../../src/cluster/objects/pods.ts'
import type { PodReading } from '../../../src/cluster/objects/pods.ts'
import { mayFail, pullFailuresOf } from '../../../src/cluster/objects/pull-failures.ts'

const ANONYMOUS_DETAIL = 'failed to fetch anonymous token: 401 Unauthorized'
const REFUSED_DETAIL = 'failed to fetch oauth token: 401 Unauthorized'
const ANONYMOUS = `Failed to pull image "i": ${ANONYMOUS_DETAIL}`
const REFUSED = `Failed to pull image "i": ${REFUSED_DETAIL}`
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

/** The failures of a pod, without what is the same in all tests. */
function failures(one: object, ...events: object[]): readonly object[] {
  return pullFailuresOf(
    [read(one)],
    events.map(each => ({ ...each })),
  ).map(failure => {
    const { node: _node, listed: _listed, ...told } = failure
    return told
  })
}

const BACK_OFF = { containerStatuses: [waiting('web', 'ImagePullBackOff', 'Back-off pulling image "i"')] }
const WEB = { field: 'spec.containers{web}' }
const BASE = {
  namespace: 'shop',
  pod: 'web-1',
  image: 'i',
  missingSecrets: [],
}

test('the events say what a back-off does not', () => {
  assert.equal(
    failures(pod(BACK_OFF), event('Failed', ANONYMOUS, WEB), event('Failed', 'Error: ErrImagePull', WEB)),
    [{ ...BASE, cause: 'anonymous', detail: ANONYMOUS_DETAIL }],
  )
  assert.equal(failures(pod(BACK_OFF)), [{ ...BASE, cause: 'unknown', detail: '' }])
})

test('the newest event counts, and none of another container or of an earlier pod of the name', () => {
  const found = failures(
    pod(BACK_OFF),
    event('Failed', ANONYMOUS, { ...WEB, time: '09:00' }),
    event('Failed', REFUSED, { ...WEB, time: '11:00' }),
    event('Failed', ANONYMOUS, { field: 'spec.containers{other}', time: '12:00' }),
    event('Failed', ANONYMOUS, { ...WEB, uid: 'u0', time: '12:00' }),
  )
  assert.equal(found, [{ ...BASE, cause: 'credential', detail: REFUSED_DETAIL }])
})

test('the status itself counts first', () => {
  const status = { containerStatuses: [waiting('web', 'ErrImagePull', REFUSED)] }
  assert.equal(failures(pod(status), event('Failed', ANONYMOUS, WEB)), [
    { ...BASE, cause: 'credential', detail: REFUSED_DETAIL },
  ])
})

test('a missing Secret is the cause where nothing was sent, and no failure alone', () => {
  const missing = event('FailedToRetrieveImagePullSecret', MISSING)
  const missingSecrets = ['acr']
  assert.equal(failures(pod(BACK_OFF), missing, event('Failed', ANONYMOUS, WEB)), [
    { ...BASE, cause: 'missing-secret', missingSecrets, detail: ANONYMOUS_DETAIL },
  ])
  assert.equal(failures(pod(BACK_OFF), missing, event('Failed', REFUSED, WEB)), [
    { ...BASE, cause: 'credential', missingSecrets, detail: REFUSED_DETAIL },
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
    found.map(({ image, cause }) => [image, cause]),
    [
      ['Init:1', 'invalid-name'],
      ['i', 'never'],
      ['debug', 'unknown'],
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
  assert.equal(failures(pod({ phase: 'Pending' }, spec), event('Failed', ANONYMOUS)), [
    { ...BASE, cause: 'anonymous', detail: ANONYMOUS_DETAIL },
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
    { ...BASE, owner, cause: 'unknown', detail: '' },
  ])
})

test('events need not be asked for where nothing fails', () => {
  const running = { phase: 'Running', containerStatuses: [{ name: 'web', state: { running: {} } }] }
  assert.not.ok(mayFail(read(pod(running))))
  assert.ok(mayFail(read(pod(BACK_OFF))))
})

test.run()
