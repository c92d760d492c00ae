import { spawn } from 'node:child_process'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { runProgram } from '../../src/program/run-program.ts'
import type { ProgramResult, ProgramRun } from '../../src/program/run-program.ts'

const context = { cwd: '.', env: process.env, spawn }

function run(code: string, options: Omit<ProgramRun, 'args'> = {}): Promise<ProgramResult> {
  return runProgram(process.execPath, { args: ['-e', code], ...options }, context)
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
  const result = await run('process.stdout.write("out"); process.stderr.write("err"); process.exitCode = 3')
  if (result.kind !== 'exited') throw new Error(result.kind)
  assert.equal([result.code, String(result.stdout), String(result.stderr)], [3, 'out', 'err'])
})

test('its input is what it is given', async () => {
  const result = await run('process.stdin.pipe(process.stdout)', { stdin: { text: 'asked' } })
  if (result.kind !== 'exited') throw new Error(result.kind)
  assert.is(String(result.stdout), 'asked')
})

test('a program that does not read its input is no failure', async () => {
  const result = await run('', { stdin: { text: 'x'.repeat(1_000_000) } })
  assert.is(result.kind, 'exited')
})

test('what it says on standard error can be withoutErrors at once', async () => {
  const withoutErrors: string[] = []
  await run('process.stderr.write("sign in")', { onStderr: chunk => withoutErrors.push(String(chunk)) })
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
  assert.equal(await run('setInterval(() => {}, 1000)', { timeout: 50 }), { kind: 'timed-out' })
})

test('a program that prints too much is ended', async () => {
  const result = await run('setInterval(() => process.stdout.write("x".repeat(99)), 1)', { maxOutput: 200 })
  assert.equal(result, { kind: 'too-much-output' })
})

if (process.platform !== 'win32') {
  test('a signal is told by its name', async () => {
    const result = await run('process.kill(process.pid, "SIGKILL")')
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
