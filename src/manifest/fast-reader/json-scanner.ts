import {
  BACKSLASH,
  classOf,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DIGIT,
  IN_STRING,
  KEY,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
} from './characters.ts'
import {
  codeAt,
  countLineEnds,
  endOfRun,
  isWhiteSpace,
  isLineEnd,
  lengthOf,
  matchesAt,
  skipSpaces,
} from './bytes.ts'
import type { PaddedBytes } from './bytes.ts'
import { endOfEscape, UNSUPPORTED } from './scalar.ts'
import { DOUBLE, FLOW, MAPPING, MAX_FAST_DEPTH, NO_KEY, NULL, SCALAR, SEQUENCE } from './tape.ts'
import type { Tape } from './tape.ts'

const ITEMS = '"items"'
const [LETTER_E, LETTER_F, LETTER_N, LETTER_T, LOWER] = [0x65, 0x66, 0x6e, 0x74, 0x20]
const [MINUS, PLUS, POINT, ZERO, ONE, NINE] = [0x2d, 0x2b, 0x2e, 0x30, 0x31, 0x39]

/** Receives an item of a possible List. Its rows are valid until the function returns. */
export type ReadItem = (row: number) => void

/**
 * Scans JSON in one pass, with a stack of the open collections.
 *
 * The fast subset is strict JSON (RFC 8259): objects in a row, or one array. Everything else is unsupported.
 */
export class JsonScanner {
  readonly #codes: PaddedBytes
  readonly #tape: Tape
  readonly #readItem: ReadItem | undefined

  readonly #maxDepth: number
  /** The offset of the first collection that is nested too deep. */
  tooDeepAt: number | undefined

  constructor(codes: PaddedBytes, tape: Tape, readItem?: ReadItem, maxDepth = MAX_FAST_DEPTH) {
    this.#maxDepth = maxDepth
    this.#codes = codes
    this.#tape = tape
    this.#readItem = readItem
  }

  /** Scans all values from `from` and fills the tape; false if the text is outside the subset. */
  scan(from: number): boolean {
    this.#tape.line += countLineEnds(this.#codes, 0, from)
    let at = this.#skipSpace(from)
    for (let isFirst = true; at < lengthOf(this.#codes); isFirst = false) {
      const opening = codeAt(this.#codes, at)
      if (opening !== OPEN_BRACE && !(isFirst && opening === OPEN_BRACKET)) return false
      at = this.#value(this.#tape.open(at, NO_KEY, at), at, 0)
      if (at === UNSUPPORTED) return false
      at = this.#skipSpace(at)
    }
    return this.#tape.length > 0
  }

  #value(row: number, at: number, depth: number, readItem?: ReadItem): number {
    const code = codeAt(this.#codes, at)
    if (code === OPEN_BRACE) return this.#object(row, at, depth + 1)
    if (code === OPEN_BRACKET) return this.#array(row, at, depth + 1, readItem)
    const end = code === QUOTE ? this.#endOfString(at) : this.#endOfLiteral(at, code)
    this.#tape.setScalar(row, at, end, shapeOf(code))
    return end
  }

  /** One loop with few calls: most of JSON is pairs, and most of their values are strings. */
  #object(row: number, start: number, depth: number): number {
    if (depth > this.#maxDepth) return this.#tooDeep(start)
    const codes = this.#codes
    const tape = this.#tape
    tape.startCollection(row, start, MAPPING | FLOW)
    let at = this.#skipSpace(start + 1)
    if (codes[at] === CLOSE_BRACE) return this.#close(row, at)
    for (;;) {
      if (codes[at] !== QUOTE) return UNSUPPORTED
      let keyEnd = endOfRun(codes, at + 1, IN_STRING) + 1
      const isEscaped = codes[keyEnd - 1] !== QUOTE
      if (isEscaped) keyEnd = this.#endOfString(at)
      if (keyEnd === UNSUPPORTED) return UNSUPPORTED
      const colon = codes[keyEnd] === COLON ? keyEnd : this.#skipSpace(keyEnd)
      if (codes[colon] !== COLON) return UNSUPPORTED
      const value = this.#skipSpace(codes[colon + 1] === SPACE ? colon + 2 : colon + 1)
      const code = codeAt(codes, value)
      const pair = tape.openQuotedPair(codes, at, keyEnd, value, isEscaped)
      let end = value
      if (code === QUOTE) {
        end = endOfRun(codes, value + 1, IN_STRING) + 1
        if (codes[end - 1] !== QUOTE) end = this.#endOfString(value)
        tape.setScalar(pair, value, end, SCALAR | DOUBLE)
      } else end = this.#value(pair, value, depth, this.#readerOf(at, keyEnd, depth))
      if (end === UNSUPPORTED) return UNSUPPORTED
      at = codes[end] === COMMA ? end : this.#skipSpace(end)
      if (codes[at] === CLOSE_BRACE) return this.#close(row, at)
      if (codes[at] !== COMMA) return UNSUPPORTED
      at = this.#skipSpace(at + 1)
    }
  }

  /** The receiver for the items of a pair's value, if these are items of a List. */
  #readerOf(key: number, keyEnd: number, depth: number): ReadItem | undefined {
    const isItems = depth === 1 && keyEnd - key === ITEMS.length && matchesAt(this.#codes, key, ITEMS)
    return isItems ? this.#readItem : undefined
  }

  #array(row: number, start: number, depth: number, readItem?: ReadItem): number {
    if (depth > this.#maxDepth) return this.#tooDeep(start)
    const codes = this.#codes
    const tape = this.#tape
    tape.startCollection(row, start, SEQUENCE | FLOW)
    let at = this.#skipSpace(start + 1)
    if (codes[at] === CLOSE_BRACKET) return this.#close(row, at)
    for (;;) {
      const item = tape.open(at, NO_KEY, at)
      const end = this.#value(item, at, depth)
      if (end === UNSUPPORTED) return UNSUPPORTED
      if (readItem !== undefined) {
        readItem(item)
        tape.drop(item)
      }
      at = this.#skipSpace(end)
      if (codes[at] === CLOSE_BRACKET) return this.#close(row, at)
      if (codes[at] !== COMMA) return UNSUPPORTED
      at = this.#skipSpace(at + 1)
    }
  }

  #tooDeep(start: number): number {
    this.tooDeepAt = start
    return UNSUPPORTED
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
      if (code !== BACKSLASH) return UNSUPPORTED
      at = endOfEscape(codes, at + 1)
      if (at === UNSUPPORTED) return UNSUPPORTED
    }
  }

