import type { Bar } from './measure/figures.ts'
import type { Side } from './subjects/subject.ts'

/** One row of the table: two things that are run, how they are compared, and what has to come of it. */
export interface Work {
  readonly name: string
  readonly ours: Side
  readonly other: Side
  /** Subtracted from the time of ours. */
  readonly start?: Side
  /** `time` and `memory`: ours by the other's. `rate`: bytes a second, likewise, so that more is better. */
  readonly compares: 'time' | 'rate' | 'memory'
  readonly bar?: Bar
  /** What the peak of ours must stay under as well. */
  readonly mostBytes?: number
  /** Why the bar is not reached yet, as far as that has been found out; it is shown only where it is not. */
  readonly reason?: string
  /** Why the bar does not count here, say since the other is not the one that the bar is about. */
  readonly noVerdict?: string | undefined
}
