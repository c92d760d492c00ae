import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { acr } from '../in-process.ts'

const test = suite('fn')

const WEB = `- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: web
    namespace: shop
    annotations:
      config.kubernetes.io/path: 'old.yaml'
      internal.config.kubernetes.io/path: 'web.yaml'
      internal.config.kubernetes.io/index: '2'
  spec:
    template:
      spec:
        containers:
        - name: web
          image: contoso.azurecr.io/web # as released
`
const THING = `- apiVersion: contoso.com/v1
  kind: Thing
  metadata: {name: thing}
  spec:
    image: contoso.azurecr.io/thing
`

interface Given {
  readonly config?: string
  readonly items?: string
  readonly end?: string
}

function list({ config = '', items = WEB, end = '' }: Given): string {
  const functionConfig = config === '' ? '' : `functionConfig:\n${config.replace(/^(?=.)/gm, '  ')}`
  return `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n${functionConfig}items:\n${items}${end}`
}

const CONFIGURATION = `apiVersion: kubectl-acr/v1
kind: Configuration
metadata:
  name: acr
`

test('adds pull secrets and says so in results, and keeps all other bytes', async () => {
  const input = list({})
  const { code, stdout, stderr } = await acr('fn', { input })
  assert.is(code, 0)
  const expected = `${input.replace(
    '        containers:',
    '        imagePullSecrets:\n        - name: acr-secret\n        containers:',
  )}results:
- message: "added pull secret acr-secret for contoso.azurecr.io"
  severity: info
  resourceRef:
    apiVersion: apps/v1
    kind: Deployment
    namespace: shop
    name: web
  field:
    path: "spec.template.spec.containers[0].image"
  file:
    path: web.yaml
    index: 2
`
  assert.is(stdout, expected)
  assert.is(stderr, 'deployment/web (shop): + acr-secret for contoso.azurecr.io\n1 workload changed\n')
})

test('gives back what it has nothing to say of', async () => {
  const input = list({ items: '- {apiVersion: v1, kind: Pod, metadata: {name: a}}' })
  const { code, stdout } = await acr('fn', { input })
  assert.equal([code, stdout], [0, input])
})

test('takes a configuration as the file has it, and a ConfigMap of flags', async () => {
  const file = `${CONFIGURATION}secret: of-file\nregistries:\n- server: contoso\n  secret: of-contoso\n`
  const map = `apiVersion: v1\nkind: ConfigMap\ndata:\n  secret: other fabrikam.azurecr.io=b, contoso.azurecr.io=of-contoso\n`
  for (const config of [file, map]) {
    const { code, stdout } = await acr('fn', { input: list({ config }) })
    assert.is(code, 0, config)
    assert.match(stdout, '- name: of-contoso')
  }
})

test('does nothing with a configuration that is wrong, and says why in results', async () => {
  const config = `${CONFIGURATION}inject:\n  strikt: true\n`
  const input = list({ config })
  const { code, stdout, stderr } = await acr('fn', { input })
  const message = 'functionConfig: there is no key inject.strikt; did you mean inject.strict?'
  assert.is(code, 1)
  assert.ok(stdout.startsWith(input))
  assert.equal(parse(stdout).results, [
    {
      message,
      severity: 'error',
      resourceRef: { apiVersion: 'kubectl-acr/v1', kind: 'Configuration', name: 'acr' },
    },
  ])
  assert.is(stderr, `error: stdin:9: ${message}\n`)
  const rows: readonly (readonly [config: string, error: RegExp])[] = [
    [
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  secert: a\n',
      /:7: .*data\.secert is not a key.*did you mean secret\?/,
    ],
    [
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  secret: A_B\n',
      /:7: .*data\.secret: "A_B" is not a valid name/,
    ],
    [
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  strict: maybe\n',
      /:7: .*data\.strict: "maybe": expected true or/,
    ],
    ['apiVersion: a/v1\nkind: Acr\n', /:4: functionConfig is a Acr of a\/v1; write a Configuration/],
  ]
  for (const [wrong, error] of rows) {
    const ran = await acr('fn', { input: list({ config: wrong }) })
    assert.is(ran.code, 1, wrong)
    assert.match(ran.stderr, error)
    assert.is(parse(ran.stdout).results[0].severity, 'error')
  }
})

