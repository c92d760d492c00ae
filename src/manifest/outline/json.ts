import {
  BACKSLASH,
  classOf,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  CR,
  DIGIT,
  IN_STRING,
  KEY,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  TAB,
} from './characters.ts'
import { codeAt, countLineEnds, endOfRun, lengthOf, saysAt, skipSpaces } from './codes.ts'
import type { Codes } from './codes.ts'
import { endOfEscape, UNSURE } from './scalar.ts'
import { DOUBLE, FLOW, MAPPING, NONE, NULL, SCALAR, SEQUENCE } from './tape.ts'
import type { Tape } from './tape.ts'

/** Deeper than any manifest; far less than what the tree refuses. */
const MAX_DEPTH = 100
const ITEMS = '"items"'
const WORDS = ['true', 'false', 'null'].map(word => Array.from(word, letter => letter.charCodeAt(0)))
const [LETTER_N, LETTER_E, LOWER] = [0x6e, 0x65, 0x20]
const [MINUS, PLUS, POINT, ZERO, ONE, NINE] = [0x2d, 0x2b, 0x2e, 0x30, 0x31, 0x39]

/** Takes in an item of what may be a List, whose row and those below it are good until then. */
export type ReadItem = (row: number) => void

/**
 * One pass over JSON, with a stack of the collections that are open.
 *
 * The rule of doubt: strict JSON (RFC 8259), objects in a row or one array; of anything else it is unsure.
 */
export class JsonScanner {
  readonly #codes: Codes
  readonly #tape: Tape
  readonly #readItem: ReadItem | undefined
  /** Whether an escape was met. */
  #isEscaped = false

  constructor(codes: Codes, tape: Tape, readItem?: ReadItem) {
    this.#codes = codes
    this.#tape = tape
    this.#readItem = readItem
  }

  /** Writes the rows of all values from `from` on; false where it is unsure. */
  scan(from: number): boolean {
    this.#tape.line += countLineEnds(this.#codes, 0, from)
    let at = this.#skipSpace(from)
    for (let isFirst = true; at < lengthOf(this.#codes); isFirst = false) {
      const opening = codeAt(this.#codes, at)
      if (opening !== OPEN_BRACE && !(isFirst && opening === OPEN_BRACKET)) return false
      at = this.#value(this.#tape.open(at, NONE, at), at, 0)
      if (at === UNSURE) return false
      at = this.#skipSpace(at)
    }
    return this.#tape.length > 0
  }

  #value(row: number, at: number, depth: number, readItem?: ReadItem): number {
    const code = codeAt(this.#codes, at)
    if (code === QUOTE) {
      const end = this.#endOfString(at)
      this.#tape.setScalar(row, at, end, SCALAR | DOUBLE)
      return end
    }
    if (code === OPEN_BRACE) return this.#object(row, at, depth + 1)
    if (code === OPEN_BRACKET) return this.#array(row, at, depth + 1, readItem)
    const end = this.#endOfLiteral(at, code)
    if (end === UNSURE) return UNSURE
    this.#tape.setScalar(row, at, end, code === LETTER_N ? NULL : SCALAR)
    return end
  }

  #object(row: number, start: number, depth: number): number {
    const codes = this.#codes
    if (depth > MAX_DEPTH) return UNSURE
    this.#tape.startCollection(row, start, MAPPING | FLOW)
    let at = this.#skipSpace(start + 1)
    if (codeAt(codes, at) === CLOSE_BRACE) return this.#close(row, at)
    for (;;) {
      if (codeAt(codes, at) !== QUOTE) return UNSURE
      this.#isEscaped = false
      const keyEnd = this.#endOfString(at)
      const colon = keyEnd === UNSURE ? UNSURE : this.#skipSpace(keyEnd)
      if (colon === UNSURE || codeAt(codes, colon) !== COLON) return UNSURE
      const value = this.#skipSpace(colon + 1)
      const pair = this.#tape.openQuotedPair(codes, at, keyEnd, value, this.#isEscaped)
      const isItems = depth === 1 && keyEnd - at === ITEMS.length && saysAt(codes, at, ITEMS)
      const end = this.#value(pair, value, depth, isItems ? this.#readItem : undefined)
      if (end === UNSURE) return UNSURE
      at = this.#skipSpace(end)
      const code = codeAt(codes, at)
      if (code === CLOSE_BRACE) return this.#close(row, at)
      if (code !== COMMA) return UNSURE
      at = this.#skipSpace(at + 1)
    }
  }

  #array(row: number, start: number, depth: number, readItem?: ReadItem): number {
    if (depth > MAX_DEPTH) return UNSURE
    this.#tape.startCollection(row, start, SEQUENCE | FLOW)
    let at = this.#skipSpace(start + 1)
    if (codeAt(this.#codes, at) === CLOSE_BRACKET) return this.#close(row, at)
    for (;;) {
      const item = this.#tape.open(at, NONE, at)
      const end = this.#value(item, at, depth)
      if (end === UNSURE) return UNSURE
      if (readItem !== undefined) {
        readItem(item)
        this.#tape.drop(item)
      }
      at = this.#skipSpace(end)
      const code = codeAt(this.#codes, at)
      if (code === CLOSE_BRACKET) return this.#close(row, at)
      if (code !== COMMA) return UNSURE
      at = this.#skipSpace(at + 1)
    }
  }

  #close(row: number, at: number): number {
    this.#tape.endCollection(row, at + 1)
    return at + 1
  }

  #endOfString(start: number): number {
    const codes = this.#codes
    for (let at = start + 1; ; at += 1) {
      at = endOfRun(codes, at, IN_STRING)
      const code = codeAt(codes, at)
      if (code === QUOTE) return at + 1
      if (code === BACKSLASH) {
        this.#isEscaped = true
        at = endOfEscape(codes, at + 1)
        if (at === UNSURE) return UNSURE
      } else if (code < SPACE) return UNSURE
    }
  }

  #endOfLiteral(start: number, code: number): number {
    const codes = this.#codes
    if (code >= ONE && code <= NINE) {
      const end = endOfRun(codes, start, DIGIT)
      if ((classOf(codeAt(codes, end)) & KEY) === 0) return end // no fraction, no exponent
    }
    for (const word of WORDS)
      if (word.every((letter, index) => codeAt(codes, start + index) === letter)) return start + word.length
    return endOfNumber(codes, start)
  }

  #skipSpace(from: number): number {
    const codes = this.#codes
    let at = from
    for (;;) {
      const code = codeAt(codes, at)
      if (code === LF || (code === CR && codeAt(codes, at + 1) !== LF)) this.#tape.line += 1
      else if (code !== SPACE && code !== CR && code !== TAB) return at
      at = skipSpaces(codes, at + 1)
    }
  }
}

/** Behind a number as JSON has it: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?`. */
function endOfNumber(codes: Codes, start: number): number {
  const first = codeAt(codes, start) === MINUS ? start + 1 : start
  const whole = codeAt(codes, first) === ZERO ? first + 1 : endOfDigits(codes, first)
  const end = whole !== UNSURE && codeAt(codes, whole) === POINT ? endOfDigits(codes, whole + 1) : whole
  if (end === UNSURE || (codeAt(codes, end) | LOWER) !== LETTER_E) return end
  const sign = codeAt(codes, end + 1)
  return endOfDigits(codes, end + (sign === PLUS || sign === MINUS ? 2 : 1))
}

/** Behind one digit or more. */
function endOfDigits(codes: Codes, start: number): number {
  const end = endOfRun(codes, start, DIGIT)
  return end === start ? UNSURE : end
}
