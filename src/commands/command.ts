import { Command, UsageError } from 'clipanion'
import type { BaseContext, Usage } from 'clipanion'
import type { Surroundings } from '../io/sources.ts'
import { OutputError } from '../io/output.ts'
import type { HoldSignals } from '../io/signals.ts'
import { OptionError } from '../inject/options.ts'
import { CredentialError } from '../pull-secret/credential.ts'
import { printable } from '../report/printable.ts'

/** Everything a command may touch outside itself. */
export type AcrContext = BaseContext &
  Surroundings & {
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

/** A verb: its flags become a call, the call an exit code. What it throws is shown by `describeError`, with exit code 2. */
export abstract class AcrCommand extends Command<AcrContext> {
  abstract override execute(): Promise<number>
}

export interface Verb {
  new (): AcrCommand
  readonly paths?: string[][]
  readonly usage?: Usage
  /** What may stand beside the flags, for the usage: `[NAME]`. */
  readonly operands?: string
}

/** What is wrong with the call. `hint` is what to type next, without a line end, or `''`; by default it names the verb's help. */
export class CallError extends UsageError {
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}

/** The call names no input, and nothing is piped in: what a person gets who wants to see the usage. */
export class NoInputError extends CallError {
  constructor() {
    super('must specify one of -f and -k, or pipe manifests in', '')
  }
}

/** `command` is what the user typed, without its flags: `kubectl acr inject`. */
export function describeError(error: unknown, command: string): string {
  if (error instanceof OutputError) return errorLine(error.message)
  if (error instanceof CredentialError) return errorLine(`${error.message}; ${error.remedy}`)
  if (error instanceof UsageError || error instanceof OptionError) {
    const hint = error instanceof CallError ? error.hint : undefined
    return errorLine(error.message) + hintLine(hint ?? `See '${command} --help' for usage.`)
  }
  const stack = error instanceof Error ? error.stack : String(error)
  return `error: this is a bug of kubectl acr, please report it: ${stack}\n`
}

export function errorLine(message: string): string {
  return `error: ${printable(message)}\n`
}

function hintLine(hint: string): string {
  return hint === '' ? '' : `${printable(hint)}\n`
}

export function warningLine(message: string): string {
  return `warning: ${printable(message)}\n`
}

export function usesColor(stream: 'stdout' | 'stderr', { env, isTerminal }: AcrContext): boolean {
  return isTerminal[stream] && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}
