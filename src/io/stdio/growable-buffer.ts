import { SCAN_SENTINEL, LARGEST } from '../../manifest/source.ts'
import { checkSize } from '../size.ts'

/** The default size of a pipe on Linux, in bytes. */
const AT_ONCE = 2 ** 16
/**
 * The sizes of the buffer. After the last one it doubles. Memory takes no space before it is written, so a large step
 * costs nothing. A small step costs a copy into new pages, and getting pages is half of the work for a large input.
 * The first steps are small because the garbage collector counts whole sizes.
 */
const SIZES = [2 ** 17, 2 ** 20, 2 ** 22, 2 ** 28]

/** The largest buffer that is needed. */
const MOST = LARGEST + 2 * AT_ONCE

/** A buffer that grows while it is filled. */
export class GrowableBuffer {
  #memory = Buffer.allocUnsafeSlow(sizeAbove(0))
  #length = 0

  /** The free part of the buffer, for the next bytes. */
  free(): Uint8Array {
    if (this.#length + AT_ONCE > this.#memory.length) {
      const memory = Buffer.allocUnsafeSlow(sizeAbove(this.#memory.length))
      memory.set(this.#memory.subarray(0, this.#length))
      this.#memory = memory
    }
    return this.#memory.subarray(this.#length, this.#length + AT_ONCE)
  }

  /** Marks bytes of `free` as used. Throws InputError if the input is too large. */
  fill(length: number): void {
    this.#length += length
    checkSize(this.#length)
  }

  /** Appends a copy of bytes. Throws as `fill` does. */
  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += AT_ONCE) {
      const part = bytes.subarray(at, at + AT_ONCE)
      this.free().set(part)
      this.fill(part.length)
    }
  }

  /** The used part of the buffer, without a copy. */
  filled(): Uint8Array {
    this.free().set(SCAN_SENTINEL)
    return this.#memory.subarray(0, this.#length)
  }
}

function sizeAbove(size: number): number {
  return SIZES.find(one => one > size) ?? Math.min(2 * size, MOST)
}
