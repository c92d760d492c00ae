import { UserError } from '../../text/user-error.ts'
import { realpathSync } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { isSystemError, reasonOf } from '../input.ts'
import { systemPath } from '../system-path.ts'

/** A write has failed. */
export class OutputError extends UserError {
  constructor(message: string, remedy = '', options?: ErrorOptions) {
    super(message, remedy, options)
  }
}

/**
 * Writes to a stream, and waits until everything is written. A reader that closed the pipe (`| head -1`) is not an
 * error. Throws OutputError.
 */
export async function writeStream(stream: Writable, name: string, bytes: Uint8Array | string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      stream.write(bytes, error => {
        if (!error) return resolve()
        // The error event follows this callback, with the same error.
        if (stream.listenerCount('error') === 0) stream.once('error', () => {})
        return reject(error)
      })
    })
  } catch (error) {
    if (isSystemError(error, 'EPIPE')) return
    throw new OutputError(`${name}: cannot be written: ${reasonOf(error)}`, '', { cause: error })
  }
}

const BLOCK = 2 ** 16

/**
 * Like `writeStream`, for many pieces. Small pieces are combined in a block, which is used again. So the stream must
 * have copied or written a block when it calls back. Streams to the outside do so; a PassThrough does not.
 */
export class PieceWriter {
  readonly #stream: Writable
  readonly #name: string
  readonly #block = Buffer.allocUnsafeSlow(BLOCK)

  constructor(stream: Writable, name: string) {
    this.#stream = stream
    this.#name = name
  }

  async write(pieces: Iterable<Uint8Array>): Promise<void> {
    for (const part of combine(pieces, this.#block)) await writeStream(this.#stream, this.#name, part)
  }
}

/**
 * Combines small pieces into parts. Each part must be used before the next is requested. A large piece is not copied.
 */
export function* combine(pieces: Iterable<Uint8Array>, block: Uint8Array): Generator<Uint8Array> {
  let filled = 0
  for (const piece of pieces) {
    if (filled > 0 && filled + piece.length > block.length) {
      yield block.subarray(0, filled)
      filled = 0
    }
    if (piece.length >= block.length) {
      yield piece
    } else {
      block.set(piece, filled)
      filled += piece.length
    }
  }
  if (filled > 0) yield block.subarray(0, filled)
}

/**
 * Checks that an output file can be written, before anything else is written. Throws OutputError if it cannot be
 * written, or is one of the inputs.
 */
export async function reserveFile(path: string, name: string, inputs: readonly string[]): Promise<void> {
  try {
    const file = await open(path, 'a')
    await file.close()
  } catch (error) {
    throw notWritable(name, error)
  }
  const real = realpathSync(path)
  if (inputs.some(input => realpathSync(systemPath(input)) === real))
    throw new OutputError(`${name}: is also an input`, 'name another file for the report')
}

/** Writes or overwrites an output file, such as a report. Throws OutputError. */
export async function writeNewFile(path: string, name: string, text: string): Promise<void> {
  await writeFile(path, text).catch(error => {
    throw notWritable(name, error)
  })
}

function notWritable(name: string, error: unknown): OutputError {
  const what = `${name}: cannot be written: ${reasonOf(error)}`
  return new OutputError(what, remedyForWriting(error), { cause: error })
}

/**
 * The remedy for an error of the operating system during writing, or `''`. The error may be the cause of another one.
 */
export function remedyForWriting(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const isAny = (...codes: readonly string[]): boolean => codes.some(code => isSystemError(cause, code))
  if (isAny('EACCES', 'EPERM', 'EROFS')) return 'make the file and its directory writable for this user'
  if (isAny('ENOENT', 'ENOTDIR')) return 'create the directory first'
  if (isAny('ENOSPC', 'EDQUOT')) return 'free some space, then try again'
  return ''
}
