import { CLASSES, LF, OTHER, OTHER_FIRST, OTHER_STOP, SPACE } from './characters.ts'

/**
 * A text as one code for each of its UTF-16 code units, which are read much faster than the characters of a string:
 * ASCII as it is, and for all else what the scanners ask about it. Behind the last one stand a line end, so that none
 * has to look where the text ends, and something that is none.
 */
export type Codes = Uint8Array

const PADDING = 2

/** Taken again for each text. */
let room = Buffer.alloc(2 ** 16)

/** `isAscii`: whether all characters are ASCII, where somebody knows. The codes are good until the next call. */
export function codesOf(text: string, isAscii: boolean): Codes {
  const { length } = text
  if (room.length < length + PADDING) room = Buffer.alloc(Math.max(length + PADDING, room.length * 2))
  if (isAscii) room.write(text, 'latin1')
  else for (let at = 0; at < length; at += 1) room[at] = codeOf(text.charCodeAt(at))
  room[length] = LF
  room[length + 1] = 0
  return room.subarray(0, length + PADDING)
}

const [LAST_ASCII, LAST_CONTROL, LAST_FIRST] = [0x7f, 0x9f, 0x20_27]
const NO_BREAK_SPACE = 0xa0
/** Two that end a line for some readers of YAML, and what YAML allows only at the start of a text, or nowhere. */
const STOPS = new Set([0x20_28, 0x20_29, 0xfe_ff, 0xff_fe, 0xff_ff])

function codeOf(unit: number): number {
  if (unit <= LAST_ASCII) return unit
  if (unit <= LAST_CONTROL || STOPS.has(unit)) return OTHER_STOP
  return unit <= LAST_FIRST && unit !== NO_BREAK_SPACE ? OTHER_FIRST : OTHER
}

/** The length of the text. */
export function lengthOf(codes: Codes): number {
  return codes.length - PADDING
}

export function codeAt(codes: Codes, at: number): number {
  return codes[at] ?? 0
}

/** Behind the codes from an offset on that have one of some bits (`classOf`). Here most of a scan's time is spent. */
export function endOfRun(codes: Codes, from: number, bits: number): number {
  const classes = CLASSES // a bundle's own variable is looked up anew in each round
  let at = from
  while (((classes[codes[at] ?? 0] ?? 0) & bits) !== 0) at += 1
  return at
}

export function skipSpaces(codes: Codes, from: number): number {
  let at = from
  while (codes[at] === SPACE) at += 1
  return at
}

/** The line ends from one offset to another. */
export function countLineEnds(codes: Codes, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at += 1) if (codes[at] === LF) count += 1
  return count
}
