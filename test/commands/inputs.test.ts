import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { effectiveSettings } from '../../src/configuration/effective-settings.ts'
import { inputWords, selectInputs } from '../../src/commands/shared/input/inputs.ts'
import { makeFolder } from '../folder.ts'
import { pod } from '../pod.ts'
import { acr } from './in-process.ts'

const NO_SETTINGS = effectiveSettings(undefined, {}, '/')
const NONE = {
  filename: [],
  recursive: false,
  kustomize: undefined,
  kustomizeArgs: [],
  exclude: [],
  noIgnore: false,
}

const selections: [
  values: Partial<Parameters<typeof selectInputs>[0]>,
  isNamed: boolean,
  readsStdin: boolean,
][] = [
  [{}, false, true],
  [{ filename: ['-'] }, true, true],
  [{ filename: ['a.yaml'] }, true, false],
  [{ filename: ['a.yaml', '-'], recursive: true }, true, true],
  [{ kustomize: '.' }, true, false],
]
for (const [values, isNamed, readsStdin] of selections) {
  test(`selected by ${JSON.stringify(values)}`, () => {
    const selection = selectInputs({ ...NONE, ...values }, NO_SETTINGS)
    assert.equal([selection.isNamed, selection.readsStdin], [isNamed, readsStdin])
  })
}

test('an input without a name is refused, and standard input twice', () => {
  assert.throws(() => selectInputs({ ...NONE, filename: ['a', ''] }, NO_SETTINGS), /^-f and -k need the name/)
  assert.throws(() => selectInputs({ ...NONE, kustomize: '' }, NO_SETTINGS), /^-f and -k need the name/)
  assert.throws(
    () => selectInputs({ ...NONE, filename: ['-', '-'] }, NO_SETTINGS),
    /^standard input cannot be used/,
  )
})

test('what is left out is told again in a line to type', () => {
  const values = { filename: ['deploy'], recursive: true, exclude: ['a b', 'x,y'], noIgnore: true }
  const words = ['-R', '-f', 'deploy', '--exclude', 'a b', '--exclude', '"x,y"', '--no-ignore']
  assert.equal(inputWords(selectInputs({ ...NONE, ...values }, NO_SETTINGS)), words)
})

test('flags of kustomize are told again in a line to type', () => {
  const values = { kustomize: 'prod', kustomizeArgs: [['--enable-helm'], ['--helm-command', 'my helm']] }
  const words = ['-k', 'prod', '--kustomize-args', "--enable-helm --helm-command 'my helm'"]
  assert.equal(inputWords(selectInputs({ ...NONE, ...values }, NO_SETTINGS)), words)
})

test('what the configuration says to kustomize comes before the flags of the call, and is not told again', () => {
  const settings = {
    ...NO_SETTINGS,
    enableHelm: { value: true, from: { by: 'default' } },
    loadRestrictor: { value: 'LoadRestrictionsNone', from: { by: 'file', file: 'a', line: 1 } },
  } as const
  const values = { ...NONE, kustomize: 'prod', kustomizeArgs: [['--enable-helm=false']] }
  const selection = selectInputs(values, settings)
  assert.equal(selection.inputs.configuredKustomizeArgs, [
    '--enable-helm',
    '--load-restrictor',
    'LoadRestrictionsNone',
  ])
  assert.equal(inputWords(selection), ['-k', 'prod', '--kustomize-args', '--enable-helm=false'])
  assert.equal(selectInputs(values, NO_SETTINGS).inputs.configuredKustomizeArgs, [])
})

test('an exclude that can match nothing is refused', async () => {
  const { code, stderr } = await acr(['inject', '-f', 'a', '--exclude', '/'])
  assert.is(code, 2)
  assert.match(stderr, /^error: --exclude "\/": expected a glob as in .gitignore, such as node_modules\/\n/)
})

test('a password cannot come where manifests do, however stdin is named', async () => {
  const cwd = makeFolder({ 'a.yaml': pod })
  const secret = 'inject --with-secret --username u --password-stdin'
  for (const input of ['', ' -f -', ' -f a.yaml,-', ' -f a.yaml -']) {
    const { code, stderr } = await acr(`${secret}${input}`, { cwd, input: pod })
    assert.is(code, 2)
    assert.match(stderr, /^error: stdin cannot contain both the manifests and the password\n/)
  }
  assert.is((await acr(`${secret} -f a.yaml`, { cwd, input: 'pw' })).code, 0)
})

test.run()
