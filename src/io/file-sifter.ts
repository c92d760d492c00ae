import { isUtf8 } from 'node:buffer'
import { closeSync, openSync, readSync } from 'node:fs'
import type { FileWatch } from '../manifest/read.ts'
import { searchFor, viewOf } from '../manifest/search.ts'
import { countDocuments, isBlank } from '../manifest/stream.ts'
import { refuseBinary } from './binary.ts'
import { readRegularFile } from './regular-file.ts'
import { systemPath } from './system-path.ts'

// Of a repository of twenty thousand small manifests hardly any matters. What such files cost is one call after the other:
// a search in a few hundred bytes takes longer to begin than to do. So they are read one behind the other into one block
// of memory, and each text is searched for in the whole block, as if the block were a source and each file a document
// of it. Only what matters gets memory of its own.

/** Some processors hold so much close by; larger ones make the search no faster. */
const BLOCK = 2 ** 20
/** Where less is left, the next file goes to the front again. */
const LEAST = 2 ** 16
const LF = 0x0a
const ZIP = 'PK\x03\x04'

/** A file that was read: with its content where that matters for certain, else with the number of its documents. */
export type Sifted =
  | { readonly bytes: Uint8Array }
  | { readonly documents: number; readonly mayMatter: boolean }
  | { readonly error: unknown }

/** Where a file lies in a block. */
interface FileSpan {
  readonly index: number
  readonly start: number
  readonly end: number
}

/** Reads regular files, and keeps those in which there is something to look for. */
export class FileSifter {
  readonly #relevance: FileWatch['relevance']
  readonly #use: (index: number, sifted: Sifted) => void
  readonly #block = Buffer.allocUnsafeSlow(BLOCK)
  readonly #files: FileSpan[] = []
  #end = 0

  /** `use` is called once for each file that was taken, at the latest by `finish`. */
  constructor(relevance: FileWatch['relevance'], use: (index: number, sifted: Sifted) => void) {
    this.#relevance = relevance
    this.#use = use
  }

  /** Reads a file. Throws what the system does, and InputError where it is too large to be read at once. */
  take(path: string, index: number): void {
    if (this.#read(path, index)) return
    if (this.#end > 0) {
      this.finish()
      if (this.#read(path, index)) return
    }
    const bytes = readRegularFile(path)
    this.#sift(viewOf(bytes), [{ index, start: 0, end: bytes.length }], true)
  }

  /** Goes through what was read. */
  finish(): void {
    this.#sift(this.#block.subarray(0, this.#end), this.#files, false)
    this.#files.length = 0
    this.#end = 0
  }

  /** `isOwn`: whether the block is memory that stays; else what is kept of it is copied. */
  #sift(block: Buffer, files: readonly FileSpan[], isOwn: boolean): void {
    const relevanceOf = this.#relevance({ name: '', bytes: block })
    const markers = searchFor(block, ['---'])
    const isText = isUtf8(block) && !block.includes(0) && !block.includes(ZIP)
    const kept: FileSpan[] = []
    for (const file of files) {
      const { index, start, end } = file
      const error = isText ? undefined : refusalOf(block.subarray(start, end))
      const relevance = relevanceOf({ index: 1, start, end })
      if (error !== undefined) this.#use(index, { error })
      else if (relevance === 'certain' || (!isText && !isPlainText(block.subarray(start, end))))
        kept.push(file)
      else {
        const bytes = block.subarray(start, end)
        const documents = markers.isWithin(start, end) ? countDocuments(bytes) : isBlank(bytes) ? 0 : 1
        this.#use(index, { documents, mayMatter: relevance === 'perhaps' })
      }
    }
    this.#keep(block, kept, isOwn)
  }

  /** One piece of memory for all is made sooner than one for each. */
  #keep(block: Buffer, files: readonly FileSpan[], isOwn: boolean): void {
    const room = isOwn ? 0 : files.reduce((sum, { start, end }) => sum + end - start, 0)
    const memory = isOwn ? block : Buffer.allocUnsafeSlow(room)
    let at = 0
    for (const { index, start, end } of files) {
      if (!isOwn) block.copy(memory, at, start, end)
      const bytes = memory.subarray(at, at + end - start)
      at += bytes.length
      this.#use(index, { bytes })
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
    this.#block[end] = LF // so that nothing is found that reaches from one file into the next
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

/** What is not may be in another encoding, which is for the reader to tell. */
function isPlainText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0)
}
