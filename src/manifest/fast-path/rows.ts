import { APOSTROPHE, QUOTE } from '../fast-reader/characters.ts'
import { codeAt, decoded, saysAt } from '../fast-reader/bytes.ts'
import type { PaddedBytes } from '../fast-reader/bytes.ts'
import {
  BLOCK,
  DOUBLE,
  FLOW,
  MAPPING,
  SCALAR,
  SEQUENCE,
  SINGLE,
  KIND_MASK,
  MULTILINE,
} from '../fast-reader/tape.ts'
import { firstBehind } from '../sites/unplaced-images.ts'
import type { Tape } from '../fast-reader/tape.ts'
import type { Text } from '../syntax/lines.ts'
import { ListWritings } from './list-writings.ts'

const NO_CODES = new Uint8Array()

/** No row. It is the row of the first root, which is never a child. */
export const MISSING = 0

/**
 * Reads keys and values from a tape. Sets `isOdd` on anything outside the fast subset (an anchor, an alias, a tag, a merge
 * key): the answers so far are invalid then, and the nodes must be read.
 */
export class Rows {
  readonly tape: Tape
  readonly writings = new ListWritings()
  codes: PaddedBytes = NO_CODES
  isOdd = false
  text: Text = ''
  #hasOtherBlanks: boolean | undefined

  /** One is enough for any number of texts. */
  constructor(tape: Tape) {
    this.tape = tape
  }

  /** Begins with another text, of which the tape is. */
  read(codes: PaddedBytes, text: Text): void {
    this.codes = codes
    this.text = text
    this.#hasOtherBlanks = undefined
  }

  /** Whether there are other blanks than spaces and LF. */
  get hasOtherBlanks(): boolean {
    return (this.#hasOtherBlanks ??= this.text.indexOf('\t', 0) >= 0 || this.text.indexOf('\r', 0) >= 0)
  }

  /** Begins with another part of the text. */
  start(): void {
    this.isOdd = this.tape.hasEscapedKeys
  }

  isMapping(row: number): boolean {
    return (this.tape.shape(row) & KIND_MASK) === MAPPING
  }

  isSequence(row: number): boolean {
    return (this.tape.shape(row) & KIND_MASK) === SEQUENCE
  }

  isFlow(row: number): boolean {
    return (this.tape.shape(row) & FLOW) !== 0
  }

  /** The row of a key of a mapping, `MISSING` where it is missing; odd where it stands twice. */
  child(map: number, key: string): number {
    const { tape } = this
    const end = tape.next(map)
    let found = MISSING
    for (let row = map + 1; row < end; row = tape.next(row)) {
      if (!this.#isKey(row, key)) continue
      this.isOdd ||= found !== MISSING
      found = row
    }
    return found
  }

  /** The text of a scalar on one line without escapes; odd for all else, an empty one too. */
  textOf(row: number): string {
    const { tape } = this
    this.isOdd ||= row === MISSING
    if (this.isOdd) return ''
    const shape = tape.shape(row)
    const [start, end] = [tape.valueStart(row), tape.valueEnd(row)]
    this.isOdd ||= (shape & (KIND_MASK | BLOCK | MULTILINE)) !== SCALAR
    const quotes = (shape & (DOUBLE | SINGLE)) === 0 ? 0 : 1
    const value = this.text.slice(start + quotes, end - quotes)
    if (quotes > 0) this.isOdd ||= value === '' || value.includes((shape & DOUBLE) === 0 ? "'" : '\\')
    return tape.isAscii ? value : decoded(value)
  }

  /** How many keys of a mapping and of all below it end in `image`. */
  countImageKeys(map: number): number {
    const { tape } = this
    const { imageValues } = tape
    if (tape.next(map) === tape.length && map === 0) return imageValues.length
    return firstBehind(imageValues, tape.valueEnd(map)) - firstBehind(imageValues, tape.valueStart(map))
  }

  #isKey(row: number, key: string): boolean {
    const { codes, tape } = this
    const start = tape.start(row)
    const length = tape.keyEnd(row) - start
    if (length === key.length) return saysAt(codes, start, key)
    if (length !== key.length + 2) return false
    const first = codeAt(codes, start)
    return (first === QUOTE || first === APOSTROPHE) && saysAt(codes, start + 1, key)
  }
}
