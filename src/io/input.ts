import { UserError } from '../text/user-error.ts'
import type { Source } from '../manifest/source.ts'

/** A source that was found and is still to be read. `read` throws whatever its medium throws. */
export interface UnreadSource extends Omit<Source, 'bytes'> {
  readonly read: () => Promise<Uint8Array>
  /** Whether it is a file that an argument names, and not one that was found in a directory or by a glob. */
  readonly isNamed?: true
  /** The same piece by piece, where the medium gives it so. */
  readonly stream?: () => AsyncIterable<Uint8Array>
}

/** Why an input cannot be found or read, and the next step of the user. */
export interface InputProblem {
  readonly input: string
  readonly what: string
  readonly remedy: string
}

/** Why an input cannot be found or read. */
export class InputError extends UserError {}

/** Throws what is neither an InputError nor an error of the operating system: it is a bug. */
export function problemOf(input: string, error: unknown): InputProblem {
  if (error instanceof InputError) return { input, what: error.message, remedy: error.remedy }
  if (!isSystemError(error)) throw error
  return { input, what: reasonOf(error), remedy: remedyFor(error) }
}

/** What to do about an error of the operating system when something is read. */
export function remedyFor(error: unknown): string {
  if (['EACCES', 'EPERM'].some(code => isSystemError(error, code))) return 'make it readable for this user'
  if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].some(code => isSystemError(error, code)))
    return 'check the path'
  return 'check that it can be read'
}

export function isSystemError(error: unknown, code?: string): boolean {
  return error instanceof Error && 'code' in error && (code === undefined || error.code === code)
}

/** The words of an error of the operating system without its code and path: `permission denied`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return /^E[A-Z0-9]+: (.+?)(?:, |$)/.exec(error.message)?.[1] ?? error.message
}