test('changes nothing if anything is wrong', async () => {
  const config = `${CONFIGURATION}inject: {strict: true}\n`
  const input = list({ config, items: WEB + THING })
  const { code, stdout, stderr } = await acr('fn', { input })
  assert.is(code, 1)
  assert.ok(stdout.startsWith(input))
  const [{ message, ...rest }, ...others] = parse(stdout).results
  assert.match(message, /place of pull secrets in a Thing is not known; /)
  assert.equal(rest, {
    severity: 'error',
    resourceRef: { apiVersion: 'contoso.com/v1', kind: 'Thing', name: 'thing' },
    field: { path: 'spec.image' },
    tags: { code: 'unplaced-image' },
  })
  assert.equal(others, [])
  assert.match(stderr, 'nothing was written')
})

test('warnings are results', async () => {
  const { code, stdout } = await acr('fn', { input: list({ items: THING }) })
  assert.equal([code, parse(stdout).results[0].severity], [0, 'warning'])
})

test('replaces results that stand', async () => {
  for (const end of ['results:\n- message: old\n', 'results: [{message: old}]\n', 'results: []\nx: y\n']) {
    const { stdout } = await acr('fn', { input: list({ end }) })
    assert.is(parse(stdout).results.length, 1, end)
    assert.is(parse(stdout).results[0].severity, 'info')
    assert.is(parse(stdout).x, end.includes('x: y') ? 'y' : undefined)
    const quiet = await acr('fn', { input: list({ items: '- {kind: Pod, apiVersion: v1}\n', end }) })
    assert.equal(parse(quiet.stdout).results, [])
  }
})

const ENDS: Readonly<Record<string, string>> = {
  'a comment': '# the end\n',
  'no line end': 'a: b',
  'an end of the document': '...\n',
  'a block scalar': 'a: |\n  text\n',
  'a block scalar without line end': 'a: |\n  text',
  'a block scalar that keeps blank lines': 'a: |+\n  text\n\n\n',
  'a folded scalar and a comment': 'a: >-\n  text\n# end\n',
  'line ends of Windows': 'a: b\r\n',
}
for (const [name, end] of Object.entries(ENDS))
  test(`results behind ${name}`, async () => {
    for (const input of [
      list({ end }),
      list({ end }).replaceAll(/\r?\n/g, '\r\n'),
      `---\n${list({ end })}`,
    ]) {
      const { stdout } = await acr('fn', { input })
      const [{ results, items, ...after }, { items: itemsBefore, ...before }] = [parse(stdout), parse(input)]
      assert.is(results.length, 1)
      assert.equal(after, before)
      delete items[0].spec.template.spec.imagePullSecrets
      assert.equal(items, itemsBefore)
    }
  })

test('JSON stays JSON, spread or not', async () => {
  const value = parse(list({ config: 'apiVersion: v1\nkind: ConfigMap\ndata:\n  secret: a\n' }))
  for (const more of [{}, { results: [{ message: 'old' }] }])
    for (const space of [undefined, 2, 4]) {
      const { code, stdout } = await acr('fn', { input: JSON.stringify({ ...value, ...more }, null, space) })
      assert.is(code, 0)
      const { results, items } = JSON.parse(stdout)
      assert.equal(items[0].spec.template.spec.imagePullSecrets, [{ name: 'a' }])
      assert.equal(
        [results.length, results[0].severity, results[0].resourceRef.name, results[0].file.path],
        [1, 'info', 'web', 'web.yaml'],
      )
    }
})

test('refuses an input that is not a ResourceList', async () => {
  const rows: readonly (readonly [input: string, error: RegExp])[] = [
    ['', /stdin:1: the input is empty; pipe in a ResourceList/],
    ['apiVersion: v1\nkind: Pod\n', /stdin:1: the input is not a ResourceList, but a Pod;/],
    [
      'apiVersion: config.kubernetes.io/v9\nkind: ResourceList\nitems: []\n',
      /the apiVersion config\.kubernetes\.io\/v9; .*\/v1 or/,
    ],
    [`${list({})}---\na: b\n`, /stdin:19: a second document begins here/],
    ['a: [\n', /stdin:\d: /],
  ]
  for (const [input, error] of rows) {
    const { code, stdout, stderr } = await acr('fn', { input })
    assert.equal([code, stdout], [2, ''])
    assert.match(stderr, error)
  }
})

test('inject accepts a ResourceList', async () => {
  const { stdout } = await acr('inject', { input: list({}) })
  assert.match(stdout, /imagePullSecrets:\n {8}- name: acr-secret/)
  assert.not.match(stdout, 'results')
})

test.run()
