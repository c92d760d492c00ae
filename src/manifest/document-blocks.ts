import { lastMarker } from './stream.ts'

/** A marker, the character before it, and the one behind it that tells whether it is one. */
const BORDER = 5

/**
 * Puts a stream together again from chunks, however it was cut, in blocks of whole documents: each but the last ends
 * where a `---` line begins.
 */
export class DocumentBlocks {
  #pending: Uint8Array[] = []
  #length = 0

  /** Bytes of the document that is not whole yet. */
  get pending(): number {
    return this.#length
  }

  /** The documents that are whole now. */
  push(chunk: Uint8Array): Uint8Array | undefined {
    const end = this.#lastMarker(chunk)
    this.#pending.push(chunk)
    this.#length += chunk.length
    if (end <= 0) return undefined
    const all = Buffer.concat(this.#pending)
    this.#pending = [all.subarray(end)]
    this.#length -= end
    return all.subarray(0, end)
  }

  /** What is left when the stream has ended. */
  end(): Uint8Array {
    return Buffer.concat(this.#pending)
  }

  /** In what is pending and a chunk behind it. */
  #lastMarker(chunk: Uint8Array): number {
    const within = lastMarker(chunk, 1)
    if (within >= 0) return this.#length + within
    const before = this.#lastBytes(BORDER)
    const border = Buffer.concat([before, chunk.subarray(0, BORDER)])
    // What lies before the border can't be seen, so that its first byte begins a line only at the very beginning.
    const across = lastMarker(border, this.#length > BORDER ? 1 : 0)
    return across < 0 ? across : this.#length - before.length + across
  }

  #lastBytes(length: number): Buffer {
    let taken = 0
    let first = this.#pending.length
    while (taken < length && first > 0) taken += this.#pending[--first]?.length ?? 0
    const all = Buffer.concat(this.#pending.slice(first))
    return all.subarray(Math.max(all.length - length, 0))
  }
}
