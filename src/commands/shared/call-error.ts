import { OptionError } from '../../inject/options.ts'
import { OutputError } from '../../io/output.ts'
import { CredentialError } from '../../pull-secret/credential.ts'
import { printable, printableLines } from '../../report/printable.ts'

/** What is wrong with the call. `hint` is what to type next, without a line end, or `''`; by default it names the verb's help. */
export class CallError extends Error {
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
  if (error instanceof CallError || error instanceof OptionError) {
    const hint = error instanceof CallError ? error.hint : undefined
    return errorLine(error.message) + hintLine(hint ?? `See '${command} --help' for usage.`)
  }
  const stack = (error instanceof Error ? error.stack : undefined) ?? String(error)
  return `error: this is a bug of kubectl acr, please report it: ${printableLines(stack)}\n`
}

export function errorLine(message: string): string {
  return `error: ${printable(message)}\n`
}

export function warningLine(message: string): string {
  return `warning: ${printable(message)}\n`
}

function hintLine(hint: string): string {
  return hint === '' ? '' : `${printable(hint)}\n`
}
