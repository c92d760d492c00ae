import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { spawned } from '../../bench/measure/command.ts'
import type { Command } from '../../bench/measure/command.ts'
import { timer } from '../../bench/measure/peak.ts'
import { medians, peaks } from '../../bench/measure/rounds.ts'
import { run } from '../../bench/measure/run.ts'
import { measure } from '../../bench/result.ts'
import type { Runnable } from '../../bench/subjects/subject.ts'
import { makeFolder } from '../folder.ts'
import { findProgram } from '../skipped.ts'

const test = suite('measuring')
const shell = (script: string): Command => ({ argv: ['/bin/sh', '-c', script] })
const side = (name: string, command: Command): Runnable => ({ name, bytes: 1, command: async () => command })
const effort = { leastRounds: 3, mostRounds: 3, budgetSeconds: 60, limitSeconds: 60 }
const options = { limitSeconds: 60, keepsStderr: true }

test('a pipe is the words of both sides, quoted for the shell', () => {
  assert.equal(spawned({ argv: ['a', 'b c'] }), ['a', 'b c'])
  const [, , line] = spawned({ argv: ['it', "it's"], stdin: { pipe: ['cat', '/a b'] } })
  assert.is(line, "cat '/a b' | it 'it'\\''s'")
})

test('the exit code, and what was said on stderr', async () => {
  const ended = await run(shell('echo oh >&2; exit 3'), options)
  assert.equal([ended.exit, ended.stderr], [3, 'oh\n'])
  assert.ok(ended.seconds > 0)
})

test('stdin is a file or a pipe', async () => {
  const expects = ['/bin/sh', '-c', '[ "$(cat)" = "a \\"b" ]']
  assert.is(
    (await run({ argv: expects, stdin: { file: join(makeFolder({ it: 'a "b' }), 'it') } }, options)).exit,
    0,
  )
  assert.is((await run({ argv: expects, stdin: { pipe: ['printf', '%s', 'a "b'] } }, options)).exit, 0)
  assert.is((await run({ argv: expects, stdin: { pipe: ['echo', 'other'] } }, options)).exit, 1)
})

test('a command that takes too long is ended, with all of its pipeline', async () => {
  const endless: Command = { argv: ['cat'], stdin: { pipe: ['sleep', '600'] } }
  const ended = await run(endless, { ...options, limitSeconds: 0.2 })
  assert.is(ended.exit, null)
  assert.ok(ended.seconds < 300)
})

test('NODE_EXTRA_CA_CERTS is unset', async () => {
  process.env['NODE_EXTRA_CA_CERTS'] ??= '/dev/null'
  assert.is((await run(shell('test -z "${NODE_EXTRA_CA_CERTS+set}"'), options)).exit, 0)
})

test('commands run in turn, as often as there are rounds', async () => {
  const log = join(makeFolder(), 'log')
  const commands = ['A', 'B', 'C'].map(letter => shell(`printf ${letter} >> ${log}`))
  const done = await medians(commands, effort)
  assert.is(readFileSync(log, 'utf8'), 'ABCABCABC')
  assert.ok('seconds' in done && done.seconds.length === 3 && done.rounds === 3)
})

test('the least rounds are run whatever they cost, and no more when the budget is spent', async () => {
  const log = join(makeFolder(), 'log')
  await medians([shell(`printf A >> ${log}`)], { ...effort, leastRounds: 2, mostRounds: 9, budgetSeconds: 0 })
  assert.is(readFileSync(log, 'utf8'), 'AA')
})

test('a command that fails is named by its place and its words', async () => {
  const commands = [shell('exit 0'), shell('echo "error: unknown flag" >&2; exit 2')]
  assert.equal(await peaks(commands, effort), { position: 1, why: 'exit code 2, error: unknown flag' })
  assert.equal(await medians(commands, effort), { position: 1, why: 'exit code 2' })
})

test('a row with a command that fails is a row still', async () => {
  const works = side('sh', shell('exit 0'))
  const result = await measure(
    { name: 'row', ours: side('inject --stream', shell('exit 2')), other: works, compares: 'memory' },
    effort,
  )
  assert.is('absent' in result && result.absent, 'inject --stream: exit code 2')
  const good = await measure(
    { name: 'row', ours: works, other: works, start: works, compares: 'time' },
    effort,
  )
  assert.ok('ratio' in good && good.ratio >= 0 && good.rounds === 3)
})

test('peak memory is that of the command, not of what feeds it', async () => {
  const large = [process.execPath, '-e', 'Buffer.alloc(15e7, 1)']
  const found = await peaks([{ argv: large }, { argv: ['cat'], stdin: { pipe: large } }], effort)
  const [own, feeder] = 'why' in found ? [] : found
  if (timer().length === 0) assert.equal([own, feeder], [undefined, undefined])
  else assert.ok((own ?? 0) > 15e7 && (feeder ?? 15e7) < 1e8, `${own}, ${feeder}`)
})

if (findProgram('sh', 'the measuring of the benchmark') !== undefined) test.run()
