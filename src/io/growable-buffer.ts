import { SCAN_SENTINEL, LARGEST } from '../manifest/source.ts'
import { checkSize } from './size.ts'

/** The default size of a pipe on Linux, in bytes. */
const AT_ONCE = 2 ** 16
const FIRST = 2 ** 20
/** As memory takes no room before it is touched, so much more is asked for that hardly anything is copied. */
const GROWTH = 16
/** From here on it doubles. */
const LARGE = 2 ** 28

/** More is never read to it. */
const MOST = LARGEST + 2 * AT_ONCE

/** Memory that grows with what is read to it. */
export class GrowableBuffer {
  #memory = Buffer.allocUnsafeSlow(FIRST)
  #length = 0

  /** Where the next bytes go. */
  free(): Uint8Array {
    if (this.#length + AT_ONCE > this.#memory.length) {
      const growth = this.#memory.length < LARGE ? GROWTH : 2
      const memory = Buffer.allocUnsafeSlow(Math.min(this.#memory.length * growth, MOST))
      memory.set(this.#memory.subarray(0, this.#length))
      this.#memory = memory
    }
    return this.#memory.subarray(this.#length, this.#length + AT_ONCE)
  }

  /** Throws an InputError where it is more than can be read at once. */
  fill(length: number): void {
    this.#length += length
    checkSize(this.#length)
  }

  /** Takes in a copy of bytes that came another way. Throws as `fill` does. */
  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += AT_ONCE) {
      const part = bytes.subarray(at, at + AT_ONCE)
      this.free().set(part)
      this.fill(part.length)
    }
  }

  /** All that was read, to be read where it lies. */
  filled(): Uint8Array {
    this.free().set(SCAN_SENTINEL)
    return this.#memory.subarray(0, this.#length)
  }
}
