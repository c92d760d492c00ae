import { lastMarker } from './stream.ts'

/** Bytes of a `---` marker with the character before it and the one after it. */
const BORDER = 5

/**
 * Joins the chunks of a stream into blocks of whole documents. Each block but the last ends where a `---` line begins.
 */
export class DocumentBlocks {
  #pending: Uint8Array[] = []
  #length = 0

  /** Bytes of the document that is still incomplete. */
  get pending(): number {
    return this.#length
  }

  /** Adds a chunk. Returns the documents that are complete now, if any. */
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

  /** The rest of the stream, once it has ended. */
  end(): Uint8Array {
    return Buffer.concat(this.#pending)
  }

  /** The offset of the last marker in the pending bytes and a chunk after them. */
  #lastMarker(chunk: Uint8Array): number {
    const inChunk = lastMarker(chunk, 1)
    if (inChunk >= 0) return this.#length + inChunk
    const before = this.#lastBytes(BORDER)
    const border = Buffer.concat([before, chunk.subarray(0, BORDER)])
    // The bytes before `border` are not in it. So its first byte begins a line only at the start of the stream.
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
