import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { acr } from './in-process.ts'

const EMPTY = ['', '\n', '# only a comment\n', '---\n', '---\n# c\n---\n...\n', 'null\n']
const GATES = ['inject --check', 'inject --diff', 'uninject --check', 'uninject --diff', 'check', 'check -q']

/** What a gate says; those of verbs that write say besides that nothing was written. */
function refused(gate: string, error: string): { code: number; stdout: string; stderr: string } {
  const end = gate.startsWith('check') ? '' : 'nothing was written: 1 error\n'
  return { code: 2, stdout: '', stderr: `error: ${error}\n${end}` }
}

const NO_RESOURCES = 'standard input: no resources; check that this is the right input'
const NOT_A_RESOURCE =
  'this is not a Kubernetes resource, which has an apiVersion and a kind; check that this is the right input'

test('a gate does not pass an input without resources', async () => {
  for (const gate of GATES)
    for (const input of EMPTY)
      assert.equal(
        await acr(`${gate} -f -`, { input }),
        refused(gate, NO_RESOURCES),
        `${gate} ${JSON.stringify(input)}`,
      )
})

test('a gate does not pass what is no manifest', async () => {
  const others: [input: string, line: number][] = [
    ['Error: release not found\n', 1],
    ['Error: INSTALLATION FAILED: chart "web" not found: no such file\n', 1],
    ['error pulling contoso.azurecr.io/web: denied\n', 1],
    ['{"name": "web", "version": "1.0.0"}', 1],
    ['# values\n\nimage:\n  repository: contoso.azurecr.io/web\n', 3],
    ['services:\n  web: {image: contoso.azurecr.io/web:1}\n', 1],
    ['- hosts: all\n', 1],
    ['apiVersion: v2\nname: web\n', 1],
    ['kind: Deployment\n', 1],
  ]
  for (const gate of GATES)
    for (const [input, line] of others) {
      const { code, stdout, stderr } = await acr(gate, { input })
      const told = `${gate} ${JSON.stringify(input)}`
      assert.equal([code, stdout], [2, ''], told)
      assert.match(stderr, new RegExp(`^error: stdin:${line}: .+; .+\n`), told)
    }
  const { stderr } = await acr('check', { input: 'password: x\n' })
  assert.is(stderr, `error: stdin:1: ${NOT_A_RESOURCE}\n`)
})

test('beside a resource, other documents are passed over', async () => {
  const cwd = makeFolder({
    'a.json': '{"name": "web"}',
    'b.yaml': 'apiVersion: v1\nkind: ConfigMap\n',
    'other/a.json': '{"name": "web"}',
    'other/b.json': '{}',
  })
  for (const gate of GATES) {
    assert.is((await acr(`${gate} -f .`, { cwd })).code, 0, gate)
    assert.is((await acr(`${gate} -f a.json -f b.yaml`, { cwd })).code, 0, gate)
    assert.equal(
      await acr(`${gate} -f other`, { cwd }),
      refused(gate, `other/a.json:1: ${NOT_A_RESOURCE.replace(';', ', nor is anything else in the input;')}`),
    )
  }
})

test('of several inputs one may be empty', async () => {
  const cwd = makeFolder({
    'a.yaml': '',
    'b.yaml': 'apiVersion: v1\nkind: ConfigMap\n',
    'empty/a.yaml': '',
    'empty/b.yaml': '#',
  })
  assert.is((await acr('inject --check -f a.yaml -f b.yaml', { cwd })).code, 0)
  assert.equal(
    await acr('inject --check -f empty', { cwd }),
    refused(
      'inject --check',
      'empty/a.yaml: no resources here, nor in the rest of the input; check that this is the right input',
    ),
  )
})

test('a file that is named may hold comments alone', async () => {
  const cwd = makeFolder({ 'a.yaml': '# nothing yet\n', 'b.yaml': '', 'c.json': '{}' })
  for (const gate of GATES) {
    const { code, stderr } = await acr(`${gate} -f a.yaml`, { cwd })
    assert.is(code, 0, gate)
    const warning = 'warning: a.yaml: no resources; check that this is the right input\n'
    assert.is(stderr.startsWith(warning), gate !== 'check -q', gate)
    assert.is((await acr(`${gate} a.yaml b.yaml`, { cwd })).code, 0, gate)
    assert.is((await acr(`${gate} a.yaml c.json`, { cwd })).code, 2, gate)
    assert.is((await acr(`${gate} -f *.yaml`, { cwd })).code, 2, gate)
    assert.is((await acr(`${gate} -f a.yaml -f -`, { cwd })).code, 2, gate)
  }
})

