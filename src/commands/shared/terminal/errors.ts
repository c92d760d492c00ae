import type { Paint } from '../../../report/paint.ts'
import { severityLabel } from '../../../report/paint.ts'
import { printable, printableLines } from '../../../report/printable.ts'
import { UsageError, UserError, UserErrors } from '../../../text/user-error.ts'

/** The call names no input, and nothing is piped in. */
export class NoInputError extends UsageError {
  constructor() {
    super('must specify one of -f and -k, or pipe manifests in')
  }
}

/** The text of an error on stderr. `command`: what the user typed, without its flags, such as `kubectl acr inject`. */
export function describeError(error: unknown, command: string, paint: Paint): string {
  if (error instanceof UsageError) {
    const example =
      error instanceof NoInputError ? hintLine(`For example: ${command} -f deployment.yaml`) : ''
    const hint = hintLine(error.pointsToHelp ? `See '${command} --help' for usage.` : error.remedy)
    return errorLine(error.message, paint) + example + hint
  }
  if (error instanceof UserErrors) return error.all.map(one => describeError(one, command, paint)).join('')
  if (error instanceof UserError)
    return errorLine(error.remedy === '' ? error.message : `${error.message}; ${error.remedy}`, paint)
  if (error instanceof Error && 'code' in error && error.code === 'ERR_STRING_TOO_LONG')
    return errorLine('the input contains a single text of more than 512 MiB; split it', paint)
  const stack = (error instanceof Error ? error.stack : undefined) ?? String(error)
  return `${severityLabel('error', paint)} this is a bug of kubectl acr, please report it: ${printableLines(stack)}\n`
}

export function errorLine(message: string, paint: Paint): string {
  return `${severityLabel('error', paint)} ${printable(message)}\n`
}

function hintLine(hint: string): string {
  return hint === '' ? '' : `${printable(hint)}\n`
}
