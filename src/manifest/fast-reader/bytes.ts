import { SCAN_SENTINEL } from '../source.ts'
import { CLASSES, CR, LF, SPACE, TAB } from './characters.ts'

/**
 * The UTF-8 bytes of a text, which are read much faster than the characters of a string. LF and NUL follow the text as
 * a sentinel, so that loops need not check for its end.
 */
export type PaddedBytes = Uint8Array

const PADDING = SCAN_SENTINEL.length

/**
 * Bytes from which a text is not copied if the sentinel already follows it. A smaller text may be in a pool, whose
 * next bytes can be overwritten.
 */
const LARGE = 2 ** 16

/** Memory that texts are copied to, one after another. */
export class PaddedCopy {
  #memory = new Uint8Array()

  /**
   * Returns the padded bytes of a text, valid until the next call. A large text that the sentinel already follows is
   * not copied.
   */
  of(bytes: Uint8Array): PaddedBytes {
    const { length } = bytes
    if (length >= LARGE && isPadded(bytes))
      return new Uint8Array(bytes.buffer, bytes.byteOffset, length + PADDING)
    if (this.#memory.length < length + PADDING)
      this.#memory = new Uint8Array(Math.max(length + PADDING, this.#memory.length * 2))
    const memory = this.#memory
    memory.set(bytes)
    memory[length] = LF
    memory[length + 1] = 0
    return memory.subarray(0, length + PADDING)
  }
}

function isPadded({ buffer, byteOffset, length }: Uint8Array): boolean {
  const end = byteOffset + length
  if (end + PADDING > buffer.byteLength) return false
  const following = new Uint8Array(buffer, end, PADDING)
  return SCAN_SENTINEL.every((code, index) => following[index] === code)
}

/** The length of the text. */
export function lengthOf(codes: PaddedBytes): number {
  return codes.length - PADDING
}

export function codeAt(codes: PaddedBytes, at: number): number {
  return codes[at] ?? 0
}

/** The offset after all codes that have one of some bits (`classOf`). Most of a scan's time is spent here. */
export function endOfRun(codes: PaddedBytes, from: number, bits: number): number {
  const classes = CLASSES // a local variable is faster than a module's in the bundle
  let at = from
  while (((classes[codes[at] ?? 0] ?? 0) & bits) !== 0) at += 1
  return at
}

export function skipSpaces(codes: PaddedBytes, from: number): number {
  let at = from
  while (codes[at] === SPACE) at += 1
  return at
}

/** The offset after spaces, tabs and line breaks. */
export function skipWhiteSpace(codes: PaddedBytes, from: number): number {
  let at = from
  while (isWhiteSpace(codeAt(codes, at))) at = skipSpaces(codes, at + 1)
  return at
}

export function isWhiteSpace(code: number): boolean {
  return code <= SPACE && (code === SPACE || code === LF || code === CR || code === TAB)
}

/** Whether an ASCII text is at an offset. */
export function matchesAt(codes: PaddedBytes, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (codes[at + index] !== text.charCodeAt(index)) return false
  return true
}

/** The column of an offset, if only spaces stand before it on its line; else -1. */
export function columnOf(codes: PaddedBytes, offset: number): number {
  let at = offset
  while (codes[at - 1] === SPACE) at -= 1
  return codes[at - 1] === LF ? offset - at : -1
}

/** Where the line of an offset begins. */
export function startOfLine(codes: PaddedBytes, offset: number): number {
  let at = offset
  while (at > 0 && codes[at - 1] !== LF) at -= 1
  return at
}

/** The number of line breaks between two offsets. */
export function countLineEnds(codes: PaddedBytes, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at += 1) if (isLineEnd(codes, at)) count += 1
  return count
}

/** Whether a line break ends at an offset: LF, or CR without LF. */
export function isLineEnd(codes: PaddedBytes, at: number): boolean {
  const code = codes[at]
  return code === LF || (code === CR && codes[at + 1] !== LF)
}

const NOT_ASCII = /[\x80-\xff]/

/** Decodes a text whose characters are the bytes of UTF-8. */
export function decoded(text: string): string {
  return NOT_ASCII.test(text) ? Buffer.from(text, 'latin1').toString() : text
}
