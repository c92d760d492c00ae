/**
 * A document as a flat list of rows in the order of its text, which costs a few numbers for each pair and item and no
 * object. A row is a root, an item of a sequence or a pair of a mapping, with the value that belongs to it; the rows of
 * a collection's own pairs or items follow directly behind its row.
 */
export class Tape {
  readonly length: number
  /** Where the values of the keys that end in `image` begin. */
  readonly imageValues: readonly number[]
  readonly #numbers: Int32Array
  readonly #shapes: Uint8Array

  constructor(numbers: Int32Array, shapes: Uint8Array, imageValues: readonly number[]) {
    this.imageValues = imageValues
    this.#numbers = numbers
    this.#shapes = shapes
    this.length = shapes.length
  }

  /** Where the row begins: at its key, or at the dash of an item of a block sequence. */
  start(row: number): number {
    return this.#numbers[row * WIDTH] ?? 0
  }

  /** Behind the key, quotes included; `NONE` for roots and items. */
  keyEnd(row: number): number {
    return this.#numbers[row * WIDTH + 1] ?? NONE
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

  shape(row: number): number {
    return this.#shapes[row] ?? 0
  }
}

const WIDTH = 5
export const NONE = -1

/** What a value is: one of the four, with marks. */
export const [NULL, SCALAR, MAPPING, SEQUENCE] = [0, 1, 2, 3]
export const SORT = 3
/** Marks: of a collection that it is in flow style or JSON; of a scalar how it is written. */
export const [FLOW, DOUBLE, SINGLE, BLOCK] = [4, 8, 16, 32]

/** Writes the rows of one text after the other; `take` gives a tape of what was written and begins anew. */
export class TapeWriter {
  length = 0
  #imageValues: number[] = []
  #numbers = new Int32Array(WIDTH * 256)
  #shapes = new Uint8Array(256)

  /** Begins a row whose value is not known yet, and null if nothing more is said. */
  open(start: number, keyEnd: number, valueStart: number): number {
    const row = this.length
    if (row === this.#shapes.length) this.#grow()
    const at = row * WIDTH
    this.#numbers[at] = start
    this.#numbers[at + 1] = keyEnd
    this.#numbers[at + 2] = valueStart
    this.#numbers[at + 3] = valueStart
    this.#numbers[at + 4] = row + 1
    this.#shapes[row] = NULL
    this.length = row + 1
    return row
  }

  /** As `open`, for a pair. */
  openPair(text: string, start: number, keyEnd: number, valueStart: number): number {
    if (endsInImage(text, start, keyEnd)) this.#imageValues.push(valueStart)
    return this.open(start, keyEnd, valueStart)
  }

  setScalar(row: number, start: number, end: number, shape: number): void {
    const at = row * WIDTH
    this.#numbers[at + 2] = start
    this.#numbers[at + 3] = end
    this.#shapes[row] = shape
  }

  startCollection(row: number, start: number, shape: number): void {
    this.#numbers[row * WIDTH + 2] = start
    this.#shapes[row] = shape
  }

  /** Ends a collection behind the last of its rows. */
  endCollection(row: number, end: number): void {
    const at = row * WIDTH
    this.#numbers[at + 3] = end
    this.#numbers[at + 4] = this.length
  }

  take(): Tape {
    const { length } = this
    const imageValues = this.#imageValues
    this.length = 0
    this.#imageValues = []
    return new Tape(this.#numbers.slice(0, length * WIDTH), this.#shapes.slice(0, length), imageValues)
  }

  #grow(): void {
    const [numbers, shapes] = [this.#numbers, this.#shapes]
    this.#numbers = new Int32Array(numbers.length * 2)
    this.#numbers.set(numbers)
    this.#shapes = new Uint8Array(shapes.length * 2)
    this.#shapes.set(shapes)
  }
}

const IMAGE = /image["']?$/i
const [LOWER, LETTER_E, QUOTE, APOSTROPHE] = [0x20, 0x65, 0x22, 0x27]

/** Whether a key ends in `image`, or may, since it is written with escapes. */
function endsInImage(text: string, start: number, end: number): boolean {
  const last = text.charCodeAt(end - 1)
  if (last === QUOTE || last === APOSTROPHE) {
    const key = text.slice(start, end)
    return IMAGE.test(key) || key.includes('\\')
  }
  return (last | LOWER) === LETTER_E && IMAGE.test(text.slice(start, end))
}
