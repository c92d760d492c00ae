import type { Command } from './measure/command.ts'
import { reaches } from './measure/figures.ts'
import { medians, peaks } from './measure/rounds.ts'
import type { Effort, Failure } from './measure/rounds.ts'
import type { Runnable } from './subjects/subject.ts'
import type { Work } from './work.ts'

/** The result of one row. */
export type Result = Measured | { readonly work: Work; readonly absent: string }

export interface Measured {
  readonly work: Work
  readonly ours: Figure
  readonly other: Figure
  readonly ratio: number
  readonly rounds: number
}

export interface Figure {
  readonly name: string
  readonly bytes: number
  /** The time; of ours without `start`, if that is subtracted. 0 if only memory is compared. */
  readonly seconds: number
  readonly peakBytes: number | undefined
}

/** Measures one row without interruption, so that its figures are comparable. */
export async function measure(work: Work, effort: Effort): Promise<Result> {
  const sides = [work.ours, work.other, ...(work.start === undefined ? [] : [work.start])]
  const runnable: Runnable[] = []
  for (const side of sides) {
    if ('absent' in side) return { work, absent: side.absent }
    runnable.push(side)
  }
  const commands: Command[] = []
  for (const { command } of runnable) commands.push(await command()) // two may need the same input

  const memory = await peaks(commands, effort)
  if ('why' in memory) return failed(work, runnable, memory)
  const times =
    work.compares === 'memory'
      ? { seconds: commands.map(() => 0), rounds: 1 }
      : await medians(commands, effort)
  if ('why' in times) return failed(work, runnable, times)

  const [ours, other, start] = runnable.map(({ name, bytes }, position) => ({
    name,
    bytes,
    seconds: times.seconds[position] ?? 0,
    peakBytes: memory[position],
  }))
  if (ours === undefined || other === undefined) throw new RangeError('two sides are required')
  const withoutStart = { ...ours, seconds: Math.max(0, ours.seconds - (start?.seconds ?? 0)) }
  const ratio = ratioOf(work.compares, withoutStart, other)
  return { work, ours: withoutStart, other, ratio, rounds: times.rounds }
}

function failed(work: Work, runnable: readonly Runnable[], { position, why }: Failure): Result {
  const { name = '' } = runnable[position] ?? {}
  return { work, absent: `${name}: ${why}` }
}

/** Ours divided by the other's; `NaN` if memory could not be measured. */
export function ratioOf(compares: Work['compares'], ours: Figure, other: Figure): number {
  if (compares === 'memory') return (ours.peakBytes ?? Number.NaN) / (other.peakBytes ?? Number.NaN)
  const times = ours.seconds / other.seconds
  return compares === 'time' ? times : ours.bytes / other.bytes / times
}

/** Whether the bar is reached; `undefined` without a bar or a figure. */
export function isReached({ work, ours, ratio }: Measured): boolean | undefined {
  const { bar, maxBytes, noVerdict } = work
  if (bar === undefined || noVerdict !== undefined || Number.isNaN(ratio)) return undefined
  if (maxBytes !== undefined && (ours.peakBytes ?? 0) >= maxBytes) return false
  return reaches(ratio, bar)
}
