import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { OutputError } from '../../../src/io/output/output.ts'
import { rewriteFiles } from '../../../src/io/output/rewrite.ts'
import type { Rewrite } from '../../../src/io/output/rewrite.ts'
import { nameFrom, systemPath } from '../../../src/io/system-path.ts'
import { makeFolder } from '../../folder.ts'
import { compiledPath } from '../../runner/compiled-path.ts'
import { findProgram } from '../../skipped.ts'

const OLD = 'kind: Pod\nspec: {}\n'
const NEW = 'kind: Pod\n# new\nspec: {}\n'
const never = (): boolean => false

/** What makes OLD to NEW. */
function rewriteOf(folder: string, name: string): Rewrite {
  const edits = [{ offset: 'kind: Pod\n'.length, remove: 0, text: '# new\n' }]
  return { name, path: join(folder, name), before: Buffer.from(OLD), edits }
}

async function messageOf(promise: Promise<void>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (!(error instanceof OutputError)) throw error
    return [error.message, error.remedy].filter(Boolean).join('; ')
  }
  return assert.unreachable('nothing was thrown') ?? ''
}

test('a file is rewritten where it lies, its mode and its names kept, and nothing is left beside it', async () => {
  const folder = makeFolder({ 'a.yaml': OLD, 'other/.keep': '' })
  const path = join(folder, 'a.yaml')
  chmodSync(path, 0o640)
  linkSync(path, join(folder, 'other/hard.yaml'))
  const { ino } = statSync(path)
  await rewriteFiles([rewriteOf(folder, 'a.yaml')], never)
  assert.is(readFileSync(path, 'utf8'), NEW)
  assert.is(readFileSync(join(folder, 'other/hard.yaml'), 'utf8'), NEW)
  assert.equal([statSync(path).ino, statSync(path).mode & 0o777], [ino, 0o640])
  assert.equal(readdirSync(folder), ['a.yaml', 'other'])
})

test('a file that becomes shorter has nothing behind its end', async () => {
  const folder = makeFolder({ 'a.yaml': OLD })
  const shorter = { ...rewriteOf(folder, 'a.yaml'), edits: [{ offset: 9, remove: OLD.length - 9, text: '' }] }
  await rewriteFiles([shorter], never)
  assert.is(readFileSync(join(folder, 'a.yaml'), 'utf8'), 'kind: Pod')
})

test('a large file comes out whole', async () => {
  const filler = '# filler\n'.repeat(100_000)
  const folder = makeFolder({ 'a.yaml': OLD + filler })
  await rewriteFiles([{ ...rewriteOf(folder, 'a.yaml'), before: Buffer.from(OLD + filler) }], never)
  assert.is(readFileSync(join(folder, 'a.yaml'), 'utf8'), NEW + filler)
})

test('a link stays a link, and its target is written', async () => {
  const folder = makeFolder({ 'real/a.yaml': OLD })
  symlinkSync('real/a.yaml', join(folder, 'link.yaml'))
  await rewriteFiles([rewriteOf(folder, 'link.yaml')], never)
  assert.ok(lstatSync(join(folder, 'link.yaml')).isSymbolicLink())
  assert.is(readFileSync(join(folder, 'real/a.yaml'), 'utf8'), NEW)
})

test('a failure names what was written and what was not', async () => {
  const folder = makeFolder({ 'a.yaml': OLD, 'c.yaml': OLD })
  mkdirSync(join(folder, 'b.yaml'))
  const names = ['a.yaml', 'b.yaml', 'gone.yaml', 'c.yaml']
  assert.match(
    await messageOf(
      rewriteFiles(
        names.map(name => rewriteOf(folder, name)),
        never,
      ),
    ),
    /^not written: b\.yaml \(.+\), gone\.yaml \(no such file or directory\); written: a\.yaml, c\.yaml$/,
  )
  assert.is(readFileSync(join(folder, 'c.yaml'), 'utf8'), NEW)
  assert.equal(readdirSync(folder), ['a.yaml', 'b.yaml', 'c.yaml'])
})

test('what somebody else wrote meanwhile stays, of the same size too', async () => {
  const longer = OLD + '# edited meanwhile\n'
  const sameSize = OLD.replace('Pod', 'Job')
  const folder = makeFolder({ 'a.yaml': longer, 'b.yaml': sameSize, 'c.yaml': OLD })
  const message = await messageOf(
    rewriteFiles(
      ['a.yaml', 'b.yaml', 'c.yaml'].map(name => rewriteOf(folder, name)),
      never,
    ),
  )
  const why = 'changed since it was read'
  assert.is(
    message,
    `not written: a.yaml (${why}), b.yaml (${why}); written: c.yaml; run again to change the rest`,
  )
  assert.is(readFileSync(join(folder, 'a.yaml'), 'utf8'), longer)
  assert.is(readFileSync(join(folder, 'b.yaml'), 'utf8'), sameSize)
})

test('one that was only touched is rewritten', async () => {
  const folder = makeFolder({ 'a.yaml': OLD })
  const rewrite = rewriteOf(folder, 'a.yaml')
  writeFileSync(join(folder, 'a.yaml'), OLD)
  await rewriteFiles([rewrite], never)
  assert.is(readFileSync(join(folder, 'a.yaml'), 'utf8'), NEW)
})

