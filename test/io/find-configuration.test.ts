import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { findConfiguration, readConfigurationFile } from '../../src/io/find-configuration.ts'
import { InputError } from '../../src/io/input.ts'
import { makeFolder } from '../folder.ts'
import { skipPart } from '../skipped.ts'

const me = process.geteuid?.()

/** Its name from the working directory, or why it is refused. */
function found(root: string, cwd = '', home?: string): string | undefined {
  try {
    return findConfiguration({ cwd: join(root, cwd), home, userId: me })?.name
  } catch (error) {
    if (error instanceof InputError) return `${error.message}; ${error.remedy}`
    throw error
  }
}

const NAME = '.kubectl-acr.yaml'

test('the nearest counts, up to the root of the repository', () => {
  const root = makeFolder({
    [NAME]: '',
    'repository/.git/HEAD': '',
    'repository/a/b/x': '',
    'repository/team/.kubectl-acr.yaml': '',
    'repository/team/c/x': '',
    'repository/module/.git': 'gitdir: elsewhere',
    'repository/module/d/x': '',
    'outside/x': '',
  })
  assert.is(found(root), NAME)
  assert.is(found(root, 'outside'), join('..', NAME))
  assert.is(found(root, 'repository/a/b'), undefined)
  writeFileSync(join(root, 'repository', NAME), '')
  assert.is(found(root, 'repository/a/b'), join('..', '..', NAME))
  assert.is(found(root, 'repository'), NAME)
  assert.is(found(root, 'repository/team/c'), join('..', NAME))
  assert.is(found(root, 'repository/module/d'), undefined, 'a submodule is a repository')
})

test('without a repository, the home directory is the last', () => {
  const root = makeFolder({ [NAME]: '', 'home/a/x': '' })
  assert.is(found(root, 'home/a', join(root, 'home')), undefined)
  writeFileSync(join(root, 'home', NAME), '')
  assert.is(found(root, 'home/a', join(root, 'home')), join('..', NAME))
})

if (process.platform !== 'win32')
  test('a directory where anybody may put files is not searched on the way, and is if one works in it', () => {
    const root = makeFolder({ [NAME]: '', 'a/x': '' })
    chmodSync(root, 0o1777)
    assert.is(found(root, 'a'), undefined)
    assert.is(found(root), NAME)
  })

test('what is no file is told', () => {
  const root = makeFolder({ 'directory/.kubectl-acr.yaml/x': '' })
  assert.is(found(root, 'directory'), `${NAME} is no file; correct it, or add --no-config`)
  mkdirSync(join(root, 'link'))
  symlinkSync('nowhere', join(root, 'link', NAME))
  symlinkSync(NAME, join(root, 'directory/.kubectl-acr.yaml', NAME))
  const loop = join('directory', NAME)
  assert.is(found(root, loop), `${NAME} is a link that leads nowhere; correct it, or add --no-config`)
  assert.is(found(root, 'link'), `${NAME} is a link that leads nowhere; correct it, or add --no-config`)
})

test('a link to a file counts', () => {
  const root = makeFolder({ 'a/.git/x': '', 'a/real.yaml': '', 'a/b/x': '' })
  symlinkSync('real.yaml', join(root, 'a', NAME))
  assert.is(found(root, 'a/b'), join('..', NAME))
})

if (me === 0)
  test('a file of somebody else is taken only where that one owns the working directory', () => {
    const root = makeFolder({ [NAME]: '', 'mine/x': '', 'theirs/x': '' })
    const [stranger, other] = [12_345, 12_346]
    const refused = `${join('..', NAME)} belongs to another user (ID ${stranger}) and is not taken unasked; add --config ${join('..', NAME)} if you trust it, else --no-config`
    chownSync(join(root, NAME), stranger, stranger)
    assert.is(found(root, 'mine'), refused)
    chownSync(join(root, 'theirs'), other, other)
    assert.is(found(root, 'theirs'), refused)
    chownSync(join(root, 'theirs'), stranger, stranger)
    assert.is(found(root, 'theirs'), join('..', NAME))
    assert.is(
      findConfiguration({ cwd: join(root, 'mine'), home: undefined, userId: stranger })?.name,
      join('..', NAME),
    )
    assert.is(
      findConfiguration({ cwd: join(root, 'mine'), home: undefined, userId: undefined })?.name,
      join('..', NAME),
    )
  })
else skipPart('configuration of another user (not run as root)')

test('what cannot be read is told', async () => {
  const root = makeFolder({ 'large.yaml': '#'.repeat(2 ** 20 + 1) })
  const refused: readonly (readonly [name: string, message: string])[] = [
    ['none.yaml', 'the configuration none.yaml: no such file or directory'],
    ['.', 'the configuration .: illegal operation on a directory'],
    ['large.yaml', 'large.yaml is larger than 1 MiB'],
  ]
  for (const [name, message] of refused)
    await readConfigurationFile({ path: join(root, name), name, directory: root }).then(
      () => assert.unreachable(),
      (error: unknown) => assert.is(error instanceof InputError && error.message, message),
    )
})

test.run()
