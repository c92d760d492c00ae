import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCheckDetails } from '../../src/manifest/check-details.ts'
import type { CheckDetails } from '../../src/manifest/check-details.ts'
import { Kinds } from '../../src/kinds/kinds.ts'
import { readBy, readSource } from '../../src/manifest/read-document.ts'

async function look(text: string): Promise<readonly CheckDetails[]> {
  const { documents } = await readSource(
    { name: 'input', bytes: Buffer.from(text) },
    () => () => true,
    readBy(new Kinds()),
  )
  return documents.map(readCheckDetails)
}

const HEAD = 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n'

/** Keys as `text`, with the line that each is on, and a `!` before what is no base64. */
const fields: Record<string, [manifest: string, fields: Record<string, string>]> = {
  data: [`${HEAD}data:\n  a: aHVudGVyMg==\n`, { a: '5 hunter2' }],
  'data in a block': [`${HEAD}data:\n  a: |\n    aHVu\n    dGVyMg==\n`, { a: '5 hunter2' }],
  'data without padding': [`${HEAD}data:\n  a: aHVudGVyMg\n`, { a: '5 !aHVudGVyMg' }],
  'data that is no base64': [`${HEAD}data: {a: '{}'}\n`, { a: '4 !{}' }],
  'data with nothing': [`${HEAD}data:\n  a:\n  b: ""\n`, { a: '5 ', b: '6 ' }],
  stringData: [`${HEAD}stringData:\n  a: hunter2\n  b: 2\n`, { a: '5 hunter2', b: '6 2' }],
  'stringData over data': [
    `${HEAD}stringData:\n  a: new\ndata:\n  a: b2xk\n  b: b2xk\n`,
    { a: '5 new', b: '8 old' },
  ],
  'a key twice': [`${HEAD}data:\n  a: b2xk\n  a: bmV3\n`, { a: '6 new' }],
  'by merge': [`x: &x {a: b2xk, b: b2xk}\n${HEAD}data:\n  <<: *x\n  b: bmV3\n`, { b: '7 new', a: '1 old' }],
  neither: [HEAD, {}],
  'no mapping': [`${HEAD}data: text\nstringData: [a]\n`, {}],
  JSON: [
    '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"},\n"data":{"a":"aHVudGVyMg=="}}',
    { a: '2 hunter2' },
  ],
}

for (const [name, [manifest, expected]] of Object.entries(fields)) {
  test(`fields: ${name}`, async () => {
    const [found] = (await look(manifest)).flatMap(({ secrets }) => secrets)
    const shown = [...(found?.fields ?? [])].map(([key, { line, text, isDecoded }]) => [
      key,
      `${line} ${isDecoded ? '' : '!'}${text}`,
    ])
    assert.equal(Object.fromEntries(shown), expected)
  })
}

test('the type is Opaque where none is given', async () => {
  const secrets = (await look(`${HEAD}---\n${HEAD}type: kubernetes.io/dockercfg\n`)).flatMap(
    one => one.secrets,
  )
  assert.equal(
    secrets.map(({ type }) => type),
    ['Opaque', 'kubernetes.io/dockercfg'],
  )
})

test('items of a List are found with their lines', async () => {
  const [one] = (
    await look(
      'apiVersion: v1\nkind: List\nitems:\n- kind: Secret\n  apiVersion: v1\n  metadata: {name: a, namespace: b}\n  data: {x: eA==}\n',
    )
  ).flatMap(({ secrets }) => secrets)
  assert.is(one?.line, 4)
  assert.is(one?.identity.namespace, 'b')
})

test('a Secret of another group is none', async () => {
  assert.equal((await look(HEAD.replace('v1', 'example.com/v1')))[0]?.secrets, [])
})

const creators: Record<string, [manifest: string, name: string | undefined]> = {
  'a sealed one': ['apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: a}\n', 'a'],
  'a sealed one with another name in its template': [
    'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: a}\nspec: {template: {metadata: {name: b}}}\n',
    'a',
  ],
  'an external one': ['apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: a}\n', 'a'],
  'an external one with a target': [
    'apiVersion: external-secrets.io/v1beta1\nkind: ExternalSecret\nmetadata: {name: a}\nspec: {target: {name: b}}\n',
    'b',
  ],
  'a binding': [
    'apiVersion: acrpull.microsoft.com/v1beta2\nkind: AcrPullBinding\nmetadata: {name: a}\n',
    'acr-pull-a',
  ],
  'an old binding': [
    'apiVersion: msi-acrpull.microsoft.com/v1beta1\nkind: AcrPullBinding\nmetadata: {name: a}\n',
    'a-msi-acrpull-secret',
  ],
  'one without a name': [
    'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nspec: {target: x}\n',
    undefined,
  ],
  'another group': ['apiVersion: example.com/v1\nkind: ExternalSecret\nmetadata: {name: a}\n', undefined],
}

