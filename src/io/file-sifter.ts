import { isUtf8 } from 'node:buffer'
import { closeSync, openSync, readSync } from 'node:fs'
import type { Watch } from '../manifest/read.ts'
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

/** A file that was read: with its content where something in it matters, else with the number of its documents. */
export type Sifted =
  | { readonly bytes: Uint8Array }
  | { readonly documents: number }
  | { readonly error: unknown }

/** Where a file lies in a block. */
interface FileSpan {
  readonly index: number
  readonly start: number
  readonly end: number
}

/** Reads regular files, and keeps those in which there is something to look for. */
export class FileSifter {
  readonly #watch: Watch
  readonly #use: (index: number, sifted: Sifted) => void
  readonly #block = Buffer.allocUnsafeSlow(BLOCK)
  readonly #files: FileSpan[] = []
  #end = 0

  /** `use` is called once for each file that was taken, at the latest by `finish`. */
  constructor(watch: Watch, use: (index: number, sifted: Sifted) => void) {
    this.#watch = watch
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
    this.#sift(viewOf(bytes), [{ index, start: 0, end: bytes.length }], () => bytes)
  }

  /** Goes through what was read. */
  finish(): void {
    this.#sift(this.#block.subarray(0, this.#end), this.#files, bytes => Buffer.from(bytes))
    this.#files.length = 0
    this.#end = 0
  }

  /** `keep`: gives the bytes of a file in the block memory that stays. */
  #sift(block: Buffer, files: readonly FileSpan[], keep: (bytes: Buffer) => Uint8Array): void {
    const isSought = this.#watch({ name: '', bytes: block })
    const markers = searchFor(block, ['\n---', '\r---'])
    const isText = isUtf8(block) && !block.includes(0) && !block.includes(ZIP)
    for (const { index, start, end } of files) {
      const bytes = block.subarray(start, end)
      const error = isText ? undefined : refusalOf(bytes)
      if (error !== undefined) this.#use(index, { error })
      else if (isSought({ index: 1, start, end }) || (!isText && !isPlainText(bytes)))
        this.#use(index, { bytes: keep(bytes) })
      else if (markers.isWithin(start, end)) this.#use(index, { documents: countDocuments(bytes) })
      else this.#use(index, { documents: isBlank(bytes) ? 0 : 1 })
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
