import type { Command } from './command.ts'
import { median } from './figures.ts'
import { firstRun } from './peak.ts'
import { run } from './run.ts'

export interface Effort {
  readonly leastRounds: number
  readonly mostRounds: number
  /** After this time no further round begins, except up to `leastRounds`. */
  readonly budgetSeconds: number
  /** A command that takes longer is killed, and reported as too slow. */
  readonly limitSeconds: number
}

/** A command that failed: its position in the comparison, and the reason. */
export interface Failure {
  readonly position: number
  readonly why: string
}

/** The peak resident bytes of each command; `undefined` if unknown. These runs also warm caches. */
export async function peaks(
  commands: readonly Command[],
  { limitSeconds }: Effort,
): Promise<readonly (number | undefined)[] | Failure> {
  const all: (number | undefined)[] = []
  for (const [position, command] of commands.entries()) {
    const { exit, stderr, peakBytes } = await firstRun(command, limitSeconds)
    if (exit !== 0) return { position, why: reason(exit, stderr, limitSeconds) }
    all.push(peakBytes)
  }
  return all
}

export interface Medians {
  readonly seconds: readonly number[]
  readonly rounds: number
}

/** The median times of commands. The commands alternate (A B A B), so that noise affects all of them equally. */
export async function medians(commands: readonly Command[], effort: Effort): Promise<Medians | Failure> {
  const times = commands.map((): number[] => [])
  const start = performance.now()
  const isOver = (rounds: number): boolean =>
    rounds >= effort.leastRounds &&
    (rounds >= effort.mostRounds || performance.now() - start > effort.budgetSeconds * 1000)
  let rounds = 0
  for (; !isOver(rounds); rounds += 1)
    for (const [position, command] of commands.entries()) {
      const { seconds, exit } = await run(command, { limitSeconds: effort.limitSeconds, keepsStderr: false })
      if (exit !== 0) return { position, why: reason(exit, '', effort.limitSeconds) }
      times[position]?.push(seconds)
    }
  return { seconds: times.map(median), rounds }
}

function reason(exit: number | null, stderr: string, limitSeconds: number): string {
  if (exit === null) return `not done after ${limitSeconds} s`
  const [line] = stderr.split('\n').filter(one => one.trim() !== '')
  return line === undefined ? `exit code ${exit}` : `exit code ${exit}, ${line.trim().slice(0, 60)}`
}
