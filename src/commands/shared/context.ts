import type { Writable } from 'node:stream'
import type { HoldSignals } from '../../io/signals.ts'
import type { InputContext } from '../../io/sources.ts'

/** Everything a verb may touch outside itself. */
export interface CommandContext extends InputContext {
  readonly stdout: Writable
  readonly stderr: Writable
  /** Which of the standard streams are terminals. */
  readonly isTerminal: Readonly<Record<'stdin' | 'stdout' | 'stderr', boolean>>
  readonly runtime: Runtime
  readonly holdSignals: HoldSignals
}

/** What runs the plugin, in Node's words. `versions.bun` is there where it is Bun. */
export interface Runtime {
  readonly platform: string
  readonly arch: string
  readonly versions: Readonly<Record<string, string | undefined>>
}

export function usesColor(stream: 'stdout' | 'stderr', { env, isTerminal }: CommandContext): boolean {
  return isTerminal[stream] && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}
