import { spawn } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { findSources, readSources } from '../../src/io/sources.ts'
import type { Inputs } from '../../src/io/sources.ts'
import { makeFolder } from '../folder.ts'

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
    'none: no .json, .yaml, .yml file in this folder; name its files, or add -R to search its folders too',
    '*.json: nothing matches this pattern; check it',
    'http://[: no valid URL; check it',
    'broken/link.yaml: no such file or directory; check the path',
  ])
  const { problems: walked } = await read(folder, ['none'], { isRecursive: true })
  assert.equal(walked, ['none: no .json, .yaml, .yml file in this folder; check the path'])
})

test.run()
