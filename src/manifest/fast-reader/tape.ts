import { APOSTROPHE, BACKSLASH, QUOTE } from './characters.ts'
import { codeAt } from './bytes.ts'
import type { PaddedBytes } from './bytes.ts'

export const NO_KEY = -1
/** The deepest nesting on a tape: deeper than any manifest, and far less than the full reader's limit. */
export const MAX_FAST_DEPTH = 100

/**
 * A document as a flat list of rows in the order of its text. A row costs a few numbers and no object. A row is a
 * root, an item of a sequence or a pair of a mapping, together with its value. The rows of a collection's items or
 * pairs follow its own row. The memory is reused for each document.
 */
export class Tape {
  length = 0
  /** The current line, from 1. */
  line = 1
  /** Offsets of the values of keys that end in `image`. */
  imageValues: number[] = []
  /** Whether a key contains escapes, so that its text must not be compared. */
  hasEscapedKeys = false
  /**
   * The start and the end of each key that may be the key of a list of pull secrets, or a misspelling of it, by its
   * last letters.
   */
  listKeys: number[] = []
  /** Whether the text is ASCII. Otherwise its parts must be decoded. */
  isAscii = true
  /**
   * The stack of the block scanner: row and place of each open collection, from index 1. A place is twice the column,
   * plus one for a sequence: a sequence may be the value of a key at the same column.
   */
  readonly openRows = new Int32Array(MAX_FAST_DEPTH)
  readonly openPlaces = new Int32Array(MAX_FAST_DEPTH).fill(NO_KEY)
  #numbers = new Int32Array(WIDTH * 256)
  #shapes = new Uint8Array(256)

