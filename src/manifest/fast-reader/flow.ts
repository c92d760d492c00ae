import {
  APOSTROPHE,
  classOf,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DASH,
  FIRST,
  IN_FLOW,
  KEY,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './characters.ts'
import { codeAt, skipSpaces } from './bytes.ts'
import type { PaddedBytes } from './bytes.ts'
import { isNullAt } from './null.ts'
import { endOfQuoted, ONE_LINE, UNSUPPORTED } from './scalar.ts'
import { DOUBLE, FLOW, MAPPING, NO_KEY, NULL, SCALAR, SEQUENCE, SINGLE } from './tape.ts'
import type { Tape } from './tape.ts'

const MAX_DEPTH = 50

/**
 * Scans a flow collection that ends on its line, as the value of `row`. Returns the offset after it. `UNSUPPORTED` for
 * unquoted scalars of several words, pairs without a value, and trailing commas.
 */
export function scanFlow(codes: PaddedBytes, start: number, row: number, tape: Tape, depth = 0): number {
  if (depth > MAX_DEPTH) return UNSUPPORTED
  const isMapping = codeAt(codes, start) === OPEN_BRACE
  const closing = isMapping ? CLOSE_BRACE : CLOSE_BRACKET
  tape.startCollection(row, start, FLOW | (isMapping ? MAPPING : SEQUENCE))
  let at = skipSpaces(codes, start + 1)
  for (let isFirst = true; ; isFirst = false) {
    if (isFirst && codeAt(codes, at) === closing) break
    at = isMapping
      ? scanPair(codes, at, tape, depth)
      : scanValue(codes, at, tape.open(at, NO_KEY, at), tape, depth)
    if (at === UNSUPPORTED) return UNSUPPORTED
    at = skipSpaces(codes, at)
    const code = codeAt(codes, at)
    if (code === closing) break
    if (code !== COMMA) return UNSUPPORTED
    at = skipSpaces(codes, at + 1)
  }
  tape.endCollection(row, at + 1)
  return at + 1
}

function scanPair(codes: PaddedBytes, start: number, tape: Tape, depth: number): number {
  const code = codeAt(codes, start)
  const isQuoted = code === QUOTE || code === APOSTROPHE
  const end = isQuoted ? endOfQuoted(codes, start, ONE_LINE) : endOfWord(codes, start, KEY)
  if (end === UNSUPPORTED || codeAt(codes, end) !== COLON) return UNSUPPORTED
  const value = skipSpaces(codes, end + 1)
  // After a quoted key, the colon needs no space.
  if (value === end + 1 && !isQuoted) return UNSUPPORTED
  return scanValue(codes, value, tape.openPair(codes, start, end, value), tape, depth)
}

function scanValue(codes: PaddedBytes, at: number, row: number, tape: Tape, depth: number): number {
  const code = codeAt(codes, at)
  if (code === OPEN_BRACE || code === OPEN_BRACKET) return scanFlow(codes, at, row, tape, depth + 1)
  const isQuoted = code === QUOTE || code === APOSTROPHE
  const end = isQuoted ? endOfQuoted(codes, at, ONE_LINE) : endOfWord(codes, at, IN_FLOW)
  if (end === UNSUPPORTED) return UNSUPPORTED
  const isNull = !isQuoted && isNullAt(codes, at, end)
  const quote = code === QUOTE ? DOUBLE : code === APOSTROPHE ? SINGLE : 0
  tape.setScalar(row, at, end, isNull ? NULL : SCALAR | quote)
  return end
}

/** The end of a word whose characters have `bit`, or are single colons within it. */
function endOfWord(codes: PaddedBytes, start: number, bit: number): number {
  const first = codeAt(codes, start)
  const second = classOf(codeAt(codes, start + 1))
  if ((classOf(first) & FIRST) === 0 && !(first === DASH && (second & IN_FLOW) !== 0)) return UNSUPPORTED
  let at = start
  for (;;) {
    const code = codeAt(codes, at)
    if ((classOf(code) & bit) !== 0) at += 1
    else if (code === COLON && (classOf(codeAt(codes, at + 1)) & bit) !== 0) at += 1
    else return at === start ? UNSUPPORTED : at
  }
}
