import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { compiledPath } from './compiled-path.ts'
import { LONG_FILES, longestFirst } from './durations.ts'
import { TESTS, parseOptions } from './options.ts'
import type { Choice } from './options.ts'

const test = suite('the test runner')
const program = compiledPath(fileURLToPath(new URL('../run.ts', import.meta.url))) // as this file is, so that it starts soon

interface Run {
  readonly code: number
  readonly lines: readonly string[]
}

/** Runs test files of the given texts, which stand for themselves. */
function runTests(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Run> {
  const texts = Object.entries(files).map(([name, text]) => [
    `${name}.test.ts`,
    `import { suite, test } from 'uvu'\n${text}\n`,
  ])
  const folder = makeFolder({ 'package.json': '{"type": "module"}', ...Object.fromEntries(texts) })
  const call = [program, '--folder', folder, ...args]
  return new Promise(resolve => {
    execFile(process.execPath, call, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code)
      resolve({ code, lines: `${stdout}${stderr}`.trimEnd().split('\n') })
    })
  })
}

const good = "test('one', () => {}); test('two', () => {}); test.run()"

/** What is printed of a file whose tests never passed as a whole, though uvu or a crash might hide it. */
const bad: Readonly<Record<string, readonly [text: string, shown: string]>> = {
  fails: ["test('x', () => { throw new Error('no') }); test.run()", '"x"'],
  crashes: [
    "test('x', () => process.exit(0)); test.run()",
    'crashes.test.ts: its process ended (exit code 0) before its tests did',
  ],
  'throws-later': [
    "test('x', async () => { setTimeout(() => { throw new Error('late') }); await new Promise(() => {}) }); test.run()",
    'throws-later.test.ts: its process ended (exit code 1) before its tests did',
  ],
  'is-no-program': [
    'const = 1',
    'is-no-program.test.ts: its process ended (exit code 1) before its tests did',
  ],
  'never-settles': [
    "test('waits', () => new Promise(() => {})); test.run()",
    'never-settles.test.ts: its process ended (exit code 0) before its tests did',
  ],
  'is-not-run': ["test('x', () => {})", 'is-not-run.test.ts: test.run() is missing behind "x"'],
  'is-half-run': [
    "const more = suite('more'); more('x', () => {}); test('y', () => {}); test.run()",
    'is-half-run.test.ts: test.run() is missing behind "more x"',
  ],
  'fails-somewhere': [
    "test('x', () => {\n throw new Error('no') }); test.run()",
    'fails-somewhere.test.ts:3:8',
  ],
  'fails-before': [
    "test.before(() => { throw new Error('no server') }); test('x', () => {}); test.run()",
    'FAIL in a hook: Error: no server',
  ],
  'has-no-test': ['', 'has-no-test.test.ts: test.run() is missing'],
  'has-an-empty-suite': ['test.run()', 'has-an-empty-suite.test.ts: a suite without tests'],
  'is-left-on-only': [
    "test('x', () => {}); test.only('y', () => {}); test.run()",
    'is-left-on-only.test.ts: 1 tests left out by only or skip',
  ],
  skips: [
    "test('x', () => {}); test.skip('y', () => {}); test.run()",
    'skips.test.ts: 1 tests left out by only or skip',
  ],
}

test('whatever keeps tests from passing is a failure, and the other files run', async () => {
  const texts = Object.fromEntries(Object.entries(bad).map(([name, [text]]) => [name, text]))
  const { code, lines } = await runTests({ ...texts, good })
  const all = lines.join('\n')
  for (const [name, [, shown]] of Object.entries(bad)) assert.ok(all.includes(shown), `${name}\n${all}`)
  assert.is(lines.at(-1), `5 passed, ${Object.keys(bad).length} failed`)
  assert.is(code, 1)
})

