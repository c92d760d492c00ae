import type { Bar } from './measure/figures.ts'
import type { Side } from './subjects/subject.ts'

/** One row of the table: two sides to run, how to compare them, and the bar. */
export interface Work {
  readonly name: string
  readonly ours: Side
  readonly other: Side
  /** A run whose time is subtracted from ours. */
  readonly start?: Side
  /** `time` and `memory`: ours divided by the other's. `rate`: bytes per second, so higher is better. */
  readonly compares: 'time' | 'rate' | 'memory'
  readonly bar?: Bar
  /** The limit in bytes for the peak memory of ours. */
  readonly maxBytes?: number
  /** Why the bar is not reached yet, as far as that has been found out; it is shown only where it is not. */
  readonly reason?: string
  /** Why the bar does not apply, for example because the other program is not the one that it is for. */
  readonly noVerdict?: string | undefined
}
