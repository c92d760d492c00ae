import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { check } from '../../../src/check/check.ts'
import { withEvidence, withPods } from '../../../src/check/examine/evidence.ts'
import type { PullFailure } from '../../../src/pull-secret/pulls/pull-failure.ts'
import { resourcesOfObjects } from '../../../src/check/inventory/from-objects.ts'
import type { Inventory, KnownNodes, SeenPod } from '../../../src/check/inventory/inventory.ts'
import { remarksOn } from '../../../src/check/examine/remarks.ts'
import { survey } from '../../../src/check/examine/survey.ts'
import type { Survey } from '../../../src/check/examine/survey.ts'
import { registriesFrom } from '../../../src/image/registry.ts'
import { NOW, dockerConfig, inventory, pod, secret } from '../looking.ts'

const IMAGE = 'contoso.azurecr.io/web'

const running: SeenPod = {
  namespace: 'shop',
  pod: 'web',
  node: 'node-1',
  listed: [],
  phase: 'Running',
  isRunning: true,
  containers: [{ image: IMAGE, policy: 'IfNotPresent', hasImage: true }],
}

const refused: PullFailure = {
  namespace: 'shop',
  pod: 'web',
  node: 'node-1',
  listed: [],
  image: IMAGE,
  cause: 'unauthorized',
  missingSecrets: [],
  detail: '',
}

interface Seen {
  readonly pods?: readonly SeenPod[]
  readonly failures?: readonly PullFailure[]
  readonly parts?: Partial<Inventory>
}

/** What a check of a cluster knows behind a look at its pods. */
function seen(object: object, { pods = [], failures = [], parts = {} }: Seen): Survey {
  const resources = withPods(resourcesOfObjects([object]), pods)
  return withEvidence(
    survey(inventory({ resources, isComplete: true, ...parts }), registriesFrom([]), NOW),
    failures,
  )
}

function told(known: Survey): string {
  const { podSpecs, findings } = check(known)
  const statuses = podSpecs.flatMap(({ images }) => images.map(({ status }) => status))
  return `${statuses.join(' ')}: ${findings.map(({ severity, code }) => `${severity} ${code}`).join(', ')}`
}

const nodes = (provider: KnownNodes['provider'], mayPull = true): Partial<Inventory> => ({
  nodes: { provider, mayPull },
})

const table: Readonly<Record<string, readonly [known: Survey, expected: string]>> = {
  'a pod that does not run': [seen(pod(IMAGE), {}), 'fails: error no-pull-secret'],
  'a pod that runs without a list': [
    seen(pod(IMAGE), { pods: [running] }),
    'unknown: note runs-without-pull-secret',
  ],
  'one of two pods runs': [
    seen(pod(IMAGE), { pods: [{ ...running, containers: [] }, running] }),
    'unknown: note runs-without-pull-secret',
  ],
  'a pod that runs another image': [
    seen(pod(IMAGE), {
      pods: [{ ...running, containers: [{ image: 'nginx', policy: 'Always', hasImage: true }] }],
    }),
    'fails: error no-pull-secret',
  ],
  'a pod that runs, and fails now': [
    seen(pod(IMAGE), { pods: [running], failures: [refused] }),
    'fails: error no-pull-secret',
  ],
  'nodes that may pull': [seen(pod(IMAGE), { parts: nodes('aks') }), 'unknown: warning nodes-may-pull'],
  'nodes that may not': [seen(pod(IMAGE), { parts: nodes('other', false) }), 'fails: error no-pull-secret'],
  'nodes that may pull, beside a list': [
    seen(pod(IMAGE, 'acr-secret'), {
      parts: { ...nodes('aks'), absent: [{ namespace: 'shop', name: 'acr-secret' }] },
    }),
    'fails: error secret-missing',
  ],
}

for (const [name, [known, expected]] of Object.entries(table))
  test(name, () => assert.is(told(known), expected))

