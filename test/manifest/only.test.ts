import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { onlyFor, parseOnly, selectorOf } from '../../src/manifest/only.ts'
import type { Identity } from '../../src/manifest/resource.ts'
import { UsageError } from '../../src/text/user-error.ts'
import { acr } from '../commands/in-process.ts'

const web: Identity = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' }

const table: Readonly<Record<string, boolean>> = {
  'deployment/web': true,
  'Deployment/web': true,
  'deployments/web': true,
  'deploy/web': true,
  'deployment.apps/web': true,
  'deployments.apps/shop/web': true,
  'deployment/shop/web': true,
  'deployment/test/web': false,
  'deployment.example.com/web': false,
  'statefulset/web': false,
  'deployment/we': false,
  'deployment/WEB': false,
}
for (const [text, isNamed] of Object.entries(table))
  test(`--only ${text}`, () => assert.is(selectorOf([parseOnly(text)])(web), isNamed))

for (const text of ['', 'web', '/web', 'deployment/', 'deployment//web', 'a/b/c/d'])
  test(`--only "${text}" is refused`, () =>
    assert.throws(
      () => parseOnly(text),
      (error: unknown) => error instanceof UsageError,
    ))

const identities: Readonly<Record<string, Identity>> = {
  'deployment/shop/web': web,
  'rollout.argoproj.io/web': { group: 'argoproj.io', version: 'v1alpha1', kind: 'Rollout', name: 'web' },
  'job/backup-*': { group: 'batch', version: 'v1', kind: 'Job', name: 'backup-*' },
}
for (const [text, identity] of Object.entries(identities))
  test(`${text} names the resource that it is made of`, () => {
    assert.is(onlyFor(identity), text)
    assert.ok(selectorOf([parseOnly(text)])(identity))
  })

test('a resource without a name or kind cannot be named', () => {
  assert.is(onlyFor({ ...web, name: '' }), undefined)
  assert.is(onlyFor({ ...web, kind: '' }), undefined)
})

const pod = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n${more}  containers:\n  - image: contoso.azurecr.io/a\n`
const listed = (name = 'acr-secret'): string => `  imagePullSecrets:\n  - name: ${name}\n`

test('the others pass byte for byte, and come back so', async () => {
  const input = [pod('one'), pod('two'), pod('three')].join('---\n')
  const expected = [pod('one'), pod('two', listed()), pod('three')].join('---\n')
  const injected = await acr('inject --only pod/two', { input })
  assert.is(injected.stdout, expected)
  assert.match(injected.stderr, /1 workload changed; 2 not named by --only\n$/)
  const all = [pod('one', listed()), pod('two', listed()), pod('three', listed())].join('---\n')
  const taken = await acr('uninject --only pod/two', { input: all })
  assert.is(taken.stdout, [pod('one', listed()), pod('two'), pod('three', listed())].join('---\n'))
})

test('what matches nothing is an error, and nothing is written', async () => {
  const input = `${pod('one')}---\n${pod('two')}`
  for (const verb of ['inject', 'uninject']) {
    const { code, stdout, stderr } = await acr(`${verb} --only pod/one --only pod/tow`, {
      input: input + listed(),
    })
    assert.equal([code, stdout], [2, ''], stderr)
  }
  const near = await acr('inject --only pod/tow', { input })
  assert.is(
    near.stderr,
    'error: --only pod/tow: no such resource in the input; did you mean --only pod/two?\n',
  )
  const other = await acr('inject --only deployment/two', { input })
  assert.match(other.stderr, /did you mean --only pod\/two\?\n$/)
  const far = await acr('inject --only deployment/elsewhere', { input })
  assert.match(far.stderr, /check its kind, its namespace and its name\n$/)
})

test('what is there and needs nothing is no error', async () => {
  const input = pod('one').replace('contoso.azurecr.io/', '')
  const { code, stdout, stderr } = await acr('inject --only pod/one', { input })
  assert.equal([code, stdout], [0, input], stderr)
  assert.is((await acr('uninject --only pod/one', { input })).code, 0)
})

test('what is not selected is no reason to fail', async () => {
  const odd =
    'apiVersion: example.com/v1\nkind: Odd\nmetadata:\n  name: odd\nspec:\n  image: contoso.azurecr.io/a\n'
  const { code, stderr } = await acr('inject --strict --only pod/one', { input: `${pod('one')}---\n${odd}` })
  assert.is(code, 0, stderr)
  assert.not.match(stderr, /warning/)
})

const shared = `apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata: {name: one}
  spec: &spec
    imagePullSecrets:
    - name: NAME
    containers:
    - image: contoso.azurecr.io/a
- apiVersion: v1
  kind: Pod
  metadata: {name: two}
  spec: *spec
`

test('a list that is also that of another resource is left alone', async () => {
  const injected = await acr('inject --only pod/two', { input: shared.replace('NAME', 'other') })
  assert.equal([injected.code, injected.stdout], [2, ''])
  assert.match(
    injected.stderr,
    /an alias shares the list of pull secrets with .* of pod\/one, which must not change/,
  )
  const taken = await acr('uninject --only pod/one', { input: shared.replace('NAME', 'acr-secret') })
  assert.equal([taken.code, taken.stdout], [2, ''])
  assert.match(
    taken.stderr,
    /an alias shares the list of pull secrets with .* of pod\/two, which must not change/,
  )
})

const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: default\n'
test('a ServiceAccount that gets the list of a selected workload is selected with it', async () => {
  const input = `${account}---\n${pod('one')}---\n${pod('two')}`
  for (const only of ['pod/one', 'serviceaccount/default']) {
    const { stdout, stderr } = await acr(`inject --via serviceaccount --only ${only}`, { input })
    assert.match(stdout, /name: default\nimagePullSecrets:\n- name: acr-secret\n---/, stderr)
    assert.ok(stdout.endsWith(`---\n${pod('one')}---\n${pod('two')}`))
  }
})

test('--only and --stream exclude each other', async () => {
  const { code, stderr } = await acr('inject --stream --only pod/one', { input: pod('one') })
  assert.is(code, 2)
  assert.match(stderr, /--only/)
})

test.run()
