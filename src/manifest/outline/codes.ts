import { LF } from './characters.ts'

/**
 * The UTF-16 code units of a text, which are read much faster than the characters of a string. Behind the last one
 * stand a line end, so that none has to look where the text ends, and something that is none.
 */
export type Codes = Uint8Array | Uint16Array

const PADDING = 2

/** Taken again for each text. */
let narrow = Buffer.alloc(2 ** 16)

/** `isAscii`: whether all characters are ASCII, where somebody knows. The codes are good until the next call. */
export function codesOf(text: string, isAscii: boolean): Codes {
  if (!isAscii) return wide(text)
  const { length } = text
  if (narrow.length < length + PADDING) narrow = Buffer.alloc(Math.max(length + PADDING, narrow.length * 2))
  narrow.write(text, 'latin1')
  return pad(narrow.subarray(0, length + PADDING), length)
}

const BYTES = Uint16Array.BYTES_PER_ELEMENT

function wide(text: string): Uint16Array {
  const bytes = Buffer.allocUnsafeSlow((text.length + PADDING) * BYTES)
  bytes.write(text, 'utf16le')
  return pad(new Uint16Array(bytes.buffer), text.length)
}

function pad<T extends Codes>(codes: T, length: number): T {
  codes[length] = LF
  codes[length + 1] = 0
  return codes
}

/** The length of the text. */
export function lengthOf(codes: Codes): number {
  return codes.length - PADDING
}

export function codeAt(codes: Codes, at: number): number {
  return codes[at] ?? 0
}
