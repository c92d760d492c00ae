import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { withAdvice } from '../../src/check/advice.ts'
import { check } from '../../src/check/check.ts'
import type { Finding } from '../../src/check/finding.ts'
import type { Inventory } from '../../src/check/inventory/inventory.ts'
import { resourcesOfObjects } from '../../src/check/inventory/from-objects.ts'
import { survey } from '../../src/check/examine/survey.ts'
import { registriesFrom } from '../../src/image/registry.ts'
import { NOW, base64, dockerConfig, inventory, pod, secret } from './looking.ts'

// Objects of a cluster stand in no file: findings have no place, and remedies are typed at the cluster.

const IMAGE = 'contoso.azurecr.io/web'

function findingsOf(
  objects: readonly object[],
  parts: Partial<Inventory> = {},
  flags: readonly string[] = [],
): readonly Finding[] {
  const known = survey(
    inventory({ resources: resourcesOfObjects(objects), ...parts }),
    registriesFrom([]),
    NOW,
  )
  const { findings } = withAdvice(check(known), known, flags)
  for (const finding of findings) assert.is(finding.place, undefined)
  return findings
}

function only(code: string, findings: readonly Finding[]): Finding {
  const [found, ...others] = findings.filter(one => one.code === code)
  assert.equal(others, [])
  if (found === undefined) throw new Error(`no ${code} in ${findings.map(one => one.code).join()}`)
  return found
}

test('a Pod without a list is recreated from what the cluster has', () => {
  const { remedy, command } = only('no-pull-secret', findingsOf([pod(IMAGE)], { isComplete: true }))
  assert.match(remedy, 'the list of a Pod cannot change: delete it and recreate it with one')
  assert.match(
    command ?? '',
    /^kubectl get pod web -n shop -o yaml \| kubectl acr inject.* \| kubectl replace --force -f -$/,
  )
})

test('one that was applied is recreated from what was applied', () => {
  const applied = {
    ...pod(IMAGE),
    metadata: {
      name: 'web',
      namespace: 'shop',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    },
  }
  const { command } = only('no-pull-secret', findingsOf([applied], { isComplete: true }))
  assert.match(command ?? '', /^kubectl apply view-last-applied pod.* \| kubectl replace --force -f -$/)
})

test('the template of a Job cannot change, and comes from its manifest', () => {
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'once', namespace: 'shop' },
    spec: { template: { spec: { containers: [{ name: 'a', image: IMAGE }] } } },
  }
  const { remedy, command } = only('no-pull-secret', findingsOf([job], { isComplete: true }))
  assert.match(remedy, /the template of a Job cannot change: .*, from the manifest that it was created from$/)
  assert.is(command, undefined)
})

test('the context of the call is in each line', () => {
  const { command } = only(
    'no-pull-secret',
    findingsOf([pod(IMAGE)], { isComplete: true }, ['--context', 'test']),
  )
  assert.match(command ?? '', '--context test')
})

test('a Secret that is not there is made in the namespace of its pods', () => {
  const absent = [{ namespace: 'shop', name: 'acr-secret' }]
  const { command } = only('secret-missing', findingsOf([pod(IMAGE, 'acr-secret')], { absent }))
  assert.match(command ?? '', /^kubectl acr secret acr-secret -n shop --registry contoso\.azurecr\.io /)
})

test('a Secret with an owner is changed at its owner', () => {
  const ownedBy = { owner: 'Flux', remedy: 'change it at its owner', command: 'flux reconcile x' }
  const broken = { ...secret('hunter2'), ownedBy }
  const { remedy, command } = only(
    'unreadable-secret',
    findingsOf([pod(IMAGE, 'acr-secret')], { secrets: [broken] }),
  )
  assert.match(remedy, /: change it at its owner$/)
  assert.match(command ?? '', /^flux reconcile x/)
  assert.not.match(remedy, 'hunter2')
})

test('an owner without a command has a remedy alone', () => {
  const broken = { ...secret('hunter2'), ownedBy: { owner: 'Flux', remedy: 'ask its owner' } }
  const { remedy, command } = only(
    'unreadable-secret',
    findingsOf([pod(IMAGE, 'acr-secret')], { secrets: [broken] }),
  )
  assert.match(remedy, /: ask its owner$/)
  assert.is(command, undefined)
})

const stray: Record<string, [username: string, password: string, what: string]> = {
  'a line end after a password': ['u', 'hunter2\n', 'a line break after its password'],
  'a space before a user name': [' u', 'hunter2', 'whitespace before its user name'],
  'a space after a password': ['u', 'hunter2 ', 'whitespace after its password'],
  'a byte order mark': ['u', '\uFEFFhunter2', 'a byte order mark before its password'],
  'a control character': ['u', 'hun\u0007ter2', 'a control character in its password'],
}

for (const [name, [username, password, what]] of Object.entries(stray))
  test(`a credential with ${name} is told as such, and not shown`, () => {
    const auths = { 'contoso.azurecr.io': { auth: base64(`${username}:${password}`) } }
    const findings = findingsOf([pod(IMAGE, 'acr-secret')], { secrets: [secret(JSON.stringify({ auths }))] })
    const found = only('stray-characters', findings)
    assert.match(found.what, what)
    assert.not.match(JSON.stringify(found), /hun.*ter2/)
  })

test('an image of Docker Hub that means a registry, and a host that is nearly one', () => {
  const secrets = [secret()]
  const hub = only('image-of-docker-hub', findingsOf([pod('contoso/web', 'acr-secret')], { secrets }))
  assert.is(hub.remedy, 'write contoso.azurecr.io/web')
  const near = only('doubtful-host', findingsOf([pod('contoso.azurecr.oi/web', 'acr-secret')], { secrets }))
  assert.match(near.what, 'contoso.azurecr.oi')
})

test('an entry that ends in several hosts names them', () => {
  const secrets = [secret(dockerConfig('fabrikam.azurecr.io', 'other.azurecr.io'))]
  const { what } = only('no-entry-for-host', findingsOf([pod(IMAGE, 'acr-secret')], { secrets }))
  assert.match(what, 'fabrikam.azurecr.io, other.azurecr.io')
})

test.run()
