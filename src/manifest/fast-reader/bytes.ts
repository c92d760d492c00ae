import { SCAN_SENTINEL } from '../source.ts'
import { CLASSES, CR, LF, SPACE, TAB } from './characters.ts'

/**
 * The bytes of a text in UTF-8, which are read much faster than the characters of a string. Behind the last one stand a
 * line end, so that none has to look where the text ends, and something that is none.
 */
export type PaddedBytes = Uint8Array

const PADDING = SCAN_SENTINEL.length

/** From here on a copy would cost memory that is not there yet; what is smaller may lie in a pool, where others write. */
const LARGE = 2 ** 16

/** The memory that texts are copied to, one after the other. */
export class PaddedCopy {
  #room = new Uint8Array()

  /** The bytes are good until the next call. Nothing is copied of a large text behind which the two stand already. */
  of(bytes: Uint8Array): PaddedBytes {
    const { length } = bytes
    if (length >= LARGE && isPadded(bytes))
      return new Uint8Array(bytes.buffer, bytes.byteOffset, length + PADDING)
    if (this.#room.length < length + PADDING)
      this.#room = new Uint8Array(Math.max(length + PADDING, this.#room.length * 2))
    const room = this.#room
    room.set(bytes)
    room[length] = LF
    room[length + 1] = 0
    return room.subarray(0, length + PADDING)
  }
}

function isPadded({ buffer, byteOffset, length }: Uint8Array): boolean {
  const end = byteOffset + length
  if (end + PADDING > buffer.byteLength) return false
  const behind = new Uint8Array(buffer, end, PADDING)
  return SCAN_SENTINEL.every((code, index) => behind[index] === code)
}

/** The length of the text. */
export function lengthOf(codes: PaddedBytes): number {
  return codes.length - PADDING
}

export function codeAt(codes: PaddedBytes, at: number): number {
  return codes[at] ?? 0
}

/** Behind the codes from an offset on that have one of some bits (`classOf`). Here most of a scan's time is spent. */
export function endOfRun(codes: PaddedBytes, from: number, bits: number): number {
  const classes = CLASSES // a bundle's own variable is looked up again in each round
  let at = from
  while (((classes[codes[at] ?? 0] ?? 0) & bits) !== 0) at += 1
  return at
}

export function skipSpaces(codes: PaddedBytes, from: number): number {
  let at = from
  while (codes[at] === SPACE) at += 1
  return at
}

/** Behind spaces, tabs and line ends. */
export function skipWhiteSpace(codes: PaddedBytes, from: number): number {
  let at = from
  while (isWhiteSpace(codeAt(codes, at))) at = skipSpaces(codes, at + 1)
  return at
}

export function isWhiteSpace(code: number): boolean {
  return code <= SPACE && (code === SPACE || code === LF || code === CR || code === TAB)
}

/** Whether the codes from an offset on are those of an ASCII text. */
export function saysAt(codes: PaddedBytes, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (codes[at + index] !== text.charCodeAt(index)) return false
  return true
}

/** How many spaces stand before an offset, if nothing but them and the line end does; else -1. */
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

/** The line ends from one offset to another. */
export function countLineEnds(codes: PaddedBytes, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at += 1) if (isLineEnd(codes, at)) count += 1
  return count
}

/** Whether a line ends behind an offset: with LF, or CR alone. */
export function isLineEnd(codes: PaddedBytes, at: number): boolean {
  const code = codes[at]
  return code === LF || (code === CR && codes[at + 1] !== LF)
}

const NOT_ASCII = /[\x80-\xff]/

/** What a text says whose characters are the bytes of UTF-8. */
export function decoded(text: string): string {
  return NOT_ASCII.test(text) ? Buffer.from(text, 'latin1').toString() : text
}
