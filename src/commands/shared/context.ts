import type { Writable } from 'node:stream'
import type { HeapControl } from '../../io/heap-control.ts'
import type { BeforeSignal, HoldSignals } from '../../io/signals.ts'
import type { InputContext } from '../../io/sources/sources.ts'
import { painter } from '../../report/paint.ts'
import type { Paint } from '../../report/paint.ts'

/** All access of a verb to the outside world. */
export interface CommandContext extends InputContext {
  readonly stdout: Writable
  readonly stderr: Writable
  /** Which of the standard streams are terminals. */
  readonly isTerminal: Readonly<Record<'stdin' | 'stdout' | 'stderr', boolean>>
  /** The value of `--color`; absent: `auto`. */
  readonly color?: ColorMode
  readonly runtime: Runtime
  /** What a transform writes instead of an empty output, for a caller that does not accept one. */
  readonly emptyOutput?: string
  readonly holdSignals: HoldSignals
  readonly beforeSignal: BeforeSignal
  readonly heap: HeapControl
}

/** The runtime, by the names of Node.js's `process`. `versions.bun` exists only in Bun. */
export interface Runtime {
  readonly platform: string
  readonly arch: string
  /** The id of the process that started this one. */
  readonly parent: number
  readonly versions: Readonly<Record<string, string | undefined>>
  /** The effective user id of this process; absent on Windows. */
  readonly userId?: number | undefined
}

export const COLOR_MODES = ['auto', 'always', 'never'] as const
export type ColorMode = (typeof COLOR_MODES)[number]

type Output = 'stdout' | 'stderr'

/**
 * Whether a stream gets colors. The flag decides, then NO_COLOR (no-color.org), then FORCE_COLOR (force-color.org; as
 * in Node.js, 0 means no) and CLICOLOR_FORCE, then CLICOLOR=0 (bixense.com/clicolors), then whether the stream is a
 * terminal with colors.
 */
export function usesColor(
  stream: Output,
  { color = 'auto', env, isTerminal }: Pick<CommandContext, 'color' | 'env' | 'isTerminal'>,
): boolean {
  if (color !== 'auto') return color === 'always'
  if (env['NO_COLOR']) return false
  for (const name of ['FORCE_COLOR', 'CLICOLOR_FORCE']) {
    const value = env[name]
    if (value) return value !== '0' && value !== 'false'
  }
  return env['CLICOLOR'] !== '0' && env['TERM'] !== 'dumb' && isTerminal[stream]
}

export function painterFor(stream: Output, context: CommandContext): Paint {
  return painter(usesColor(stream, context))
}

/**
 * The width of a stream in columns. As in git, COLUMNS decides, then the terminal; `undefined` if neither gives a
 * width.
 */
export function columnsOf(stream: Output, context: CommandContext): number | undefined {
  const given = Number(context.env['COLUMNS'] || Number.NaN)
  if (Number.isInteger(given) && given > 0) return given
  const { [stream]: output, isTerminal } = context
  if (!isTerminal[stream] || !('columns' in output)) return undefined
  // A terminal without a known size reports 0 columns.
  return typeof output.columns === 'number' && output.columns > 0 ? output.columns : undefined
}