test('--allow-empty passes whatever a hook names', async () => {
  const cwd = makeFolder({ 'a.yaml': '# nothing yet\n', 'package.json': '{"name": "web"}' })
  for (const gate of GATES) {
    const { code, stderr } = await acr(`${gate} --allow-empty package.json a.yaml`, { cwd })
    assert.is(code, 0, gate)
    assert.not.match(stderr, /warning|error/)
    assert.is((await acr(`${gate} --allow-empty`, { cwd })).code, 0, gate)
  }
  const strict = await acr('inject --in-place --strict --allow-empty package.json', { cwd })
  assert.equal([strict.code, strict.stderr], [0, 'nothing to inject: no ACR image in 1 document\n'])
})

test('reports for programs hold why nothing could be checked', async () => {
  for (const input of ['', 'Error: x\n'])
    for (const [call, stream] of [
      ['check -o', 'stdout'],
      ['inject --check --report', 'stderr'],
    ] as const)
      for (const [format, pattern] of [
        ['json', /"problems": ?\[\{"source":"standard input"/],
        ['sarif', /"executionSuccessful": false[^]+"ruleId": "unusable-input"/],
        ['github', /^::error title=kubectl acr (check|inject)::(standard input|stdin:1): /m],
        ['junit', /<testsuite name="standard input".+ errors="1"[^]+<error /],
      ] as const) {
        const ran = await acr(`${call} ${format}`, { input })
        assert.is(ran.code, 2)
        assert.match(ran[stream], pattern)
      }
})

test('a filter passes an empty input on, with a warning', async () => {
  for (const verb of ['inject', 'uninject', 'inject --stream', 'inject --strict', 'post-render'])
    for (const input of EMPTY) {
      const { code, stdout, stderr } = await acr(`${verb} -f -`, { input })
      assert.equal([code, stdout], [0, verb === 'post-render' ? '# no manifests\n' : input])
      assert.ok(stderr.startsWith(`warning: ${NO_RESOURCES}\n`), stderr)
    }
  assert.is((await acr('inject -q -f -')).stderr, '')
  assert.not.match((await acr('inject --report json -f -')).stderr, /^warning:/m)
})

test('a filter passes on what is no manifest, with a warning', async () => {
  const input = '# a\r\nError: release not found' // without a last line end
  for (const verb of [
    'inject',
    'uninject',
    'inject --stream',
    'post-render',
    'inject --via serviceaccount',
  ]) {
    const { code, stdout, stderr } = await acr(`${verb} -f -`, { input })
    assert.equal([code, stdout], [0, input], verb)
    assert.ok(stderr.startsWith(`warning: stdin:2: ${NOT_A_RESOURCE}\n`), stderr)
  }
  assert.is((await acr('inject -q', { input })).stderr, '')
  assert.equal(await acr('inject --strict', { input }), {
    code: 2,
    stdout: '',
    stderr: `error: stdin:2: ${NOT_A_RESOURCE}\nnothing was written: 1 error\n`,
  })
  const streamed = await acr('inject --strict --stream', { input })
  assert.equal([streamed.code, streamed.stdout], [2, input])
  assert.match(streamed.stderr, /^error: stdin:2: /)
})

test('what is binary is refused, and not echoed', async () => {
  const cwd = makeFolder({ 'a.bin': 'kind: Pod\n\0' })
  for (const call of ['inject', 'inject --stream', 'inject --check', 'uninject', 'check']) {
    const { code, stdout, stderr } = await acr(`${call} -f a.bin`, { cwd })
    assert.equal([code, stdout], [2, ''])
    assert.match(
      stderr,
      /^error: a\.bin: the content is binary, not YAML or JSON; check that this is the right input\n/,
    )
  }
})

test.run()
