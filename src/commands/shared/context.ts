import type { Writable } from 'node:stream'
import type { HeapControl } from '../../io/heap-control.ts'
import type { BeforeSignal, HoldSignals } from '../../io/signals.ts'
import type { InputContext } from '../../io/sources.ts'
import { painter } from '../../report/paint.ts'
import type { Paint } from '../../report/paint.ts'

/** Everything a verb may touch outside itself. */
export interface CommandContext extends InputContext {
  readonly stdout: Writable
  readonly stderr: Writable
  /** Which of the standard streams are terminals. */
  readonly isTerminal: Readonly<Record<'stdin' | 'stdout' | 'stderr', boolean>>
  /** What the call says of colours; absent: `auto`. */
  readonly color?: ColorMode
  readonly runtime: Runtime
  /** What a transform writes in place of an output without any manifest, where that would be an error. */
  readonly emptyOutput?: string
  readonly holdSignals: HoldSignals
  readonly beforeSignal: BeforeSignal
  readonly heap: HeapControl
}

/** What runs the plugin, in Node's words. `versions.bun` is there where it is Bun. */
export interface Runtime {
  readonly platform: string
  readonly arch: string
  /** The process that started this one. */
  readonly parent: number
  readonly versions: Readonly<Record<string, string | undefined>>
  /** Of who runs it; absent on Windows. */
  readonly userId?: number | undefined
}

export const COLOR_MODES = ['auto', 'always', 'never'] as const
export type ColorMode = (typeof COLOR_MODES)[number]

type Output = 'stdout' | 'stderr'

/**
 * Whether a stream gets colours: the flag decides, then NO_COLOR (no-color.org), then FORCE_COLOR (force-color.org; Node.js
 * takes 0 as a no) and CLICOLOR_FORCE, then CLICOLOR=0 (bixense.com/clicolors), then whether it is a terminal that has any.
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

/** How many columns a stream has, as git asks: what COLUMNS says, else the terminal; `undefined` where neither knows. */
export function columnsOf(stream: Output, context: CommandContext): number | undefined {
  const said = Number(context.env['COLUMNS'] || Number.NaN)
  if (Number.isInteger(said) && said > 0) return said
  const { [stream]: output, isTerminal } = context
  if (!isTerminal[stream] || !('columns' in output)) return undefined
  // A terminal that was never told its size says 0.
  return typeof output.columns === 'number' && output.columns > 0 ? output.columns : undefined
}
