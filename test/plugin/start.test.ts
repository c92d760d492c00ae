import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
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
import { builtBundle, runProgram } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'
import { startLaunches } from './launches.ts'

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

/** The files that are kept in a folder for caches. */
function filesIn(cache: string): readonly string[] {
  const entries = existsSync(cache) ? readdirSync(cache, { recursive: true, withFileTypes: true }) : []
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .toSorted()
}

const keptIn = (cache: string, name: string): string =>
  join(cache, 'kubectl-acr', `${process.version}-${process.arch}-${name}`)

test('what V8 compiles in a run of inject and check is kept for the user, each for itself, and taken', async () => {
  const cache = makeFolder()
  const run = (verb: string): Promise<Ended> =>
    runProgram(node, [join(builtBundle(), 'kubectl-acr'), verb], pod, {
      ...process.env,
      XDG_CACHE_HOME: cache,
    })
  const ofCheck = ['check-check', 'check-main', 'check-verbs'].map(name => keptIn(cache, name))
  const checked = await run('check')
  assert.is(checked.code, 1)
  assert.equal(filesIn(cache), ofCheck)
  const injected = await run('inject')
  assert.match(injected.stdout, 'name: acr-secret')
  const files = [...ofCheck, keptIn(cache, 'inject-main')]
  assert.equal(filesIn(cache), files)
  const stats = files.map(file => statSync(file))
  if (process.platform !== 'win32') for (const { mode } of stats) assert.is(mode & 0o777, 0o600)
  assert.equal(await run('check'), checked)
  assert.equal(await run('inject'), injected)
  assert.equal(filesIn(cache), files)
  const inodes = files.map(file => statSync(file).ino)
  assert.equal(
    inodes,
    stats.map(({ ino }) => ino),
    'the next run takes it, and does not write it again',
  )
})

const launches = startLaunches()
test.after(() => launches.stop())

/** A launch with a folder for caches of its own, and what is kept in it. */
async function keptBy(cache: string, args: readonly string[] = ['inject'], env: NodeJS.ProcessEnv = {}) {
  const ended = await launches.launch({ args, env: { ...process.env, XDG_CACHE_HOME: cache, ...env } })
  return { ended, files: filesIn(cache) }
}

const RUNS: Ended = { code: 0, stdout: 'it runs', stderr: '' }

test('a run that fails keeps nothing', async () => {
  const { ended, files } = await keptBy(makeFolder(), ['check', 'fail'])
  assert.equal([ended.code, files], [2, []])
})

test('of other verbs and with options for Node.js, nothing is kept', async () => {
  const cache = makeFolder()
  assert.equal((await keptBy(cache, ['version'])).files, [])
  assert.equal((await keptBy(cache, ['inject'], { NODE_OPTIONS: '--no-warnings' })).files, [])
  assert.equal((await keptBy(cache, ['inject'], { NODE_DISABLE_COMPILE_CACHE: '1' })).files, [])
  const { ended, files } = await keptBy(cache)
  assert.equal([ended, files.length], [RUNS, 1])
})

test('code that is not of this very Node.js and bundle, or of nobody else, is not taken', async () => {
  const cache = makeFolder()
  const { ended, files } = await keptBy(cache)
  assert.equal(ended, RUNS)
  const [file = ''] = files
  const whole = readFileSync(file)
  const otherNode = Buffer.from(whole.toString('latin1').replaceAll(process.version, 'v20.0.0'), 'latin1')
  const otherBundle = Buffer.concat([whole.subarray(0, -66), Buffer.from(`${'0'.repeat(64)}"]`)])
  const wrong = [Buffer.alloc(0), whole.subarray(0, 99), Buffer.alloc(999, 'x'), otherNode, otherBundle]
  for (const bytes of wrong) {
    writeFileSync(file, bytes)
    assert.equal((await keptBy(cache)).ended, RUNS)
    assert.ok(readFileSync(file).subarray(-66).equals(whole.subarray(-66)), 'it is made again')
  }
  if (process.platform === 'win32') return
  const { ino } = statSync(file)
  chmodSync(file, 0o666)
  assert.equal((await keptBy(cache)).ended, RUNS)
  assert.is.not(statSync(file).ino, ino)
})

test('where it cannot be kept, nothing is said', async () => {
  const blocked = makeFolder({ 'kubectl-acr': '' })
  const absent = join(makeFolder(), 'a/b')
  for (const cache of [blocked, join(blocked, 'kubectl-acr/b'), absent, 'relative']) {
    const files = cache === blocked ? [join(blocked, 'kubectl-acr')] : []
    assert.equal(await keptBy(cache), { ended: RUNS, files }, cache)
  }
  if (process.geteuid?.() !== 0 || process.platform === 'win32') return
  const foreign = makeFolder()
  chownSync(foreign, 12_345, 12_345)
  assert.equal(await keptBy(foreign), { ended: RUNS, files: [] })
})

test.run()
