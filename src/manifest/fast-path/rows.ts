import { APOSTROPHE, QUOTE } from '../fast-reader/characters.ts'
import { codeAt, decoded, matchesAt } from '../fast-reader/bytes.ts'
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
import { lowerBound } from '../../text/lower-bound.ts'
import type { Tape } from '../fast-reader/tape.ts'
import type { Text } from '../syntax/lines.ts'
import { ListTemplates } from './list-templates.ts'

const NO_CODES = new Uint8Array()

/** No row: 0 is the row of the first root, which is never a child. */
export const MISSING = 0

/**
 * Reads keys and values from a tape. Sets `isUnsupported` on anything outside the fast subset (an anchor, an alias, a
 * tag, a merge key). The results so far are invalid then, and the nodes must be read.
 */
export class Rows {
  readonly tape: Tape
  readonly templates = new ListTemplates()
  codes: PaddedBytes = NO_CODES
  isUnsupported = false
  text: Text = ''
  #hasOtherBlanks: boolean | undefined

  /** One instance can read any number of texts. */
  constructor(tape: Tape) {
    this.tape = tape
  }

  /** Begins another text, which is on the tape. */
  read(codes: PaddedBytes, text: Text): void {
    this.codes = codes
    this.text = text
    this.#hasOtherBlanks = undefined
  }

  /** Whether the text contains tabs or CR. */
  get hasOtherBlanks(): boolean {
    return (this.#hasOtherBlanks ??= this.text.indexOf('\t', 0) >= 0 || this.text.indexOf('\r', 0) >= 0)
  }

  /** Begins another part of the text. */
  start(): void {
    this.isUnsupported = this.tape.hasEscapedKeys
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

  /** The row of a key of a mapping; `MISSING` if it is missing. A duplicate key is unsupported. */
  child(map: number, key: string): number {
    const { tape } = this
    const end = tape.next(map)
    let found = MISSING
    for (let row = map + 1; row < end; row = tape.next(row)) {
      if (!this.#isKey(row, key)) continue
      this.isUnsupported ||= found !== MISSING
      found = row
    }
    return found
  }

  /** The text of a scalar on one line, without escapes. Anything else is unsupported, an empty scalar too. */
  textOf(row: number): string {
    const { tape } = this
    this.isUnsupported ||= row === MISSING
    if (this.isUnsupported) return ''
    const shape = tape.shape(row)
    const [start, end] = [tape.valueStart(row), tape.valueEnd(row)]
    this.isUnsupported ||= (shape & (KIND_MASK | BLOCK | MULTILINE)) !== SCALAR
    const quotes = (shape & (DOUBLE | SINGLE)) === 0 ? 0 : 1
    const value = this.text.slice(start + quotes, end - quotes)
    if (quotes > 0) this.isUnsupported ||= value === '' || value.includes((shape & DOUBLE) === 0 ? "'" : '\\')
    return tape.isAscii ? value : decoded(value)
  }

  /** The number of keys that end in `image`, in a mapping and below it. */
  countImageKeys(map: number): number {
    const { tape } = this
    const { imageValues } = tape
    if (tape.next(map) === tape.length && map === 0) return imageValues.length
    return lowerBound(imageValues, tape.valueEnd(map)) - lowerBound(imageValues, tape.valueStart(map))
  }

  #isKey(row: number, key: string): boolean {
    const { codes, tape } = this
    const start = tape.start(row)
    const length = tape.keyEnd(row) - start
    if (length === key.length) return matchesAt(codes, start, key)
    if (length !== key.length + 2) return false
    const first = codeAt(codes, start)
    return (first === QUOTE || first === APOSTROPHE) && matchesAt(codes, start + 1, key)
  }
}
