import { spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { FILE_PROGRESS_DELAY, progressOn } from '../../src/commands/shared/terminal/terminal-progress.ts'
import type { HoldSignals } from '../../src/io/signals.ts'
import { collector } from './in-process.ts'

const holdSignals: HoldSignals = work => work(() => false)

function terminal() {
  const [stderr, shown] = collector()
  const [stdout] = collector()
  const works = new Set<() => void>()
  let time = 0
  const context = {
    cwd: '/',
    env: {},
    stdin: Readable.from([]),
    stdout,
    stderr,
    isTerminal: { stdin: true, stdout: true, stderr: true },
    now: () => new Date((time += 1_000)),
    sleep: async () => {},
    holdSignals,
    beforeSignal: (work: () => void) => {
      works.add(work)
      return () => void works.delete(work)
    },
    heap: { limitGrowth: async () => {}, reclaimer: async () => () => {} },
    runtime: { platform: 'linux', arch: 'x64', parent: 1, versions: {} },
    fetch,
    spawn,
  }
  return { context, works, shown }
}

const EMPTY_LINE = '\r\u001b[K'

test('a signal takes the line of work on a network away', () => {
  const { context, works, shown } = terminal()
  const onProgress = progressOn(context, { verb: 'reading', noun: 'page' })
  assert.is(works.size, 0)
  onProgress(1, 3)
  onProgress(2, 3)
  assert.is(works.size, 1)
  assert.ok(shown().endsWith('reading 2 of 3 pages…'))
  for (const work of works) work()
  assert.ok(shown().endsWith(`reading 2 of 3 pages…${EMPTY_LINE}`))
  onProgress(3, 3)
  assert.is(works.size, 0)
})

test('work on files, which does not pause, keeps no signal waiting', () => {
  const { context, works, shown } = terminal()
  const onProgress = progressOn(context, { verb: 'reading', noun: 'file' }, FILE_PROGRESS_DELAY)
  onProgress(1, 3)
  assert.ok(shown().endsWith('reading 1 of 3 files…'))
  assert.is(works.size, 0)
})

test.run()
