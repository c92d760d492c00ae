import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import { isSystemError, reasonOf } from './place.ts'

/** A write that failed, in words for the user. */
export class OutputError extends Error {}

/** Waits until the stream has taken everything. A reader that went away (`| head -1`) has had enough: no error. */
export async function writeStream(stream: Writable, name: string, bytes: Uint8Array | string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      stream.write(bytes, error => {
        if (!error) return resolve()
        stream.once('error', () => {}) // the event comes after this call, and says the same
        return reject(error)
      })
    })
  } catch (error) {
    if (isSystemError(error, 'EPIPE')) return
    throw new OutputError(`${name}: cannot be written: ${reasonOf(error)}`, { cause: error })
  }
}

const SLAB = 2 ** 20

/** As `writeStream`, for any number of pieces: small ones together, so that there are few writes and few copies. */
export async function writePieces(
  stream: Writable,
  name: string,
  pieces: readonly Uint8Array[],
): Promise<void> {
  let slab: Uint8Array[] = []
  let size = 0
  for (const [at, piece] of pieces.entries()) {
    slab.push(piece)
    size += piece.length
    if (size < SLAB && at < pieces.length - 1) continue
    const [only] = slab
    if (size > 0) await writeStream(stream, name, only?.length === size ? only : Buffer.concat(slab, size))
    slab = []
    size = 0
  }
}

export interface FileContent {
  readonly path: string
  /** As the user knows it. */
  readonly name: string
  readonly pieces: readonly Uint8Array[]
}

/** Replaces the files one by one, each at once or not at all. Throws OutputError that says which were and which were not. */
export async function replaceFiles(files: readonly FileContent[]): Promise<void> {
  const written: string[] = []
  const failures: string[] = []
  for (const { path, name, pieces } of files) {
    await nextTurn() // a signal that came during the last file is heard here, where no temporary file exists
    try {
      replaceFile(realpathSync(path), Buffer.concat(pieces))
      written.push(name)
    } catch (error) {
      failures.push(`${name} (${reasonOf(error)})`)
    }
  }
  if (failures.length === 0) return
  const others = written.length === 0 ? 'none' : written.join(', ')
  throw new OutputError(`not written: ${failures.join(', ')}; written: ${others}`)
}

/**
 * Makes sure that a file of our own can be written, before anything else is. Throws OutputError where it can't, or where
 * it is one of those that were read.
 */
export async function reserveFile(path: string, name: string, inputs: readonly string[]): Promise<void> {
  try {
    const file = await open(path, 'a')
    await file.close()
  } catch (error) {
    throw new OutputError(`${name}: cannot be written: ${reasonOf(error)}`, { cause: error })
  }
  const real = realpathSync(path)
  if (inputs.some(input => realpathSync(input) === real))
    throw new OutputError(`${name}: is also an input; give the report a file of its own`)
}

/** Writes or overwrites a file of our own, such as a report. Throws OutputError. */
export async function writeNewFile(path: string, name: string, text: string): Promise<void> {
  await writeFile(path, text).catch(error => {
    throw new OutputError(`${name}: cannot be written: ${reasonOf(error)}`, { cause: error })
  })
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve)
  })
}

/** Synchronous, so that no signal handler runs while the temporary file exists. */
function replaceFile(path: string, bytes: Uint8Array): void {
  accessSync(path, constants.W_OK) // a rename would replace a file that is write-protected
  const { mode, uid, gid } = statSync(path)
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.tmp`)
  try {
    const file = openSync(temporary, 'wx', 0o600)
    try {
      writeFileSync(file, bytes)
      keepOwner(file, uid, gid)
      fchmodSync(file, mode & 0o7777)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Only root may give a file away: for everyone else it stays with whoever writes it. */
function keepOwner(file: number, uid: number, gid: number): void {
  try {
    fchownSync(file, uid, gid)
  } catch (error) {
    if (!isSystemError(error, 'EPERM')) throw error
  }
}
