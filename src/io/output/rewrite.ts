import { closeSync, fstatSync, fsync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { applyEdits } from '../../manifest/edit.ts'
import type { Edit } from '../../manifest/edit.ts'
import { OutputError, combine, remedyForWriting } from './output.ts'
import { isSystemError, reasonOf } from '../input.ts'
import { shownName, systemPath } from '../system-path.ts'

// Files are overwritten, not replaced by renaming a new file. So a file keeps its owner and mode, its access control
// lists and extended attributes, which Node.js cannot read, and all its names (hard links). A rename would never leave
// half a file. Instead, a copy of the old content is on the disk before the first byte is written, and is removed
// after the last one is on the disk. gofmt does the same.

/** A file that was read, and the edits to write. */
export interface Rewrite {
  readonly path: string
  /** The name for messages. */
  readonly name: string
  readonly before: Uint8Array
  /** Offsets are bytes of `before`. */
  readonly edits: readonly Edit[]
}

const BLOCK = 2 ** 16
const RUN_AGAIN = 'run again to change the rest'
/** A message names at most this many files, and gives the number of more. Ctrl-C could otherwise list thousands. */
const MOST_NAMES = 5

// Most of the time is spent waiting for the disk. Waiting for many files at once takes hardly longer than for one.
const FILES_AT_ONCE = 64
const BYTES_AT_ONCE = 2 ** 25

/**
 * Rewrites files, several at a time. A file whose content has changed since it was read stays as it is. Once
 * `isStopped` returns true, the remaining files stay as they are, too. Throws OutputError, which names the files that
 * were written and those that were not, or gives their number.
 */
export async function rewriteFiles(
  files: readonly Rewrite[],
  isStopped: () => boolean,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  const failures = new Map<Rewrite, unknown>()
  const block = Buffer.allocUnsafeSlow(BLOCK)
  let begun = 0
  while (begun < files.length) {
    await nextTurn()
    if (isStopped()) break
    onProgress(begun, files.length)
    begun += await rewriteSome(files.slice(begun, begun + FILES_AT_ONCE), { block, isStopped, failures })
  }
  const left = files.slice(begun)
  if (failures.size === 0 && left.length === 0) return
  const written = files
    .slice(0, begun)
    .filter(file => !failures.has(file))
    .map(({ name }) => name)
  const reasons = files.flatMap(file =>
    failures.has(file) ? [`${file.name} (${reasonOf(failures.get(file))})`] : [],
  )
  const notWritten = [...reasons, ...namesOrNumber(left.map(({ name }) => name))]
  const summary = `not written: ${notWritten.join(', ')}; written: ${namesOrNumber(written).join(', ') || 'none'}`
  const isAnyChanged = [...failures.values()].some(error => error instanceof ChangedError)
  const isNumbered = left.length > MOST_NAMES
  if (left.length > 0)
    throw new OutputError(`interrupted: ${summary}`, isNumbered ? `${RUN_AGAIN}; --diff shows it` : RUN_AGAIN)
  throw new OutputError(summary, isAnyChanged ? RUN_AGAIN : remedyForWriting([...failures.values()][0]))
}

function namesOrNumber(names: readonly string[]): readonly string[] {
  return names.length > MOST_NAMES ? [`${names.length} files`] : names
}

interface Round {
  readonly block: Buffer
  readonly isStopped: () => boolean
  /** Errors are added here. */
  readonly failures: Map<Rewrite, unknown>
}

/** Rewrites a batch from the start of `files`. Returns its size. */
async function rewriteSome(
  files: readonly Rewrite[],
  { block, isStopped, failures }: Round,
): Promise<number> {
  const open: OpenFile[] = []
  let [begun, bytes] = [0, 0]
  for (const file of files) {
    if (begun > 0 && (bytes >= BYTES_AT_ONCE || isStopped())) break
    begun += 1
    bytes += file.before.length
    try {
      open.push(new OpenFile(file))
    } catch (error) {
      failures.set(file, error)
    }
  }
  const each = async (step: (one: OpenFile) => Promise<void>): Promise<void> => {
    const attempts = open.map(async one => {
      if (failures.has(one.file)) return
      await step(one).catch((error: unknown) => failures.set(one.file, error))
    })
    await Promise.all(attempts)
  }
  await each(one => one.copy())
  await each(one => one.write(block))
  for (const one of open) one.close()
  return begun
}

/** Signals are delivered between two turns of the event loop. */
function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve)
  })
}

class ChangedError extends Error {
  constructor() {
    super('changed since it was read')
  }
}

/** A file that is being rewritten. An error in a step leaves it unchanged. */
class OpenFile {
  readonly file: Rewrite
  readonly #descriptor: number
  /** The path of the copy with the old content. */
  #copy: string | undefined

  /** Throws errors of the system. */
  constructor(file: Rewrite) {
    this.file = file
    this.#descriptor = openSync(systemPath(file.path), 'r+')
  }

  /** Writes a copy of the old content to the disk. */
  async copy(): Promise<void> {
    this.#copy = await keepCopy(this.file.path, this.file.before)
  }

  /** Writes the new content to the disk, then removes the copy. Throws ChangedError and errors of the system. */
  async write(block: Buffer): Promise<void> {
    const { before, edits } = this.file
    try {
      // No await may stand between this check and the writing.
      if (!holds(this.#descriptor, before, block)) throw new ChangedError()
    } catch (error) {
      this.#removeCopy()
      throw error
    }
    try {
      overwrite(this.#descriptor, combine(applyEdits(before, edits), block))
      await sync(this.#descriptor)
    } catch (error) {
      await this.#restore(reasonOf(error))
      this.#removeCopy()
      throw error
    }
    this.#removeCopy()
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  async #restore(reason: string): Promise<void> {
    try {
      overwrite(this.#descriptor, [this.file.before])
      await sync(this.#descriptor)
    } catch (error) {
      throw new Error(`${reason}; the old content is in ${shownName(this.#copy ?? '')}`, { cause: error })
    }
  }

  #removeCopy(): void {
    if (this.#copy !== undefined) rmSync(systemPath(this.#copy), { force: true })
  }
}

/** Whether the file still has exactly this content. Time and size are no proof. */
function holds(file: number, content: Uint8Array, block: Buffer): boolean {
  if (fstatSync(file).size !== content.length) return false
  for (let at = 0; at < content.length;) {
    const size = readSync(file, block, 0, block.length, at)
    if (size === 0 || !block.subarray(0, size).equals(content.subarray(at, at + size))) return false
    at += size
  }
  return true
}

/** Writes a copy beside the file, under a name that is short enough for any file system. Returns its path. */
async function keepCopy(path: string, content: Uint8Array): Promise<string> {
  const beginning = basename(path).slice(0, 24)
  const copy = join(dirname(path), `.${beginning}.${crypto.randomUUID().slice(0, 8)}.orig`)
  try {
    const descriptor = openSync(systemPath(copy), 'wx', 0o600)
    try {
      overwrite(descriptor, [content])
      await sync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) rmSync(systemPath(copy), { force: true })
    throw new Error(`a copy beside it cannot be written: ${reasonOf(error)}`, { cause: error })
  }
  return copy
}

function overwrite(descriptor: number, parts: Iterable<Uint8Array>): void {
  let end = 0
  for (const part of parts)
    for (let at = 0; at < part.length;) {
      const size = writeSync(descriptor, part, at, part.length - at, end)
      at += size
      end += size
    }
  ftruncateSync(descriptor, end)
}

const sync = promisify(fsync)
