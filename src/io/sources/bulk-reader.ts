import { isUtf8 } from 'node:buffer'
import { closeSync, openSync, readSync } from 'node:fs'
import type { FileFilter } from '../../manifest/read-document.ts'
import { searchFor, viewOf } from '../../manifest/search/search.ts'
import { countDocuments, isBlank } from '../../manifest/stream.ts'
import { refuseBinary } from './binary.ts'
import { readRegularFile } from '../regular-file.ts'
import { systemPath } from '../system-path.ts'

// In a repository of twenty thousand small manifests, few matter. Most of the cost is calls: starting a search takes
// longer than searching a few hundred bytes. So files are read one after another into one block of memory, and each
// text is searched in the whole block. The block is treated as a source, and each file as one of its documents. Only
// matching files get memory of their own.

/** Bytes that fit into the cache of most processors. A larger block makes the search no faster. */
const BLOCK = 2 ** 20
/** With less free space, the block is searched and reused. */
const LEAST = 2 ** 16
const LF = 0x0a
const ZIP = 'PK\x03\x04'

/**
 * A file that was read. It has its content if the filter matches, else the number of its documents. Contents in one
 * block follow each other, with a line break between them.
 */
export type BulkReadFile =
  | { readonly kind: 'kept'; readonly bytes: Uint8Array; readonly block?: Uint8Array }
  | { readonly kind: 'skipped'; readonly documents: number; readonly mayMatter: boolean }
  | { readonly kind: 'failed'; readonly error: unknown }

/** The part of a block with one file. */
interface FileSpan {
  readonly index: number
  readonly start: number
  readonly end: number
}

/** Reads regular files, and keeps those that the filter matches. */
export class BulkReader {
  readonly #relevance: FileFilter['relevance']
  readonly #use: (index: number, file: BulkReadFile) => void
  readonly #block = Buffer.allocUnsafeSlow(BLOCK)
  readonly #files: FileSpan[] = []
  #end = 0

  /** `use` is called once for each file, at the latest by `finish`. */
  constructor(relevance: FileFilter['relevance'], use: (index: number, file: BulkReadFile) => void) {
    this.#relevance = relevance
    this.#use = use
  }

  /** Reads a file. Throws errors of the system, and InputError where it is too large. */
  take(path: string, index: number): void {
    if (this.#read(path, index)) return
    if (this.#end > 0) {
      this.finish()
      if (this.#read(path, index)) return
    }
    const bytes = readRegularFile(path)
    this.#searchBlock(viewOf(bytes), [{ index, start: 0, end: bytes.length }], true)
  }

  /** Searches the files that are still in the block. */
  finish(): void {
    this.#searchBlock(this.#block.subarray(0, this.#end), this.#files, false)
    this.#files.length = 0
    this.#end = 0
  }

  /** `isOwn` says whether the block is kept; otherwise files are copied out of it. */
  #searchBlock(block: Buffer, files: readonly FileSpan[], isOwn: boolean): void {
    const relevanceOf = this.#relevance({ name: '', bytes: block })
    const markers = searchFor(block, ['---'])
    const isText = isUtf8(block) && !block.includes(0) && !block.includes(ZIP)
    const kept: FileSpan[] = []
    for (const file of files) {
      const { index, start, end } = file
      const error = isText ? undefined : refusalOf(block.subarray(start, end))
      const relevance = relevanceOf({ index: 1, start, end })
      if (error !== undefined) this.#use(index, { kind: 'failed', error })
      else if (relevance === 'certain' || (!isText && !isPlainText(block.subarray(start, end))))
        kept.push(file)
      else {
        const bytes = block.subarray(start, end)
        const documents = markers.isWithin(start, end) ? countDocuments(bytes) : isBlank(bytes) ? 0 : 1
        this.#use(index, { kind: 'skipped', documents, mayMatter: relevance === 'perhaps' })
      }
    }
    this.#keep(block, kept, isOwn)
  }

  /** One allocation for all files is faster than one for each. */
  #keep(block: Buffer, files: readonly FileSpan[], isOwn: boolean): void {
    if (isOwn) {
      for (const { index, start, end } of files)
        this.#use(index, { kind: 'kept', bytes: block.subarray(start, end) })
      return
    }
    const room = files.reduce((sum, { start, end }) => sum + end - start + 1, 0)
    const memory = Buffer.allocUnsafeSlow(room)
    let at = 0
    for (const { index, start, end } of files) {
      block.copy(memory, at, start, end)
      const bytes = memory.subarray(at, at + end - start)
      memory[at + bytes.length] = LF
      at += bytes.length + 1
      this.#use(index, { kind: 'kept', bytes, block: memory })
    }
  }

  #read(path: string, index: number): boolean {
    const descriptor = openSync(systemPath(path), 'r')
    const start = this.#end
    let end = start
    try {
      for (let size = 1; size > 0; end += size) {
        if (end === BLOCK) return false
        size = readSync(descriptor, this.#block, end, BLOCK - end, null)
      }
    } finally {
      closeSync(descriptor)
    }
    this.#files.push({ index, start, end })
    this.#block[end] = LF // so that no match spans two files
    this.#end = end + 1
    if (BLOCK - this.#end < LEAST) this.finish()
    return true
  }
}

function refusalOf(bytes: Uint8Array): unknown {
  try {
    refuseBinary(bytes)
    return undefined
  } catch (error) {
    return error
  }
}

/** Text in another encoding is kept, so that the reader of documents reports it. */
function isPlainText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0)
}
