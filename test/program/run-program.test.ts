import { spawn } from 'node:child_process'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { runProgram } from '../../src/program/run-program.ts'
import type { ProgramResult, ProgramRun } from '../../src/program/run-program.ts'

const context = { cwd: '.', env: process.env, spawn }

/** Runs lines of a shell; on Windows, which has none, what does the same in Node.js. */
function run(
  lines: string,
  onWindows: string,
  options: Omit<ProgramRun, 'args'> = {},
): Promise<ProgramResult> {
  const [program, flag, text] =
    process.platform === 'win32' ? [process.execPath, '-e', onWindows] : ['sh', '-c', lines]
  return runProgram(program, { args: [flag, text], ...options }, context)
}

/** What keeps this process alive: timers, child processes and their pipes. */
function resources(): readonly string[] {
  return process.getActiveResourcesInfo().filter(name => /Timeout|Process|Pipe/.test(name))
}

let before: readonly string[] = []
test.before.each(() => {
  before = resources()
})
test.after.each(async () => {
  // A pipe or a process is closed in the turn after the one that asked for it.
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate)
  assert.equal(resources(), before)
})

test('a program that ends gives its code and what it printed', async () => {
  const result = await run(
    'printf out; printf err >&2; exit 3',
    'process.stdout.write("out"); process.stderr.write("err"); process.exitCode = 3',
  )
  if (result.kind !== 'exited') throw new Error(result.kind)
  assert.equal([result.code, String(result.stdout), String(result.stderr)], [3, 'out', 'err'])
})

test('its input is what it is given', async () => {
  const result = await run('cat', 'process.stdin.pipe(process.stdout)', { stdin: { text: 'asked' } })
  if (result.kind !== 'exited') throw new Error(result.kind)
  assert.is(String(result.stdout), 'asked')
})

test('a program that does not read its input is no failure', async () => {
  const result = await run(':', '', { stdin: { text: 'x'.repeat(1_000_000) } })
  assert.is(result.kind, 'exited')
})

test('what it says on standard error can be withoutErrors at once', async () => {
  const withoutErrors: string[] = []
  await run('printf "sign in" >&2', 'process.stderr.write("sign in")', {
    onStderr: chunk => withoutErrors.push(String(chunk)),
  })
  assert.is(withoutErrors.join(''), 'sign in')
})

test('a program that is not there leaves no timer behind', async () => {
  const result = await runProgram('no-such-program', { args: [], timeout: 60_000 }, context)
  assert.is(result.kind, 'not-found')
})

test('an argument that no program can get is told as such', async () => {
  const result = await runProgram(process.execPath, { args: ['a\0b'], timeout: 60_000 }, context)
  assert.equal(result, { kind: 'not-runnable', code: 'ERR_INVALID_ARG_VALUE' })
})

test('a program that takes too long is ended', async () => {
  assert.equal(await run('exec sleep 60', 'setInterval(() => {}, 1000)', { timeout: 50 }), {
    kind: 'timed-out',
  })
})

test('a program that prints too much is ended', async () => {
  const result = await run(
    'while :; do printf %99s x; sleep 0.001; done',
    'setInterval(() => process.stdout.write("x".repeat(99)), 1)',
    { maxOutput: 200 },
  )
  assert.equal(result, { kind: 'too-much-output' })
})

if (process.platform !== 'win32') {
  test('a signal is told by its name', async () => {
    const result = await run('kill -KILL $$', '')
    assert.equal(result, { kind: 'signaled', signal: 'SIGKILL' })
  })

  test('a process that it leaves behind is not waited for', async () => {
    const args = ['-c', 'sleep 60 & echo done']
    const result = await runProgram('sh', { args, timeout: 30_000 }, context)
    if (result.kind !== 'exited') throw new Error(result.kind)
    assert.is(String(result.stdout), 'done\n')
  })
}

test.run()
