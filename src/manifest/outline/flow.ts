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
import { isNullText } from './null.ts'
import { endOfQuoted, ONE_LINE, skipSpaces, UNSURE } from './scalar.ts'
import { DOUBLE, FLOW, MAPPING, NONE, NULL, SCALAR, SEQUENCE, SINGLE } from './tape.ts'
import type { TapeWriter } from './tape.ts'

const MAX_DEPTH = 50

/**
 * The rows of a flow collection that ends on its line, as the value of `row`; gives the offset behind it. Unsure of
 * scalars without quotes that are more than a word, of pairs without a value and of commas at the end.
 */
export function scanFlow(text: string, start: number, row: number, tape: TapeWriter, depth = 0): number {
  if (depth > MAX_DEPTH) return UNSURE
  const isMapping = text.charCodeAt(start) === OPEN_BRACE
  const closing = isMapping ? CLOSE_BRACE : CLOSE_BRACKET
  tape.startCollection(row, start, FLOW | (isMapping ? MAPPING : SEQUENCE))
  let at = skipSpaces(text, start + 1)
  for (let isFirst = true; ; isFirst = false) {
    if (isFirst && text.charCodeAt(at) === closing) break
    at = isMapping
      ? scanPair(text, at, tape, depth)
      : scanValue(text, at, tape.open(at, NONE, at), tape, depth)
    if (at === UNSURE) return UNSURE
    at = skipSpaces(text, at)
    const code = text.charCodeAt(at)
    if (code === closing) break
    if (code !== COMMA) return UNSURE
    at = skipSpaces(text, at + 1)
  }
  tape.endCollection(row, at + 1)
  return at + 1
}

function scanPair(text: string, start: number, tape: TapeWriter, depth: number): number {
  const code = text.charCodeAt(start)
  const isQuoted = code === QUOTE || code === APOSTROPHE
  const end = isQuoted ? endOfQuoted(text, start, ONE_LINE) : endOfWord(text, start, KEY)
  if (end === UNSURE || text.charCodeAt(end) !== COLON) return UNSURE
  const value = skipSpaces(text, end + 1)
  // Behind a key in quotes the colon needs no space.
  if (value === end + 1 && !isQuoted) return UNSURE
  return scanValue(text, value, tape.openPair(text, start, end, value), tape, depth)
}

function scanValue(text: string, at: number, row: number, tape: TapeWriter, depth: number): number {
  const code = text.charCodeAt(at)
  if (code === OPEN_BRACE || code === OPEN_BRACKET) return scanFlow(text, at, row, tape, depth + 1)
  const isQuoted = code === QUOTE || code === APOSTROPHE
  const end = isQuoted ? endOfQuoted(text, at, ONE_LINE) : endOfWord(text, at, IN_FLOW)
  if (end === UNSURE) return UNSURE
  const isNull = !isQuoted && isNullText(text.slice(at, end))
  const quote = code === QUOTE ? DOUBLE : code === APOSTROPHE ? SINGLE : 0
  tape.setScalar(row, at, end, isNull ? NULL : SCALAR | quote)
  return end
}

/** A word of characters that have `bit`, with single colons in it. */
function endOfWord(text: string, start: number, bit: number): number {
  const first = text.charCodeAt(start)
  const second = classOf(text.charCodeAt(start + 1))
  if ((classOf(first) & FIRST) === 0 && !(first === DASH && (second & IN_FLOW) !== 0)) return UNSURE
  let at = start
  for (;;) {
    const code = text.charCodeAt(at)
    if ((classOf(code) & bit) !== 0) at += 1
    else if (code === COLON && (classOf(text.charCodeAt(at + 1)) & bit) !== 0) at += 1
    else return at === start ? UNSURE : at
  }
}
