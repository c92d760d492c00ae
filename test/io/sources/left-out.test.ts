import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { findFiles } from '../../../src/io/sources/files.ts'
import { InputError } from '../../../src/io/input.ts'
import { makeFolder } from '../../folder.ts'

interface Search {
  readonly exclude?: readonly string[]
  readonly noIgnore?: boolean
  readonly isRecursive?: boolean
}

async function found(cwd: string, argument: string, search: Search = {}): Promise<readonly string[]> {
  const { exclude = [], noIgnore = false, isRecursive = true } = search
  const excludes = exclude.map(pattern => ({ pattern, directory: cwd }))
  const files = await findFiles(argument, {
    cwd,
    isRecursive,
    exclusions: { excludes, usesGitignore: !noIgnore },
  })
  return files.map(({ name }) => name)
}

const TREE = {
  'deploy/web.yaml': '',
  'deploy/node_modules/x/a.yaml': '',
  'deploy/charts/web/templates/a.yaml': '',
  'deploy/charts/web/values.yaml': '',
  'out/rendered.yaml': '',
  'out/secret.yaml': '',
}
const plain = makeFolder({ ...TREE, '.gitignore': 'node_modules/\n' })
const repository = makeFolder({
  ...TREE,
  '.git/config.yaml': '',
  '.gitignore': 'node_modules/\n/out/\nsecret.yaml\n',
  'deploy/charts/.gitignore': 'templates\n',
  'module/.git': 'gitdir: elsewhere',
  'module/node_modules/a.yaml': '',
})

test('.gitignore counts in a repository, from its root down', async () => {
  assert.equal(await found(repository, '.'), [
    'deploy/charts/web/values.yaml',
    'deploy/web.yaml',
    'module/node_modules/a.yaml',
  ])
  assert.equal(await found(repository, 'deploy/charts'), ['deploy/charts/web/values.yaml'])
  const all = await found(repository, '.', { noIgnore: true })
  assert.is(all.length, Object.keys(TREE).length + 2)
})

test('outside of a repository it does not', async () => {
  assert.is((await found(plain, '.')).length, Object.keys(TREE).length)
})

test('what is named is read, and what is in it by the rules for that', async () => {
  assert.equal(await found(repository, 'out/secret.yaml'), ['out/secret.yaml'])
  assert.equal(await found(repository, 'out'), ['out/rendered.yaml'])
  assert.equal(await found(plain, 'out', { exclude: ['out/'] }), ['out/rendered.yaml', 'out/secret.yaml'])
})

test('excludes are as in .gitignore, and count before it', async () => {
  const exclude = ['node_modules', 'deploy/charts/*/templates/', '/out/*', '!/out/secret.yaml']
  const rest = ['deploy/charts/web/values.yaml', 'deploy/web.yaml', 'out/secret.yaml']
  assert.equal(await found(plain, '.', { exclude }), rest)
  assert.equal(await found(repository, '.', { exclude: ['module', 'charts', '!/out/', '!secret.yaml'] }), [
    'deploy/web.yaml',
    'out/rendered.yaml',
    'out/secret.yaml',
  ])
})

test('a configuration is no manifest, unless it is named', async () => {
  const folder = makeFolder({ '.kubectl-acr.yaml': '', 'a.yaml': '' })
  assert.equal(await found(folder, '.', { noIgnore: true }), ['a.yaml'])
  assert.equal(await found(folder, '.kubectl-acr.yaml'), ['.kubectl-acr.yaml'])
})

test('they count for a folder that is not searched further, and elsewhere', async () => {
  assert.equal(await found(plain, 'out', { exclude: ['secret.*'], isRecursive: false }), [
    'out/rendered.yaml',
  ])
  const elsewhere = join(plain, 'deploy')
  assert.equal(await found(elsewhere, '../out', { exclude: ['secret.*', '/rendered.yaml'] }), [
    '../out/rendered.yaml',
  ])
})

test('a glob passes over what is left out, and over all that is in it', async () => {
  const exclude = ['node_modules', 'templates/']
  const rest = ['deploy/charts/web/values.yaml', 'deploy/web.yaml']
  assert.equal(await found(plain, 'deploy/**/*.yaml', { exclude }), rest)
  assert.equal(await found(repository, '**/*.yaml', { exclude: ['module'] }), rest)
  assert.equal(await found(repository, 'ou*/*.yaml', { exclude: ['!out'] }), ['out/rendered.yaml'])
  assert.equal(await found(repository, `${repository}/out/*.yaml`), [`${repository}/out/rendered.yaml`])
})

test('where nothing is left, it says so', async () => {
  const refused: readonly (readonly [argument: string, search: Search, remedy: string])[] = [
    ['out/sec*.yaml', {}, '.gitignore excludes them: name its files, or add --no-ignore'],
    ['out', { exclude: ['*.yaml'] }, 'name its files, or exclude less'],
    [
      'out',
      { exclude: ['rendered.yaml'] },
      '.gitignore and --exclude exclude them: name its files, or add --no-ignore and exclude less',
    ],
    ['out', { exclude: ['*.yaml'], noIgnore: true }, 'name its files, or exclude less'],
  ]
  for (const [argument, search, remedy] of refused)
    await found(repository, argument, search).then(
      names => assert.unreachable(names.join()),
      (error: unknown) => {
        assert.instance(error, InputError)
        if (error instanceof InputError)
          assert.equal([error.message, error.remedy], ['all files there are excluded', remedy])
      },
    )
})

test('a directory with nothing but the configuration has no manifest, which nobody excludes', async () => {
  const folder = makeFolder({ '.git/config.yaml': '', '.kubectl-acr.yaml': '', 'a/.kubectl-acr.yaml': '' })
  for (const argument of ['.', 'a'])
    await found(folder, argument).then(
      names => assert.unreachable(names.join()),
      (error: Error) => assert.is(error.message, 'no .json, .yaml, .yml file in this directory'),
    )
})

test('git follows no link for a .gitignore', async () => {
  const folder = makeFolder({ 'a.yaml': '', rules: '*.yaml\n' })
  mkdirSync(join(folder, '.git'))
  symlinkSync('rules', join(folder, '.gitignore'))
  assert.equal(await found(folder, '.'), ['a.yaml'])
})

test.run()