  /** Prepares for the next text. `bytes` is its length; a row is rarely shorter than BYTES_PER_ROW. */
  clear(isAscii: boolean, bytes = 0): void {
    if (this.#shapes.length * BYTES_PER_ROW < bytes) this.#resize(Math.ceil(bytes / BYTES_PER_ROW))
    this.isAscii = isAscii
    this.length = 0
    this.line = 1
    this.imageValues = []
    this.hasEscapedKeys = false
    if (this.listKeys.length > 0) this.listKeys = []
  }

  /** Where the row begins: at its key, or at the dash of a block sequence's item. */
  start(row: number): number {
    return this.#numbers[row * WIDTH] ?? 0
  }

  /** The offset after the key and its quotes; `NO_KEY` for roots and items. */
  keyEnd(row: number): number {
    return this.#numbers[row * WIDTH + 1] ?? NO_KEY
  }

  valueStart(row: number): number {
    return this.#numbers[row * WIDTH + 2] ?? 0
  }

  valueEnd(row: number): number {
    return this.#numbers[row * WIDTH + 3] ?? 0
  }

  /** The next row that is not below this one. */
  next(row: number): number {
    return this.#numbers[row * WIDTH + 4] ?? 0
  }

  /** The line that the value begins on, from 1. */
  valueLine(row: number): number {
    return this.#numbers[row * WIDTH + 5] ?? 1
  }

  shape(row: number): number {
    return this.#shapes[row] ?? 0
  }

  /** Adds a row on the current line. Its value is null until it is set. */
  open(start: number, keyEnd: number, valueStart: number): number {
    const row = this.length
    if (row === this.#shapes.length) this.#resize(row * 2)
    const at = row * WIDTH
    const numbers = this.#numbers
    numbers[at] = start
    numbers[at + 1] = keyEnd
    numbers[at + 2] = valueStart
    numbers[at + 3] = valueStart
    numbers[at + 4] = row + 1
    numbers[at + 5] = this.line
    this.#shapes[row] = NULL
    this.length = row + 1
    return row
  }

  /** Like `open`, for a pair. */
  openPair(codes: PaddedBytes, start: number, keyEnd: number, valueStart: number): number {
    const last = codeAt(codes, keyEnd - 1)
    if (last === QUOTE || last === APOSTROPHE)
      return this.openQuotedPair(codes, start, keyEnd, valueStart, hasEscape(codes, start, keyEnd))
    if ((last | LOWER) === LETTER_E && endsInImage(codes, start, keyEnd)) this.imageValues.push(valueStart)
    if (keyEnd - start >= SHORTEST && last >= LETTER_E && last <= LETTER_T)
      this.#noteListKey(codes, start, keyEnd)
    return this.open(start, keyEnd, valueStart)
  }

  /** Adds a pair with a quoted key. A key with escapes may be any key, so it counts as an image key. */
  openQuotedPair(
    codes: PaddedBytes,
    start: number,
    keyEnd: number,
    valueStart: number,
    isEscaped: boolean,
  ): number {
    this.hasEscapedKeys ||= isEscaped
    if (isEscaped || endsInImage(codes, start, keyEnd - 1)) this.imageValues.push(valueStart)
    if (keyEnd - start >= SHORTEST + 2) this.#noteListKey(codes, start + 1, keyEnd - 1)
    return this.open(start, keyEnd, valueStart)
  }

  #noteListKey(codes: PaddedBytes, start: number, end: number): void {
    if (isLikeList(codes, end)) this.listKeys.push(start, end)
  }

  /** Sets the value's line to the current one, if the value is not on the line of its key or dash. */
  startValue(row: number): void {
    this.#numbers[row * WIDTH + 5] = this.line
  }

  setScalar(row: number, start: number, end: number, shape: number): void {
    const at = row * WIDTH
    this.#numbers[at + 2] = start
    this.#numbers[at + 3] = end
    this.#shapes[row] = shape
  }

  startCollection(row: number, start: number, shape: number): void {
    const at = row * WIDTH
    this.#numbers[at + 2] = start
    this.#numbers[at + 5] = this.line
    this.#shapes[row] = shape
  }

  /** Ends a collection after the last of its rows. */
  endCollection(row: number, end: number): void {
    const at = row * WIDTH
    this.#numbers[at + 3] = end
    this.#numbers[at + 4] = this.length
  }

  /** Removes all rows from `row` on. They are not needed any more. */
  drop(row: number): void {
    this.length = row
    this.imageValues = []
  }

  /** Converts all offsets, for example to characters. */
  translate(offsetOf: (byte: number) => number): void {
    const numbers = this.#numbers
    for (let row = 0; row < this.length; row += 1)
      for (let at = row * WIDTH; at < row * WIDTH + OFFSETS; at += 1)
        numbers[at] = numbers[at] === NO_KEY ? NO_KEY : offsetOf(numbers[at] ?? 0)
    this.imageValues = this.imageValues.map(offsetOf)
  }

  #resize(rows: number): void {
    const [numbers, shapes] = [this.#numbers, this.#shapes]
    this.#numbers = new Int32Array(WIDTH * rows)
    this.#numbers.set(numbers)
    this.#shapes = new Uint8Array(rows)
    this.#shapes.set(shapes)
  }
}

const WIDTH = 6
/** The first OFFSETS numbers of a row are offsets in the text. */
const OFFSETS = 4
const BYTES_PER_ROW = 12

/** The kind of a value. The flags below are added to it. */
export const NULL = 0
export const SCALAR = 1
export const MAPPING = 2
export const SEQUENCE = 3
export const KIND_MASK = 3
/** Flags: a collection in flow style or JSON; the quotes or block style of a scalar; a scalar of several lines. */
export const FLOW = 4
export const DOUBLE = 8
export const SINGLE = 16
export const BLOCK = 32
export const MULTILINE = 64

const LOWER = 0x20
const IMAGE = Array.from('image', letter => letter.charCodeAt(0))
const [LETTER_C, LETTER_E, LETTER_F, LETTER_M, LETTER_R, LETTER_S, LETTER_T] = [
  0x63, 0x65, 0x66, 0x6d, 0x72, 0x73, 0x74,
]

/** Characters of `pullScret`. */
const SHORTEST = 9

/** Whether a key ends in `secret`, `sercet`, `secert` or `scret`, and possibly `s`, `Name` or `Ref` after it. */
function isLikeList(codes: PaddedBytes, end: number): boolean {
  let at = end - 1
  if (codeAt(codes, at) === LETTER_S) at -= 1
  const letter = codeAt(codes, at)
  if (letter === LETTER_E && codeAt(codes, at - 1) === LETTER_M) at -= 'Name'.length
  else if (letter === LETTER_F && codeAt(codes, at - 1) === LETTER_E) at -= 'Ref'.length
  else if (letter !== LETTER_T) return false
  if (codeAt(codes, at) !== LETTER_T) at -= 1 // a hyphen
  if (codeAt(codes, at) !== LETTER_T) return false
  const [last, first] = [codeAt(codes, at - 1), codeAt(codes, at - 2)]
  return last === LETTER_E
    ? first === LETTER_R || first === LETTER_C
    : last === LETTER_R && first === LETTER_E
}

/** Whether a key in quotes contains an escape. */
function hasEscape(codes: PaddedBytes, start: number, end: number): boolean {
  return codeAt(codes, start) === QUOTE && codes.subarray(start, end).includes(BACKSLASH)
}

/** Whether a key ends in `image`, in any case. */
function endsInImage(codes: PaddedBytes, start: number, end: number): boolean {
  const from = end - IMAGE.length
  if (from < start) return false
  for (let index = IMAGE.length - 1; index >= 0; index -= 1)
    if ((codeAt(codes, from + index) | LOWER) !== IMAGE[index]) return false
  return true
}
