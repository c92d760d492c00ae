import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from './command.ts'
import { run } from './run.ts'
import type { Run } from './run.ts'

export interface FirstRun extends Run {
  /** Peak resident memory; `undefined` without GNU time. */
  readonly peakBytes: number | undefined
}

let gnuTime: readonly string[] | undefined

/**
 * GNU time, which reads the result of wait4(2), or an empty list. Node.js has no such call, and BSD's `time` has other
 * flags.
 */
export function timer(): readonly string[] {
  gnuTime ??= ['/usr/bin/time', 'gtime'].filter(isGnuTime).slice(0, 1)
  return gnuTime
}

function isGnuTime(program: string): boolean {
  try {
    return /GNU/i.test(execFileSync(program, ['--version'], { stdio: ['ignore', 'pipe', 'pipe'] }).toString())
  } catch {
    return false
  }
}

/** The run before the timed ones: it warms caches, shows whether the command works, and measures its memory. */
export async function firstRun(command: Command, limitSeconds: number): Promise<FirstRun> {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-acr-peak-'))
  const report = join(folder, 'kilobytes')
  const wrapped = timer().flatMap(program => [program, '--format', '%M', '--output', report])
  try {
    const ended = await run(
      { ...command, argv: [...wrapped, ...command.argv] },
      { limitSeconds, keepsStderr: true },
    )
    if (wrapped.length === 0 || ended.exit !== 0) return { ...ended, peakBytes: undefined }
    return { ...ended, peakBytes: Number(readFileSync(report, 'utf8')) * 1024 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
