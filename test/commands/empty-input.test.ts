import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { acr } from './in-process.ts'

const EMPTY = ['', '\n', '# only a comment\n', '---\n', '---\n# c\n---\n...\n', 'null\n']
const GATES = ['inject --check', 'inject --diff', 'uninject --check', 'uninject --diff', 'check', 'check -q']

test('a gate does not pass an input without resources', async () => {
  for (const gate of GATES)
    for (const input of EMPTY)
      assert.equal(
        await acr(`${gate} -f -`, { input }),
        {
          code: 2,
          stdout: '',
          stderr: 'error: no resources in standard input; check that this is the right input\n',
        },
        `${gate} ${JSON.stringify(input)}`,
      )
})

test('of several inputs one may be empty', async () => {
  const cwd = makeFolder({
    'a.yaml': '',
    'b.yaml': 'kind: ConfigMap\n',
    'empty/a.yaml': '',
    'empty/b.yaml': '#',
  })
  assert.is((await acr('inject --check -f a.yaml -f b.yaml', { cwd })).code, 0)
  const { code, stderr } = await acr('inject --check -f empty', { cwd })
  assert.equal([code, stderr], [2, 'error: no resources in the input; check that this is the right input\n'])
})

test('a filter passes an empty input on, with a warning', async () => {
  for (const verb of ['inject', 'uninject', 'inject --stream'])
    for (const input of EMPTY) {
      const { code, stdout, stderr } = await acr(`${verb} -f -`, { input })
      assert.equal([code, stdout], [0, input])
      assert.match(stderr, /^warning: no resources in standard input; check that this is the right input\n/)
    }
  assert.is((await acr('inject -q -f -')).stderr, '')
  assert.not.match((await acr('inject --report json -f -')).stderr, /^warning:/m)
})

test('what is binary is refused, and not echoed', async () => {
  const cwd = makeFolder({ 'a.bin': 'kind: Pod\n\0' })
  for (const call of ['inject', 'inject --stream', 'inject --check', 'uninject', 'check'])
    assert.equal(await acr(`${call} -f a.bin`, { cwd }), {
      code: 2,
      stdout: '',
      stderr: 'error: a.bin: the content is binary, not YAML or JSON; check that this is the right input\n',
    })
})

test.run()