test('a file that does not end and a server that is left open are failures; what a file prints stays together', async () => {
  const noisy = `test('x', async () => {
    for (let i = 0; i < 5; i += 1) {
      console.log('out ' + i)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  }); test.run()`
  const hangs = "test('waits', () => new Promise(() => setInterval(() => {}, 1000))); test.run()"
  const open = "test('x', () => { setInterval(() => {}, 1000) }); test.run()"
  const args = ['--workers', '2', '--timeout', '2', '--grace', '1000']
  const { code, lines } = await runTests({ a: noisy, b: noisy, hangs, open }, ...args)
  const all = lines.join('\n')
  assert.ok(all.includes('hangs.test.ts: no end within 2 s'), all)
  assert.ok(all.includes('ended during "waits"'), all)
  assert.ok(
    lines.some(line => /a worker does not end, since tests left open: .*Timeout/.test(line)),
    all,
  )
  assert.equal([code, lines.at(-1)], [1, '3 passed, 2 failed'])
  const printed = lines.filter(line => line.startsWith('out ')).join(' ')
  assert.is(printed, Array(2).fill('out 0 out 1 out 2 out 3 out 4').join(' '))
})

test('a process that takes long to remove its folders is no failure', async () => {
  const wait = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000)'
  const slow = `test('x', () => { process.once('exit', () => ${wait}) }); test.run()`
  const { code, lines } = await runTests({ slow }, '--grace', '2000')
  assert.equal([code, lines.at(-1)], [0, '1 passed, 0 failed'])
})

function choices(...args: string[]): readonly Choice[] {
  return parseOptions(args).choices
}

test('tests are chosen by a part of their path or their name, and fixtures by their path', () => {
  assert.equal(choices(), [{ path: '', name: '' }])
  assert.equal(choices('inject', 'io/'), [
    { path: 'inject', name: '' },
    { path: 'io/', name: '' },
  ])
  assert.equal(choices('inject', '--name', 'merge'), [{ path: 'inject', name: 'merge' }])
  assert.equal(choices('fixtures'), [{ path: 'fixtures', name: '' }])
  assert.equal(choices('fixtures/inject/'), [{ path: 'fixtures.test.ts', name: ' inject/' }])
  assert.equal(choices('fixtures/inject/x/', '--rewrite'), [{ path: 'fixtures.test.ts', name: ' inject/x' }])
  assert.throws(() => parseOptions(['--workers', '0']), /--workers takes a whole number/)
  assert.throws(() => parseOptions(['--nmae', 'x']), TypeError)
})

test('the longest files run first, as far as anything is known of them', () => {
  const long = Object.keys(LONG_FILES)
  for (const file of long) assert.ok(existsSync(TESTS + file), file)
  const [first = '', second = ''] = long
  const files = ['folder.ts', second, 'runner/runner.test.ts', 'runner/uvu.ts', first]
  assert.equal(longestFirst(TESTS, files, {}).slice(0, 3), [first, second, 'runner/runner.test.ts'])
  assert.equal(longestFirst(TESTS, files, {}).slice(3), ['runner/uvu.ts', 'folder.ts'])
  assert.is(longestFirst(TESTS, files, { [first]: 10, 'folder.ts': 60_000 })[0], 'folder.ts')
  assert.is(longestFirst(TESTS, files, { [first]: 10, 'folder.ts': 60_000 }).at(-1), first)
})

test('what no test fits is a failure', async () => {
  const named = "const s = suite('merge'); s('keys', () => {}); s('lists', () => {}); s.run()"
  const files = { good, named }
  const one = await runTests(files, 'named', 'nothing', '--name', 'merge key', '--workers', '1')
  assert.ok(one.lines.some(line => line.includes('no test file matches "nothing"')))
  assert.equal([one.code, ...one.lines.slice(-2)], [1, 'left out by name: 1', '1 passed, 1 failed'])
  const none = await runTests(files, '--name', 'x y', '--workers', '1')
  assert.equal([none.code, ...none.lines.slice(-2)], [1, 'left out by name: 4', '0 passed, 1 failed'])
  assert.not.ok(none.lines.some(line => /^(?:good|named)/.test(line)))
})

test.run()
