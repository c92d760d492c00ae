import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { pod } from '../pod.ts'
import { builtBundle, runProgram } from './built-plugin.ts'

const test = suite('the start')
const node = process.execPath

/** The files of the bundle's packages that a run loads, and the parts of Node.js. */
async function loadedBy(args: readonly string[], input: string): Promise<string> {
  const preload = join(makeFolder({ 'preload.cjs': TELL_LOADED }), 'preload.cjs')
  const command = ['--require', preload, join(builtBundle(), 'kubectl-acr'), ...args]
  const { code, stderr } = await runProgram(node, command, input)
  assert.is(code, 0, stderr)
  return stderr
}

const TELL_LOADED = `process.on('exit', () => process.stderr.write([
  ...Object.keys(require.cache).map(path => path.split(/[\\\\/]/).slice(-2).join('/')),
  ...process.moduleLoadList,
].join('\\n')))`

test('inject loads no package and no network, and yaml where it needs it', async () => {
  const plain = await loadedBy(['inject'], pod)
  assert.match(plain, 'bin/kubectl-acr')
  assert.not.match(plain, /packages\/|NativeModule (?:tls|http|crypto|child_process)$/m)
  const odd = await loadedBy(['inject'], pod.replace('v1', '&a v1'))
  assert.equal(odd.match(/packages\/.*/g), ['packages/yaml.cjs'])
})

test('from file to file, inject loads no stream', async () => {
  const folder = makeFolder({ 'pod.yaml': pod, 'preload.cjs': KEEP_LOADED })
  const [input, output] = [openSync(join(folder, 'pod.yaml'), 'r'), openSync(join(folder, 'out.yaml'), 'w')]
  const args = ['--require', join(folder, 'preload.cjs'), join(builtBundle(), 'kubectl-acr'), 'inject']
  const [code]: unknown[] = await once(spawn(node, args, { stdio: [input, output, output] }), 'close')
  assert.is(code, 0)
  assert.match(readFileSync(join(folder, 'out.yaml'), 'utf8'), /name: acr-secret[^]*1 injected\n$/)
  const loaded = readFileSync(join(folder, 'loaded'), 'utf8')
  assert.match(loaded, 'NativeModule vm')
  assert.not.match(loaded, /NativeModule (?:stream|net|tty|fs\/promises|internal\/fs\/streams)$/m)
})

const KEEP_LOADED = `process.on('exit', () =>
  require('node:fs').writeFileSync(__dirname + '/loaded', process.moduleLoadList.join('\\n')))`

const TELL_REJECTED = `
const [filename] = process.argv.slice(1)
const read = require('node:fs').readFileSync
const cachedData = read(filename + '.cache')
const script = new (require('node:vm').Script)(read(filename, 'latin1'), { filename, cachedData })
process.stdout.write(String(script.cachedDataRejected))`

test('it starts with the code that was compiled with the bundle, and without it as well', async () => {
  const bundle = join(builtBundle(), '../dist/main.cjs')
  const compiled = `${bundle}.cache`
  const cachedData = readFileSync(compiled)
  // In a process of its own: flags that other tests set in this one would make V8 refuse it.
  assert.is((await runProgram(node, ['-e', TELL_REJECTED, bundle])).stdout, 'false')
  try {
    for (const broken of [Buffer.alloc(0), cachedData.subarray(0, 9999), Buffer.alloc(9999, 'x')]) {
      writeFileSync(compiled, broken)
      assert.match(
        (await runProgram(node, [join(builtBundle(), 'kubectl-acr'), 'version'])).stdout,
        /^kubectl-acr v/,
      )
    }
  } finally {
    writeFileSync(compiled, cachedData)
  }
})

test.run()
