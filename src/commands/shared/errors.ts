import { printable, printableLines } from '../../report/printable.ts'
import { UsageError, UserError } from '../../text/user-error.ts'

/** The call names no input, and nothing is piped in: what a person gets who wants to see the usage. */
export class NoInputError extends UsageError {
  constructor() {
    super('must specify one of -f and -k, or pipe manifests in', '')
  }
}

/** `command` is what the user typed, without its flags: `kubectl acr inject`. */
export function describeError(error: unknown, command: string): string {
  if (error instanceof UsageError)
    return (
      errorLine(error.message) +
      hintLine(error.pointsToHelp ? `See '${command} --help' for usage.` : error.remedy)
    )
  if (error instanceof UserError)
    return errorLine(error.remedy === '' ? error.message : `${error.message}; ${error.remedy}`)
  if (error instanceof Error && 'code' in error && error.code === 'ERR_STRING_TOO_LONG')
    return errorLine('the input holds a text of more than 512 MiB that has to be read at once; split it')
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