/** A pod that lists a Secret without an entry for its image, beside one that pulls the image with one. */
function cached(policy: 'IfNotPresent' | 'Always' | 'Never', minor: number): Survey {
  const other = { ...pod(IMAGE, 'good'), metadata: { name: 'other', namespace: 'shop' } }
  const resources = withPods(resourcesOfObjects([pod(IMAGE), other]), [
    { ...running, containers: [{ image: IMAGE, policy, hasImage: true }] },
  ])
  const secrets = [secret(dockerConfig('contoso.azurecr.io'), 'good')]
  const known = inventory({ resources, secrets, isComplete: true, kubernetesMinor: minor })
  return withEvidence(survey(known, registriesFrom([]), NOW), [])
}

test('since 1.35 an image that others pulled is no longer for a pod without a credential', () => {
  const code = 'rides-on-cached-image'
  const whatOf = (known: Survey): string =>
    check(known)
      .findings.filter(finding => finding.code === code)
      .map(({ what }) => what)
      .join()
  assert.match(
    whatOf(cached('IfNotPresent', 35)),
    'pulls it again without a credential, and fails with ErrImagePull',
  )
  assert.match(whatOf(cached('Never', 35)), 'fails with ErrImageNeverPull')
  assert.is(whatOf(cached('Always', 35)), '')
  assert.is(whatOf(cached('IfNotPresent', 34)), '')
})

const remarks: Readonly<Record<string, readonly [known: Survey, what: RegExp, command: RegExp]>> = {
  'that runs': [
    seen(pod(IMAGE), { pods: [running], parts: nodes('other', false) }),
    /^1 image runs without a pull secret: the nodes have the images already/,
    /^kubectl .*\brun .*\bpull-test -n shop --image=contoso\.azurecr\.io\/web /,
  ],
  'that the nodes of AKS may pull': [
    seen(pod(IMAGE), { parts: nodes('aks') }),
    /^1 image may be pulled without a pull secret: AKS nodes/,
    /^az aks check-acr .* --acr contoso\.azurecr\.io$/,
  ],
  'that nodes which nobody could look at may pull': [
    seen(pod(IMAGE), { parts: nodes('unknown') }),
    /may be pulled without a pull secret: the nodes, which could not be read/,
    /^kubectl .*\bpull-test /,
  ],
}

for (const [name, [known, what, command]] of Object.entries(remarks))
  test(`an image ${name} is a remark about the cluster`, () => {
    const [remark] = remarksOn(known, ['--context', 'c'])
    assert.match(remark?.what ?? '', what)
    assert.match(remark?.command ?? '', command)
  })

test('two images that run are counted, and without any there is no remark', () => {
  const both = {
    ...pod(IMAGE),
    spec: { containers: [{ image: IMAGE }, { image: `${IMAGE}:2` }] },
  }
  const containers = [IMAGE, `${IMAGE}:2`].map(image => ({
    image,
    policy: 'Always' as const,
    hasImage: true,
  }))
  const known = seen(both, { pods: [{ ...running, containers }], parts: nodes('azure', false) })
  assert.match(remarksOn(known, [])[0]?.what ?? '', /^2 images run without a pull secret: /)
  assert.equal(remarksOn(seen(pod('nginx'), { parts: nodes('azure') }), []), [])
  assert.equal(remarksOn(seen(pod(IMAGE), { pods: [running] }), []), [])
})

test('a pod whose ServiceAccount is not there fails', () => {
  const own = { ...pod(IMAGE, 'acr-secret') }
  const object = {
    ...own,
    spec: {
      serviceAccountName: 'robot',
      imagePullSecrets: [{ name: 'acr-secret' }],
      containers: [{ image: IMAGE }],
    },
  }
  const parts: Partial<Inventory> = { secrets: [secret()], hasAllAccounts: true }
  assert.match(told(seen(object, { parts })), /^fails: error service-account-missing/)
  assert.is(told(seen(object, { parts: { ...parts, hiddenAccounts: ['shop'] } })), 'pulls: ')
  assert.is(told(seen(object, { parts: { secrets: [secret()] } })), 'pulls: ')
})

test.run()
