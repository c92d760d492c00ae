import { readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { check } from '../../src/check/check.ts'
import type { Check } from '../../src/check/check.ts'
import { withEvidence } from '../../src/check/examine/evidence.ts'
import { applyFailures } from '../../src/check/failures/apply-failures.ts'
import { resourcesOfObjects } from '../../src/check/inventory/from-objects.ts'
import { survey } from '../../src/check/examine/survey.ts'
import { readPod } from '../../src/cluster/objects/pods.ts'
import { pullFailuresOf } from '../../src/cluster/objects/pull-failures.ts'
import { registriesFrom } from '../../src/image/registry.ts'
import { NOW, inventory, pod, secret } from '../check/looking.ts'

// What runtimes and kubelets say of a pull that failed, and the finding that it is, in a pod that lists a pull secret
// for the registry or none: containerd 1.7 and 2.x, CRI-O, cri-dockerd, kubelet 1.28 to 1.37.

interface Row {
  readonly name: string
  readonly reason: string
  readonly message: string
  readonly lists: boolean
  readonly code: string
}

const IMAGE = 'contoso.azurecr.io/web:1'
const rows: readonly Row[] = JSON.parse(readFileSync(new URL('messages.json', import.meta.url), 'utf8'))

/** The end of what is said of a message. */
function end(message: string): string {
  return checkPod({ reason: 'ErrImagePull', message, lists: true }).findings[0]?.what.slice(-13) ?? ''
}

function checkPod({ reason, message, lists }: Pick<Row, 'reason' | 'message' | 'lists'>): Check {
  const waiting = {
    name: 'web',
    image: IMAGE,
    imageID: '',
    state: { waiting: { reason, message } },
  }
  const failing = {
    ...pod(IMAGE, ...(lists ? ['acr-secret'] : [])),
    status: { phase: 'Pending', containerStatuses: [waiting] },
  }
  const reading = readPod(failing, () => true)
  const failures = pullFailuresOf(reading === undefined ? [] : [reading], [])
  const registryOf = registriesFrom([])
  const all = inventory({ resources: resourcesOfObjects([failing]), secrets: [secret()] })
  return applyFailures(check(withEvidence(survey(all, registryOf, NOW), failures)), failures, registryOf)
}

for (const row of rows)
  test(`${row.name} is ${row.code}`, () => {
    const { findings, podSpecs } = checkPod(row)
    const [first] = findings
    assert.is(first?.code, row.code)
    assert.is(podSpecs[0]?.images[0]?.status, 'fails')
    // A pull secret is missed only where nothing but its absence can be the cause.
    if (row.lists) assert.not.ok(findings.some(({ code }) => code === 'no-pull-secret'))
  })

test('a message that nobody knows is shown to its end, and what is known with the end that tells', () => {
  const long = `failed to do request: Head "https://contoso.azurecr.io/v2/${'x'.repeat(900)}": dial tcp 10.0.0.4:443: `
  assert.is(end(`${long}i/o timeout`), ': i/o timeout')
  assert.is(end(`${long}out of luck`), ': out of luck')
})

test('what a registry let in does not lack a pull secret', () => {
  const { findings } = checkPod({
    reason: 'ErrImagePull',
    message: 'no match for platform in manifest: not found',
    lists: false,
  })
  assert.equal(
    findings.map(({ code }) => code),
    ['pull-wrong-platform'],
  )
})

test('the signature in the address of a layer is shown to nobody', () => {
  const message = 'Get "https://x.blob.core.windows.net/y?se=2025&sig=hunter2%3D": dial tcp: i/o timeout'
  const { findings } = checkPod({ reason: 'ErrImagePull', message, lists: true })
  assert.not.match(JSON.stringify(findings), 'hunter2')
  assert.match(JSON.stringify(findings), 'sig=…')
})

test.run()
