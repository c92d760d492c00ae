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
import { codeAt, skipSpaces } from './codes.ts'
import type { Codes } from './codes.ts'
import { isNullAt } from './null.ts'
import { endOfQuoted, ONE_LINE, UNSURE } from './scalar.ts'
import { DOUBLE, FLOW, MAPPING, NONE, NULL, SCALAR, SEQUENCE, SINGLE } from './tape.ts'
import type { Tape } from './tape.ts'

const MAX_DEPTH = 50

/**
 * The rows of a flow collection that ends on its line, as the value of `row`; gives the offset behind it. Unsure of
 * scalars without quotes that are more than a word, of pairs without a value and of commas at the end.
 */
export function scanFlow(codes: Codes, start: number, row: number, tape: Tape, depth = 0): number {
  if (depth > MAX_DEPTH) return UNSURE
  const isMapping = codeAt(codes, start) === OPEN_BRACE
  const closing = isMapping ? CLOSE_BRACE : CLOSE_BRACKET
  tape.startCollection(row, start, FLOW | (isMapping ? MAPPING : SEQUENCE))
  let at = skipSpaces(codes, start + 1)
  for (let isFirst = true; ; isFirst = false) {
    if (isFirst && codeAt(codes, at) === closing) break
    at = isMapping
      ? scanPair(codes, at, tape, depth)
      : scanValue(codes, at, tape.open(at, NONE, at), tape, depth)
    if (at === UNSURE) return UNSURE
    at = skipSpaces(codes, at)
    const code = codeAt(codes, at)
    if (code === closing) break
    if (code !== COMMA) return UNSURE
    at = skipSpaces(codes, at + 1)
  }
  tape.endCollection(row, at + 1)
  return at + 1
}

function scanPair(codes: Codes, start: number, tape: Tape, depth: number): number {
  const code = codeAt(codes, start)
  const isQuoted = code === QUOTE || code === APOSTROPHE
  const end = isQuoted ? endOfQuoted(codes, start, ONE_LINE) : endOfWord(codes, start, KEY)
  if (end === UNSURE || codeAt(codes, end) !== COLON) return UNSURE
  const value = skipSpaces(codes, end + 1)
  // Behind a key in quotes the colon needs no space.
  if (value === end + 1 && !isQuoted) return UNSURE
  return scanValue(codes, value, tape.openPair(codes, start, end, value), tape, depth)
}

function scanValue(codes: Codes, at: number, row: number, tape: Tape, depth: number): number {
  const code = codeAt(codes, at)
  if (code === OPEN_BRACE || code === OPEN_BRACKET) return scanFlow(codes, at, row, tape, depth + 1)
  const isQuoted = code === QUOTE || code === APOSTROPHE
  const end = isQuoted ? endOfQuoted(codes, at, ONE_LINE) : endOfWord(codes, at, IN_FLOW)
  if (end === UNSURE) return UNSURE
  const isNull = !isQuoted && isNullAt(codes, at, end)
  const quote = code === QUOTE ? DOUBLE : code === APOSTROPHE ? SINGLE : 0
  tape.setScalar(row, at, end, isNull ? NULL : SCALAR | quote)
  return end
}

/** A word of characters that have `bit`, with single colons in it. */
function endOfWord(codes: Codes, start: number, bit: number): number {
  const first = codeAt(codes, start)
  const second = classOf(codeAt(codes, start + 1))
  if ((classOf(first) & FIRST) === 0 && !(first === DASH && (second & IN_FLOW) !== 0)) return UNSURE
  let at = start
  for (;;) {
    const code = codeAt(codes, at)
    if ((classOf(code) & bit) !== 0) at += 1
    else if (code === COLON && (classOf(codeAt(codes, at + 1)) & bit) !== 0) at += 1
    else return at === start ? UNSURE : at
  }
}