  #endOfLiteral(start: number, code: number): number {
    const codes = this.#codes
    if (code >= ONE && code <= NINE) {
      const end = endOfRun(codes, start, DIGIT)
      if ((classOf(codeAt(codes, end)) & KEY) === 0) return end // no fraction, no exponent
    }
    const word = wordOf(code)
    if (word === '') return endOfNumber(codes, start)
    return matchesAt(codes, start, word) ? start + word.length : UNSUPPORTED
  }

  /** The offset after white space. Counts its line breaks. */
  #skipSpace(from: number): number {
    const codes = this.#codes
    let at = from
    while (isWhiteSpace(codeAt(codes, at))) {
      if (isLineEnd(codes, at)) this.#tape.line += 1
      at = skipSpaces(codes, at + 1)
    }
    return at
  }
}

function shapeOf(code: number): number {
  if (code === QUOTE) return SCALAR | DOUBLE
  return code === LETTER_N ? NULL : SCALAR
}

/** The literal that begins with a code; `''` if none does. */
function wordOf(code: number): string {
  if (code === LETTER_T) return 'true'
  if (code === LETTER_F) return 'false'
  return code === LETTER_N ? 'null' : ''
}

/** The end of a JSON number: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?`. */
function endOfNumber(codes: PaddedBytes, start: number): number {
  const first = codeAt(codes, start) === MINUS ? start + 1 : start
  const whole = codeAt(codes, first) === ZERO ? first + 1 : endOfDigits(codes, first)
  const end = whole !== UNSUPPORTED && codeAt(codes, whole) === POINT ? endOfDigits(codes, whole + 1) : whole
  if (end === UNSUPPORTED || (codeAt(codes, end) | LOWER) !== LETTER_E) return end
  const sign = codeAt(codes, end + 1)
  return endOfDigits(codes, end + (sign === PLUS || sign === MINUS ? 2 : 1))
}

/** The end of one or more digits. */
function endOfDigits(codes: PaddedBytes, start: number): number {
  const end = endOfRun(codes, start, DIGIT)
  return end === start ? UNSUPPORTED : end
}
