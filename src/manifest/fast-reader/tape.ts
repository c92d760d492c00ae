import { APOSTROPHE, BACKSLASH, QUOTE } from './characters.ts'
import { codeAt } from './bytes.ts'
import type { PaddedBytes } from './bytes.ts'

export const NO_KEY = -1
/** Deeper than any manifest; far less than what the tree refuses. */
export const MAX_FAST_DEPTH = 100

/**
 * A document as a flat list of rows in the order of its text, which costs a few numbers for each pair and item and no
 * object. A row is a root, an item of a sequence or a pair of a mapping, with the value that belongs to it; the rows of
 * a collection's own pairs or items follow directly behind its row. The same memory is written again for each document.
 */
export class Tape {
  length = 0
  /** The number of the line that is being read, from 1. */
  line = 1
  /** Where the values of the keys that end in `image` begin. */
  imageValues: number[] = []
  /** Whether a key is written with escapes, so that it is not what it looks like. */
  hasEscapedKeys = false
  /** Whether all of the text is: else it is to be decoded where anything is read from it. */
  isAscii = true
  /**
   * The stack of who scans block YAML: the row and the place of each open collection, from 1 on. A place is twice the
   * column, and one more for a sequence: at the same column, it may be the value of a key there.
   */
  readonly openRows = new Int32Array(MAX_FAST_DEPTH)
  readonly openPlaces = new Int32Array(MAX_FAST_DEPTH).fill(NO_KEY)
  #numbers = new Int32Array(WIDTH * 256)
  #shapes = new Uint8Array(256)

  /** `bytes`: the length of the next text, in which a row is seldom shorter than twelve. */
  clear(isAscii: boolean, bytes = 0): void {
    if (this.#shapes.length * BYTES_PER_ROW < bytes) this.#resize(Math.ceil(bytes / BYTES_PER_ROW))
    this.isAscii = isAscii
    this.length = 0
    this.line = 1
    this.imageValues = []
    this.hasEscapedKeys = false
  }

  /** Where the row begins: at its key, or at the dash of an item of a block sequence. */
  start(row: number): number {
    return this.#numbers[row * WIDTH] ?? 0
  }

  /** Behind the key, quotes included; `NO_KEY` for roots and items. */
  keyEnd(row: number): number {
    return this.#numbers[row * WIDTH + 1] ?? NO_KEY
  }

  valueStart(row: number): number {
    return this.#numbers[row * WIDTH + 2] ?? 0
  }

  valueEnd(row: number): number {
    return this.#numbers[row * WIDTH + 3] ?? 0
  }

  /** The row behind this one and all that is below it. */
  next(row: number): number {
    return this.#numbers[row * WIDTH + 4] ?? 0
  }

  /** The number of the line that the value begins on, from 1. */
  valueLine(row: number): number {
    return this.#numbers[row * WIDTH + 5] ?? 1
  }

  shape(row: number): number {
    return this.#shapes[row] ?? 0
  }

  /** Begins a row on the line that is being read, whose value is null if nothing more is said. */
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

  /** As `open`, for a pair. */
  openPair(codes: PaddedBytes, start: number, keyEnd: number, valueStart: number): number {
    const last = codeAt(codes, keyEnd - 1)
    if (last === QUOTE || last === APOSTROPHE)
      return this.openQuotedPair(codes, start, keyEnd, valueStart, hasEscape(codes, start, keyEnd))
    if ((last | LOWER) === LETTER_E && endsInImage(codes, start, keyEnd)) this.imageValues.push(valueStart)
    return this.open(start, keyEnd, valueStart)
  }

  /** Of escapes in a key may come anything. */
  openQuotedPair(
    codes: PaddedBytes,
    start: number,
    keyEnd: number,
    valueStart: number,
    isEscaped: boolean,
  ): number {
    this.hasEscapedKeys ||= isEscaped
    if (isEscaped || endsInImage(codes, start, keyEnd - 1)) this.imageValues.push(valueStart)
    return this.open(start, keyEnd, valueStart)
  }

  /** Says that the value is on the line that is being read, and not on that of the key or dash. */
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

  /** Ends a collection behind the last of its rows. */
  endCollection(row: number, end: number): void {
    const at = row * WIDTH
    this.#numbers[at + 3] = end
    this.#numbers[at + 4] = this.length
  }

  /** Takes the rows from one on back, of which nothing will be asked any more. */
  drop(row: number): void {
    this.length = row
    this.imageValues = []
  }

  /** Counts all places from now on as `offsetOf` says, such as in characters. */
  translate(offsetOf: (byte: number) => number): void {
    const numbers = this.#numbers
    for (let row = 0; row < this.length; row += 1)
      for (let at = row * WIDTH; at < row * WIDTH + PLACES; at += 1)
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
/** The numbers of a row that are offsets in the text come first. */
const PLACES = 4
const BYTES_PER_ROW = 12

/** What a value is: one of the four, with marks. */
export const NULL = 0
export const SCALAR = 1
export const MAPPING = 2
export const SEQUENCE = 3
export const KIND_MASK = 3
/** Marks: of a collection that it is in flow style or JSON; of a scalar how it is written, and whether on more than one line. */
export const FLOW = 4
export const DOUBLE = 8
export const SINGLE = 16
export const BLOCK = 32
export const MULTILINE = 64

const LOWER = 0x20
const IMAGE = Array.from('image', letter => letter.charCodeAt(0))
const LETTER_E = 0x65

/** Whether a key in quotes holds an escape. */
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