for (const [title, [manifest, name]] of Object.entries(creators)) {
  test(`what is made of ${title}`, async () => {
    assert.is((await look(manifest)).flatMap(({ generated }) => generated)[0]?.name, name)
  })
}

const DEPLOYMENT =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  annotations: {a: b}\nspec:\n  template:\n    spec:\n      containers:\n      - image: a\n'

const misplaced: Record<string, [manifest: string, found: string[]]> = {
  nowhere: [`${DEPLOYMENT}      imagePullSecrets: [{name: a}]\n`, []],
  'below a container': [
    `${DEPLOYMENT}        imagePullSecrets: [{name: a}]\n`,
    ['10 spec.template.spec.containers[0].imagePullSecrets'],
  ],
  'beside the template': [`${DEPLOYMENT}  imagePullSecrets: []\n`, ['10 spec.imagePullSecrets']],
  'in two places': [
    `${DEPLOYMENT}    imagePullSecrets: []\nimagePullSecrets: []\n`,
    ['11 imagePullSecrets', '10 spec.template.imagePullSecrets'],
  ],
  'in a custom kind': [
    `${DEPLOYMENT.replace('apps/v1', 'argoproj.io/v1alpha1').replace('Deployment', 'Rollout')}  imagePullSecrets: []\n`,
    [],
  ],
  'below a container of a custom kind': [
    `${DEPLOYMENT.replace('apps/v1', 'argoproj.io/v1alpha1').replace('Deployment', 'Rollout')}        imagePullSecrets: [{name: a}]\n`,
    ['10 spec.template.spec.containers[0].imagePullSecrets'],
  ],
  'beside the pod spec of a custom kind': [
    `${DEPLOYMENT.replace('apps/v1', 'argoproj.io/v1alpha1').replace('Deployment', 'Rollout')}    imagePullSecrets: [{name: a}]\n`,
    ['10 spec.template.imagePullSecrets'],
  ],
  'in the singular': [
    `${DEPLOYMENT}      imagePullSecret: [{name: a}]\n`,
    ['10 spec.template.spec.imagePullSecret'],
  ],
  'in lower case': [
    `${DEPLOYMENT}      imagepullsecrets: [{name: a}]\n`,
    ['10 spec.template.spec.imagepullsecrets'],
  ],
  'with another key': [`${DEPLOYMENT}      pullSecrets: [a]\n`, ['10 spec.template.spec.pullSecrets']],
  'with letters in another order': [
    `${DEPLOYMENT}      imagePullSercets: [{name: a}]\n`,
    ['10 spec.template.spec.imagePullSercets'],
  ],
  'with the key of a volume': [`${DEPLOYMENT}      secretName: a\n`, ['10 spec.template.spec.secretName']],
  'the key of a volume, below one': [
    `${DEPLOYMENT}      volumes: [{name: v, secret: {secretName: a}}]\n`,
    [],
  ],
  'misspelt below a container': [
    `${DEPLOYMENT}        imagePullSecret: a\n`,
    ['10 spec.template.spec.containers[0].imagePullSecret'],
  ],
  'misspelt at the top': [`${DEPLOYMENT}  imagePullSecret: a\n`, ['10 spec.imagePullSecret']],
  'of a ServiceAccount, which mounts': [
    'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\nsecrets: [{name: b}]\n',
    ['4 secrets'],
  ],
  'of a ServiceAccount, misspelt': [
    'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\nimagePullSecret: [{name: b}]\n',
    ['4 imagePullSecret'],
  ],
  'in a definition for aliases': [`${DEPLOYMENT}x-a: &a {imagePullSecrets: []}\n`, []],
  'in a ConfigMap': ['apiVersion: v1\nkind: ConfigMap\ndata: {imagePullSecrets: a}\n', []],
}

for (const [title, [manifest, expected]] of Object.entries(misplaced)) {
  test(`lists in the wrong place: ${title}`, async () => {
    const found = (await look(manifest)).flatMap(one => one.misplaced.flat())
    assert.equal(
      found.map(({ line, path }) => `${line} ${path}`),
      expected,
    )
  })
}

test.run()
