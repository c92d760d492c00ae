import { spawn } from 'node:child_process'
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { problemOf } from '../../../src/io/input.ts'
import type { UnreadSource } from '../../../src/io/input.ts'
import { findSources, readSources, streamSource } from '../../../src/io/sources/sources.ts'
import type { Inputs } from '../../../src/io/sources/sources.ts'
import { nameFrom, shownName, systemPath } from '../../../src/io/system-path.ts'
import { makeFolder } from '../../folder.ts'

interface Result {
  names: string[]
  texts: string[]
  paths: (string | undefined)[]
  problems: string[]
}

async function read(
  cwd: string,
  filenames: string[],
  more: Partial<Inputs> & { stdin?: string[] } = {},
): Promise<Result> {
  const inputs: Inputs = { filenames, isRecursive: false, ...more }
  const stdin = Readable.from((more.stdin ?? []).map(chunk => Buffer.from(chunk)))
  const clock = { now: () => new Date(), sleep: async () => {} }
  const places = await findSources(inputs, { cwd, env: {}, stdin, fetch, spawn, ...clock })
  const sources = await readSources(places.found)
  return {
    names: sources.found.map(({ name }) => name),
    texts: sources.found.map(({ bytes }) => Buffer.from(bytes).toString()),
    paths: sources.found.map(({ path }) => path),
    problems: [...places.problems, ...sources.problems].map(
      ({ input, what, remedy }) => `${input}: ${what}; ${remedy}`,
    ),
  }
}

const deploy = makeFolder({
  'deploy/b.yaml': 'b',
  'deploy/a.yml': 'a',
  'deploy/c.json': 'c',
  'deploy/README.md': 'no manifest',
  'deploy/U.YAML': 'no manifest to kubectl',
  'deploy/.hidden.yaml': 'hidden',
  'deploy/inner/d.yaml': 'd',
  'deploy/inner/deep/e.yaml': 'e',
  'no-manifest/README.md': '',
  'with,comma.txt': 'comma',
  'we[ird].yaml': 'weird',
})
const names = (result: Promise<Result>): Promise<string[]> => result.then(found => found.names)

test('an explicit file has any extension, and its path to write back to', async () => {
  const { texts, paths } = await read(deploy, ['with,comma.txt'])
  assert.equal(texts, ['comma'])
  assert.equal(paths, [join(deploy, 'with,comma.txt')])
})

test('a folder gives its manifests in lexical order', async () => {
  assert.equal(await names(read(deploy, ['deploy'])), [
    'deploy/.hidden.yaml',
    'deploy/a.yml',
    'deploy/b.yaml',
    'deploy/c.json',
  ])
})

test('-R walks the folders below, each at its place', async () => {
  assert.equal(await names(read(deploy, ['deploy/'], { isRecursive: true })), [
    'deploy/.hidden.yaml',
    'deploy/a.yml',
    'deploy/b.yaml',
    'deploy/c.json',
    'deploy/inner/d.yaml',
    'deploy/inner/deep/e.yaml',
  ])
})

test('a pattern is expanded where no such path exists', async () => {
  assert.equal(await names(read(deploy, ['deploy/[ab].*'])), ['deploy/a.yml', 'deploy/b.yaml'])
  assert.equal(await names(read(deploy, ['we[ird].yaml'])), ['we[ird].yaml'])
  assert.equal(await names(read(deploy, ['deploy/**/*.yaml'])), [
    'deploy/.hidden.yaml',
    'deploy/b.yaml',
    'deploy/inner/d.yaml',
    'deploy/inner/deep/e.yaml',
  ])
  assert.equal(await names(read(deploy, ['deploy/in*'])), ['deploy/inner/d.yaml'])
})

test('inputs keep the order of the arguments, and a file is read once', async () => {
  const folder = makeFolder({ 'a.yaml': 'a', 'b.yaml': 'b' })
  symlinkSync('a.yaml', join(folder, 'link.yaml'))
  const again = ['b.yaml', 'a.yaml', './a.yaml', join(folder, 'a.yaml'), 'link.yaml', '.']
  assert.equal(await names(read(folder, again)), ['b.yaml', 'a.yaml'])
})

test('a file with two names is read once', async () => {
  const folder = makeFolder({ 'a.yaml': 'a', 'b.yaml': 'b' })
  linkSync(join(folder, 'a.yaml'), join(folder, 'hard.yaml'))
  assert.equal(await names(read(folder, ['.'])), ['a.yaml', 'b.yaml'])
})

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

// Elsewhere every name is text.
if (process.platform === 'linux') {
  test('a name that is not UTF-8 is found in a directory, by a pattern and by what the shell hands on', async () => {
    const folder = makeFolder({ 'deploy/ü.yaml': 'text' })
    const path = join(folder, 'deploy', nameFrom(bytes('b\xe9.yaml')))
    writeFileSync(systemPath(path), 'odd')
    for (const argument of ['deploy', 'deploy/*.yaml', bytes('deploy/b\xe9.yaml').toString()]) {
      const found = await read(folder, [argument])
      assert.equal(found.names.slice(0, 1), ['deploy/b\\xe9.yaml'], argument)
      assert.equal([found.texts[0], found.paths[0]], ['odd', path])
    }
    const isRecursive = true
    assert.equal(await names(read(folder, ['.'], { isRecursive })), ['deploy/b\\xe9.yaml', 'deploy/ü.yaml'])
  })

  test('a directory whose name is not UTF-8 is walked, and two that look alike are told', async () => {
    const folder = makeFolder()
    for (const name of ['d\xe9', 'e\xe8', 'e\xe9']) {
      const path = join(folder, nameFrom(bytes(name)))
      mkdirSync(systemPath(path))
      writeFileSync(systemPath(join(path, 'a.yaml')), name)
    }
    assert.equal((await read(folder, [bytes('d\xe9/a.yaml').toString()])).texts, ['d\xe9'])
    assert.equal((await read(folder, [bytes('e\xe9/a.yaml').toString()])).problems, [
      'e\uFFFD/a.yaml: several files have names that are not UTF-8 and look like this one; name their directory instead',
    ])
  })

  test('each byte that is not UTF-8 is kept and shown', () => {
    for (const name of ['plain', 'ü', 'a\xff', '\xe2\x82', 'x\xc3\xbc\xed\xb2\x80\xf0', '\xee\xbe\xbf']) {
      const kept = nameFrom(bytes(name))
      assert.equal(Buffer.from(systemPath(kept)), bytes(name))
    }
    assert.is(shownName(nameFrom(bytes('a\xff\xc3\xbc'))), 'a\\xffü')
  })
}

