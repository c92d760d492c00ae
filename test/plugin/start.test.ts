import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { pod } from '../pod.ts'
import { builtBundle, runProgram, unbuiltPlugin } from './built-plugin.ts'

const test = suite('the start')
const node = process.execPath

/** The files that a run loads, with those of the bundle, which the launcher reads itself, and the parts of Node.js. */
async function loadedBy(args: readonly string[], input: string): Promise<string> {
  const preload = join(makeFolder({ 'preload.cjs': TELL_LOADED }), 'preload.cjs')
  const command = ['--require', preload, join(builtBundle(), 'kubectl-acr'), ...args]
  const { code, stderr } = await runProgram(node, command, input)
  assert.is(code, 0, stderr)
  return stderr
}

const TELL_LOADED = `
const fs = require('node:fs')
const { readFileSync } = fs
const scripts = []
fs.readFileSync = (path, ...options) => {
  if (/[\\\\/]dist[\\\\/][\\w-]+\\.cjs$/.test(path)) scripts.push(path)
  return readFileSync(path, ...options)
}
process.on('exit', () => process.stderr.write([
  ...[...scripts, ...Object.keys(require.cache)].map(path => path.split(/[\\\\/]/).slice(-2).join('/')),
  ...process.moduleLoadList,
].join('\\n')))`

test('inject loads no package and no network, and yaml where it needs it', async () => {
  const plain = await loadedBy(['inject'], pod)
  assert.match(plain, 'bin/kubectl-acr')
  assert.not.match(plain, /dist\/(?!main)|packages\/|NativeModule (?:tls|http|crypto|child_process)$/m)
  const odd = await loadedBy(['inject'], pod.replace('v1', '&a v1'))
  assert.equal(odd.match(/packages\/.*/g), ['packages/yaml.cjs'])
})

/** The parts of the bundle beside the main one that a run loads. */
async function partsLoadedBy(args: readonly string[], input = pod): Promise<readonly string[]> {
  return (await loadedBy(args, input)).match(/(?<=^dist\/)(?!main).*/gm) ?? []
}

test('a verb loads its own part of the bundle', async () => {
  assert.equal(await partsLoadedBy(['uninject']), ['verbs.cjs'])
  assert.equal(await partsLoadedBy(['version']), ['verbs.cjs'])
  assert.equal(await partsLoadedBy(['__complete', 'inject', '--']), ['verbs.cjs'])
  const withoutRegistry = pod.replace('contoso.azurecr.io/', '')
  assert.equal(await partsLoadedBy(['check'], withoutRegistry), ['verbs.cjs', 'check.cjs'])
  assert.equal(await partsLoadedBy(['inject', '--report', 'json']), ['later.cjs'])
})

test('from file to file, inject loads no stream', async () => {
  const folder = makeFolder({ 'pod.yaml': pod, 'preload.cjs': KEEP_LOADED })
  const [input, output] = [openSync(join(folder, 'pod.yaml'), 'r'), openSync(join(folder, 'out.yaml'), 'w')]
  const args = ['--require', join(folder, 'preload.cjs'), join(builtBundle(), 'kubectl-acr'), 'inject']
  const [code]: unknown[] = await once(spawn(node, args, { stdio: [input, output, output] }), 'close')
  assert.is(code, 0)
  assert.match(readFileSync(join(folder, 'out.yaml'), 'utf8'), /name: acr-secret[^]*1 workload changed\n$/)
  const loaded = readFileSync(join(folder, 'loaded'), 'utf8')
  assert.match(loaded, 'NativeModule vm')
  assert.not.match(loaded, /NativeModule (?:stream|net|tty|fs\/promises|internal\/fs\/streams)$/m)
})

const KEEP_LOADED = `process.on('exit', () =>
  require('node:fs').writeFileSync(__dirname + '/loaded', process.moduleLoadList.join('\\n')))`

/** The launcher before a program that only says that it runs, and which starts sooner than the bundle. */
function launcherOfLittle(): string {
  const folder = unbuiltPlugin()
  const program = "(function (require) { process.stdout.write('it runs') })"
  mkdirSync(join(folder, '../dist'))
  writeFileSync(join(folder, '../dist/main.cjs'), `${program}\n//${'1'.repeat(64)}`)
  return join(folder, 'kubectl-acr')
}

/** A run with a folder for caches of its own, and what is kept in it. */
async function keptBy(
  cache: string,
  launcher: string,
  args: readonly string[] = ['inject'],
  env: NodeJS.ProcessEnv = {},
) {
  const command = [launcher, ...args]
  const ended = await runProgram(node, command, pod, { ...process.env, XDG_CACHE_HOME: cache, ...env })
  const entries = existsSync(cache) ? readdirSync(cache, { recursive: true, withFileTypes: true }) : []
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return { ended, files }
}

