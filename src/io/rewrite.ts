import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { applyEdits } from '../manifest/edit.ts'
import type { Edit } from '../manifest/edit.ts'
import { OutputError, putTogether } from './output.ts'
import { isSystemError, reasonOf } from './input.ts'
import { shownName, systemPath } from './system-path.ts'

// A file is written where it lies, and not replaced by a new one of its name: so it keeps its owner and mode, its access
// control lists and other extended attributes, none of which Node.js can read, and all its names (hard links). What a
// rename has instead, that there never is half a file, is made up for by a copy of the old content, which is on the disk
// before the first byte is written and goes when the last one is on the disk. gofmt writes in the same way.

/** A file that was read, and what is to become of it. */
export interface Rewrite {
  readonly path: string
  /** As the user knows it. */
  readonly name: string
  readonly before: Uint8Array
  /** In bytes of `before`. */
  readonly edits: readonly Edit[]
}

const BLOCK = 2 ** 16
const RUN_AGAIN = 'run again to change the rest'

/**
 * Rewrites the files one by one. A file whose content is no longer what was read stays as it is, and where `isStopped`
 * says so, so do all that are left. Throws an OutputError that says which were written and which were not.
 */
export async function rewriteFiles(files: readonly Rewrite[], isStopped: () => boolean): Promise<void> {
  const written: string[] = []
  const failures: string[] = []
  const block = Buffer.allocUnsafeSlow(BLOCK)
  let isAnyChanged = false
  for (const [at, file] of files.entries()) {
    await nextTurn()
    if (isStopped()) {
      const left = files.slice(at).map(({ name }) => name)
      throw new OutputError(`interrupted: ${told([...failures, ...left], written)}; ${RUN_AGAIN}`)
    }
    try {
      rewriteFile(file, block)
      written.push(file.name)
    } catch (error) {
      isAnyChanged ||= error instanceof ChangedError
      failures.push(`${file.name} (${reasonOf(error)})`)
    }
  }
  if (failures.length === 0) return
  throw new OutputError(told(failures, written) + (isAnyChanged ? `; ${RUN_AGAIN}` : ''))
}

function told(failures: readonly string[], written: readonly string[]): string {
  return `not written: ${failures.join(', ')}; written: ${written.join(', ') || 'none'}`
}

/** Signals are heard between two turns of the event loop. */
function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve)
  })
}

class ChangedError extends Error {
  constructor() {
    super('it has changed since it was read')
  }
}

function rewriteFile({ path, before, edits }: Rewrite, block: Buffer): void {
  const file = openSync(systemPath(path), 'r+')
  try {
    if (!holds(file, before, block)) throw new ChangedError()
    const copy = keepCopy(path, before)
    try {
      overwrite(file, putTogether(applyEdits(before, edits), block))
    } catch (error) {
      restore(file, before, { copy, reason: reasonOf(error) })
      rmSync(systemPath(copy), { force: true })
      throw error
    }
    rmSync(systemPath(copy), { force: true })
  } finally {
    closeSync(file)
  }
}

/** Whether the file has the very content. Neither its time nor its size would say so for sure. */
function holds(file: number, content: Uint8Array, block: Buffer): boolean {
  if (fstatSync(file).size !== content.length) return false
  for (let at = 0; at < content.length;) {
    const size = readSync(file, block, 0, block.length, at)
    if (size === 0 || !block.subarray(0, size).equals(content.subarray(at, at + size))) return false
    at += size
  }
  return true
}

/** Writes it beside the file, under a name that is short enough for any file system, and gives its path. */
function keepCopy(path: string, content: Uint8Array): string {
  const beginning = basename(path).slice(0, 24)
  const copy = join(dirname(path), `.${beginning}.${crypto.randomUUID().slice(0, 8)}.orig`)
  try {
    const file = openSync(systemPath(copy), 'wx', 0o600)
    try {
      overwrite(file, [content])
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) rmSync(systemPath(copy), { force: true })
    throw new Error(`no copy of it can be kept beside it: ${reasonOf(error)}`, { cause: error })
  }
  return copy
}

function overwrite(file: number, parts: Iterable<Uint8Array>): void {
  let end = 0
  for (const part of parts)
    for (let at = 0; at < part.length;) {
      const size = writeSync(file, part, at, part.length - at, end)
      at += size
      end += size
    }
  ftruncateSync(file, end)
  fsyncSync(file)
}

function restore(
  file: number,
  before: Uint8Array,
  { copy, reason }: { readonly copy: string; readonly reason: string },
): void {
  try {
    overwrite(file, [before])
  } catch (error) {
    throw new Error(`${reason}; its old content is in ${shownName(copy)}`, { cause: error })
  }
}
