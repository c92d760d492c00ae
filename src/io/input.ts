import { UserError } from '../text/user-error.ts'
import type { Source } from '../manifest/source.ts'

/** A source that was found but not read yet. `read` rejects with errors of its medium. */
export interface UnreadSource extends Omit<Source, 'bytes'> {
  readonly read: () => Promise<Uint8Array>
  /** Whether an argument names this file. A file of a directory or of a glob is not named. */
  readonly isNamed?: true
  /** The content piece by piece, where the medium supports it. */
  readonly stream?: () => AsyncIterable<Uint8Array>
}

/** A reason why an input cannot be found or read, with the user's next step. */
export interface InputProblem {
  readonly input: string
  readonly what: string
  readonly remedy: string
}

/** An input cannot be found or read. */
export class InputError extends UserError {}

/**
 * Converts an InputError, or an error of the operating system, to a problem. Throws any other error again: it is a
 * bug.
 */
export function problemOf(input: string, error: unknown): InputProblem {
  if (error instanceof InputError) return { input, what: error.message, remedy: error.remedy }
  if (!isSystemError(error)) throw error
  return { input, what: reasonOf(error), remedy: remedyFor(error) }
}

/** The remedy for an error of the operating system during reading. */
export function remedyFor(error: unknown): string {
  if (['EACCES', 'EPERM'].some(code => isSystemError(error, code))) return 'make it readable for this user'
  if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].some(code => isSystemError(error, code)))
    return 'check the path'
  return 'check that it can be read'
}

export function isSystemError(error: unknown, code?: string): boolean {
  return error instanceof Error && 'code' in error && (code === undefined || error.code === code)
}

/** The message of a system error without its code and path: `permission denied`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return /^E[A-Z0-9]+: (.+?)(?:, |$)/.exec(error.message)?.[1] ?? error.message
}