const keptIn = (cache: string, name: string): string =>
  join(cache, 'kubectl-acr', `${process.version}-${process.arch}-${name}`)

test('what V8 compiles in a run of inject is kept for the user, by version of Node.js', async () => {
  const [cache, launcher] = [makeFolder(), join(builtBundle(), 'kubectl-acr')]
  const first = await keptBy(cache, launcher)
  assert.match(first.ended.stdout, 'name: acr-secret')
  const [file = ''] = first.files
  assert.equal(first.files, [keptIn(cache, 'inject-main')])
  if (process.platform !== 'win32') assert.is(statSync(file).mode & 0o777, 0o600)
  const { ino } = statSync(file)
  assert.equal((await keptBy(cache, launcher)).ended, first.ended)
  assert.is(statSync(file).ino, ino, 'the next run takes it, and does not write it again')
})

test('a run of check keeps what it compiles of each file for itself, and finds the same with it', async () => {
  const [cache, launcher] = [makeFolder(), join(builtBundle(), 'kubectl-acr')]
  const names = ['check-check', 'check-main', 'check-verbs']
  const first = await keptBy(cache, launcher, ['check'])
  assert.is(first.ended.code, 1)
  assert.equal(
    first.files.toSorted(),
    names.map(name => keptIn(cache, name)),
  )
  const inodes = first.files.map(file => statSync(file).ino)
  const next = await keptBy(cache, launcher, ['check'])
  assert.equal(next.ended, first.ended)
  assert.equal(
    next.files.map(file => statSync(file).ino),
    inodes,
  )
  const { files } = await keptBy(cache, launcher)
  assert.equal(
    files.toSorted(),
    [...names, 'inject-main'].map(name => keptIn(cache, name)),
  )
})

test('a run that fails keeps nothing', async () => {
  const cache = makeFolder()
  const launcher = join(builtBundle(), 'kubectl-acr')
  const { ended, files } = await keptBy(cache, launcher, ['check', '--no-such-flag'])
  assert.is(ended.code, 2)
  assert.equal(files, [])
})

test('of other verbs and with options for Node.js, nothing is kept', async () => {
  const [cache, launcher] = [makeFolder(), launcherOfLittle()]
  assert.equal((await keptBy(cache, launcher, ['version'])).files, [])
  assert.equal((await keptBy(cache, launcher, ['inject'], { NODE_OPTIONS: '--no-warnings' })).files, [])
  assert.equal((await keptBy(cache, launcher, ['inject'], { NODE_DISABLE_COMPILE_CACHE: '1' })).files, [])
  const { ended, files } = await keptBy(cache, launcher)
  assert.equal([ended.stdout, files.length], ['it runs', 1])
})

test('code that is not of this very Node.js and bundle, or of nobody else, is not taken', async () => {
  const [cache, launcher] = [makeFolder(), launcherOfLittle()]
  const { ended, files } = await keptBy(cache, launcher)
  assert.is(ended.stdout, 'it runs')
  const [file = ''] = files
  const whole = readFileSync(file)
  const otherNode = Buffer.from(whole.toString('latin1').replaceAll(process.version, 'v20.0.0'), 'latin1')
  const otherBundle = Buffer.concat([whole.subarray(0, -66), Buffer.from(`${'0'.repeat(64)}"]`)])
  const wrong = [Buffer.alloc(0), whole.subarray(0, 99), Buffer.alloc(999, 'x'), otherNode, otherBundle]
  for (const bytes of wrong) {
    writeFileSync(file, bytes)
    assert.equal((await keptBy(cache, launcher)).ended, ended)
    assert.ok(readFileSync(file).subarray(-66).equals(whole.subarray(-66)), 'it is made again')
  }
  if (process.platform === 'win32') return
  const { ino } = statSync(file)
  chmodSync(file, 0o666)
  assert.equal((await keptBy(cache, launcher)).ended, ended)
  assert.is.not(statSync(file).ino, ino)
})

test('where it cannot be kept, nothing is said', async () => {
  const launcher = launcherOfLittle()
  const { ended } = await keptBy(makeFolder(), launcher)
  const blocked = makeFolder({ 'kubectl-acr': '' })
  const absent = join(makeFolder(), 'a/b')
  for (const cache of [blocked, join(blocked, 'kubectl-acr/b'), absent, 'relative']) {
    const kept = await keptBy(cache, launcher)
    assert.equal(kept, { ended, files: cache === blocked ? [join(blocked, 'kubectl-acr')] : [] }, cache)
  }
  if (process.geteuid?.() !== 0 || process.platform === 'win32') return
  const foreign = makeFolder()
  chownSync(foreign, 12_345, 12_345)
  const kept = await keptBy(foreign, launcher)
  assert.equal(kept, { ended, files: [] })
})

test.run()