test('a signal ends it between two files, and it says what was written', async () => {
  const folder = makeFolder({ 'a.yaml': OLD, 'b.yaml': OLD, 'c.yaml': OLD })
  let asked = 0
  const message = await messageOf(
    rewriteFiles(
      ['a.yaml', 'b.yaml', 'c.yaml'].map(name => rewriteOf(folder, name)),
      () => (asked += 1) > 1,
    ),
  )
  assert.is(
    message,
    'interrupted: not written: b.yaml, c.yaml; written: a.yaml; run again to change the rest',
  )
  assert.equal(
    ['a.yaml', 'b.yaml', 'c.yaml'].map(name => readFileSync(join(folder, name), 'utf8')),
    [NEW, OLD, OLD],
  )
})

if (process.platform !== 'win32') {
  test('the longest names are no obstacle, nor those in characters of several bytes', async () => {
    const names = ['x'.repeat(250) + '.yaml', 'ü'.repeat(125) + '.yaml', '😀'.repeat(62) + '.yaml']
    const folder = makeFolder(Object.fromEntries(names.map(name => [name, OLD])))
    await rewriteFiles(
      names.map(name => rewriteOf(folder, name)),
      never,
    )
    for (const name of names) assert.is(readFileSync(join(folder, name), 'utf8'), NEW)
    assert.is(readdirSync(folder).length, names.length)
  })
}

const bash = process.platform === 'linux' ? findProgram('bash', 'files on a disk that is full') : undefined
if (bash !== undefined) {
  test('where the disk has no room for all of it, the old content is put back', () => {
    const before = '#'.repeat(1_000) + '\n'
    const folder = makeFolder({ 'a.yaml': before })
    const compiled = compiledPath(
      fileURLToPath(new URL('../../../src/io/output/rewrite.ts', import.meta.url)),
    )
    const program = `
      import { rewriteFiles } from '${pathToFileURL(compiled).href}'
      import { readFileSync } from 'node:fs'
      process.on('SIGXFSZ', () => {})
      const path = '${join(folder, 'a.yaml')}'
      const edits = [{ offset: 0, remove: 0, text: 'x'.repeat(5000) }]
      const rewrite = { name: 'a.yaml', path, before: readFileSync(path), edits }
      await rewriteFiles([rewrite], () => false).catch(error => console.log(error.message))`
    const line = `ulimit -f 2; exec ${process.execPath} --input-type=module -e "$PROGRAM"`
    const { stdout } = spawnSync(bash, ['-c', line], {
      env: { ...process.env, PROGRAM: program },
    })
    assert.is(String(stdout), 'not written: a.yaml (file too large); written: none\n')
    assert.is(readFileSync(join(folder, 'a.yaml'), 'utf8'), before)
    assert.equal(readdirSync(folder), ['a.yaml'])
  })
}

if (process.platform === 'linux') {
  test('a name that is not UTF-8 is no obstacle', async () => {
    const folder = makeFolder()
    const name = nameFrom(Buffer.from('caf\xe9.yaml', 'latin1'))
    const path = join(folder, name)
    writeFileSync(systemPath(path), OLD)
    await rewriteFiles([{ ...rewriteOf(folder, 'a.yaml'), path }], never)
    assert.is(readFileSync(systemPath(path), 'utf8'), NEW)
    assert.is(readdirSync(folder).length, 1)
  })
}

const [setfacl, setfattr] = ['setfacl', 'setfattr'].map(name => findProgram(name, 'ACLs and attributes'))
if (setfacl !== undefined && setfattr !== undefined) {
  test('access control lists and extended attributes stay', async () => {
    const folder = makeFolder({ 'a.yaml': OLD })
    const path = join(folder, 'a.yaml')
    chmodSync(path, 0o600)
    execFileSync(setfacl, ['-m', 'u:65534:rw', path])
    execFileSync(setfattr, ['-n', 'user.note', '-v', 'hello', path])
    const [acl, mode] = [aclOf(path), statSync(path).mode]
    await rewriteFiles([rewriteOf(folder, 'a.yaml')], never)
    assert.is(readFileSync(path, 'utf8'), NEW)
    assert.equal([aclOf(path), statSync(path).mode], [acl, mode])
    const note = execFileSync('getfattr', ['--absolute-names', '--only-values', '-n', 'user.note', path])
    assert.is(String(note), 'hello')
  })
}

function aclOf(path: string): string {
  return String(execFileSync('getfacl', ['--absolute-names', '--omit-header', path]))
}

test('a file to which somebody appends once the work has begun keeps what was appended', async () => {
  const folder = makeFolder({ 'a.yaml': OLD, 'b.yaml': OLD })
  let asked = 0
  const appended = (): boolean => {
    if ((asked += 1) === 2) appendFileSync(join(folder, 'b.yaml'), '# mine\n')
    return false
  }
  const both = ['a.yaml', 'b.yaml'].map(name => rewriteOf(folder, name))
  assert.match(await messageOf(rewriteFiles(both, appended)), /^not written: b\.yaml \(changed since/)
  assert.is(readFileSync(join(folder, 'b.yaml'), 'utf8'), OLD + '# mine\n')
  assert.equal(readdirSync(folder), ['a.yaml', 'b.yaml'])
})

test('any number of files is written, some at a time', async () => {
  const names = Array.from({ length: 150 }, (_, index) => `${index}.yaml`)
  const folder = makeFolder(Object.fromEntries(names.map(name => [name, OLD])))
  const all = names.map(name => rewriteOf(folder, name))
  await rewriteFiles(all, never)
  for (const name of names) assert.is(readFileSync(join(folder, name), 'utf8'), NEW)
  assert.is(readdirSync(folder).length, names.length)
})

test.run()