test('links are followed, and those in a circle end', async () => {
  const folder = makeFolder({ 'real/a.yaml': 'a', 'tree/b.yaml': 'b' })
  symlinkSync('../real', join(folder, 'tree/real'))
  symlinkSync('../real/a.yaml', join(folder, 'tree/z.yaml'))
  symlinkSync('..', join(folder, 'tree/up'))
  symlinkSync('.', join(folder, 'tree/self'))
  const isRecursive = true
  assert.equal(await names(read(folder, ['tree'], { isRecursive })), ['tree/b.yaml', 'tree/real/a.yaml'])
  assert.equal(await names(read(folder, ['tree'])), ['tree/b.yaml', 'tree/z.yaml'])
  assert.equal(await names(read(folder, ['tree/**/*.yaml'])), ['tree/b.yaml', 'tree/z.yaml'])
})

test('standard input is read to its end, and is no file', async () => {
  const { names: found, texts, paths } = await read(deploy, ['deploy/a.yml', '-'], { stdin: ['a: ', '1\n'] })
  assert.equal(found, ['deploy/a.yml', 'standard input'])
  assert.equal(texts[1], 'a: 1\n')
  assert.is(paths[1], undefined)
})

test('every input that cannot be read is named, with what to do', async () => {
  const folder = makeFolder({ 'a.yaml': '', 'none/x.txt': '' })
  mkdirSync(join(folder, 'broken'))
  symlinkSync('nowhere', join(folder, 'broken/link.yaml'))
  const inputs = ['missing.yaml', 'a.yaml/b.yaml', 'none', '*.json', 'broken', 'http://[', 'a.yaml']
  const { names: found, problems } = await read(folder, inputs)
  assert.equal(found, ['a.yaml'])
  assert.equal(problems, [
    'missing.yaml: no such file or directory; check the path',
    'a.yaml/b.yaml: not a directory; check the path',
    'none: no .json, .yaml, .yml file in this directory; name its files, or add -R to read the directories in it, too',
    '*.json: no file matches this glob; check the glob',
    'http://[: not a valid URL; check the URL',
    'broken/link.yaml: no such file or directory; check the path',
  ])
  const { problems: walked } = await read(folder, ['none'], { isRecursive: true })
  assert.equal(walked, ['none: no .json, .yaml, .yml file in this directory; check the path'])
})

const BINARY: readonly (readonly [content: string, problem: string])[] = [
  ['\x7fELF\x02\x01\x01\0', 'the content is binary, not YAML or JSON; check that this is the right input'],
  ['kind: Pod\n\0', 'the content is binary, not YAML or JSON; check that this is the right input'],
  ['\x89PNG\r\n\x1a\n', 'the content is binary, not YAML or JSON; check that this is the right input'],
  ['\x1f\x8b\x08', 'the content is compressed with gzip; decompress it first (gunzip)'],
  ['PK\x03\x04', 'the content is a zip archive; unpack it first (unzip)'],
]

test('what is binary is refused, whole or as a stream', async () => {
  for (const [content, problem] of BINARY) {
    const folder = makeFolder()
    writeFileSync(join(folder, 'a.yaml'), bytes(content))
    assert.equal((await read(folder, ['a.yaml'])).problems, [`a.yaml: ${problem}`])
    const place = { name: 'a.yaml', read: async () => bytes(content) }
    assert.is(await problemOfStream(place), problem)
  }
  assert.match(
    await problemOfStream({ name: 'a', read: never, stream: binaryLater }),
    /^the content is binary/,
  )
})

test('text of any encoding, with colours or form feeds, is not binary', async () => {
  for (const content of ['\xff\xfea\0:\0', 'a\0:\0', '\0a\0:', '\x1b[1ma: 1', 'a: 1\n\f\n', '\xe9: 1', '']) {
    const folder = makeFolder()
    writeFileSync(join(folder, 'a.yaml'), bytes(content))
    assert.equal((await read(folder, ['a.yaml'])).problems, [])
    assert.is(await problemOfStream({ name: 'a.yaml', read: async () => bytes(content) }), '')
  }
})

async function* binaryLater(): AsyncGenerator<Uint8Array> {
  yield bytes('kind: Pod\n')
  yield bytes('---\n\0')
}

const never = (): never => {
  throw new Error('it is a stream')
}

async function problemOfStream(place: UnreadSource): Promise<string> {
  try {
    for await (const piece of streamSource(place)) assert.ok(piece)
  } catch (error) {
    const { what, remedy } = problemOf('a', error)
    return `${what}; ${remedy}`
  }
  return ''
}

test.run()
