import { APOSTROPHE, classOf, COLON, FIRST, HASH, KEY, LF, QUOTE, SPACE } from './characters.ts'
import { codeAt, countLineEnds, endOfRun, lengthOf, skipSpaces } from './bytes.ts'
import type { PaddedBytes } from './bytes.ts'
import { isNullAt } from './null.ts'
import { endOfPlainLine, endOfQuoted, isBlankOrDeeper, ONE_LINE, UNSUPPORTED } from './scalar.ts'
import { MAPPING, MAX_FAST_DEPTH, NO_KEY, NULL, SCALAR, SEQUENCE } from './tape.ts'
import type { Tape } from './tape.ts'
import { endOfComment, isDashAt, scanValue, scanValueBelow } from './value.ts'

/** YAML allows 1024 characters before the colon of a key. */
const MAX_KEY = 500

/**
 * Scans block YAML from `from` and fills the tape; false if the text is outside the fast subset. One pass over the
 * lines, with a stack of the open collections and their places.
 *
 * The fast subset contains only lines that every YAML reader reads alike: blank lines and comments; `key:`, `- `, or
 * both, at the column of an open collection, or deeper than a pair or item without a value. After these may stand
 * nothing, a scalar whose further lines are deeper, a flow collection that ends on the line, or a block scalar without
 * a number in its header. A value, but not a block scalar, may also stand on the line below its key or dash, as Helm
 * charts write `{}`. Everything else is unsupported: anchors, aliases, tags, merge keys, `?`, tabs, CR, directives,
 * `...`, unusual escapes and characters, and all errors.
 *
 * Most of the time of a fast read is spent here. So this is one function with its state in variables, and it reads the
 * most common values itself. With fields and methods it takes a quarter longer.
 */
export function scanBlock(codes: PaddedBytes, from: number, tape: Tape): boolean {
  const length = lengthOf(codes)
  const { openRows: rows, openPlaces: places } = tape
  let depth = 0
  /** The row of the innermost key or dash without a value: a deeper line is its value. */
  let pending = NO_KEY
  /** The offset after the last content that is not a comment. */
  let end = 0
  tape.line += countLineEnds(codes, 0, from)
  for (let at = from; at < length; tape.line += 1) {
    const start = at
    at = skipSpaces(codes, start)
    if (codes[at] === LF || codes[at] === HASH) {
      at = endOfComment(codes, at)
      if (at === UNSUPPORTED) return false
      continue
    }

    // The collection of the line: a new one, or the open one at its place, after deeper collections are closed.
    let column = at - start
    let isDash = isDashAt(codes, at)
    let place = 2 * column + (isDash ? 1 : 0)
    if (depth === 0 && place === 0) pending = tape.open(at, NO_KEY, at)
    let row = NO_KEY
    if (place > (places[depth] ?? 0)) {
      if (pending === NO_KEY) return false
      row = pending
    } else {
      for (; (places[depth] ?? 0) > place; depth -= 1) tape.endCollection(rows[depth] ?? 0, end)
      if (places[depth] !== place) return false
    }

    let keyEnd = isDash ? UNSUPPORTED : endOfKey(codes, at)
    if (keyEnd === UNSUPPORTED && !isDash) {
      // The line is the value of the key or dash above it.
      if (row === NO_KEY || depth === 0) return false
      at = scanValueBelow(codes, at, (places[depth] ?? 0) >> 1, row, tape)
      if (at === UNSUPPORTED) return false
      end = tape.valueEnd(row)
      pending = NO_KEY
      continue
    }

    // The items and the pair that begin on the line. Each of them but the first begins a collection too.
    let value = NO_KEY
    for (;;) {
      if (row !== NO_KEY) {
        tape.startCollection(row, at, isDash ? SEQUENCE : MAPPING)
        depth += 1
        rows[depth] = row
        places[depth] = place
      }
      if (!isDash) break
      value = skipSpaces(codes, at + 1)
      row = tape.open(at, NO_KEY, value)
      end = value
      isDash = isDashAt(codes, value)
      keyEnd = isDash ? UNSUPPORTED : endOfKey(codes, value)
      if (!isDash && keyEnd === UNSUPPORTED) break
      at = value
      column = at - start
      place = 2 * column + (isDash ? 1 : 0)
    }
    if (depth >= MAX_FAST_DEPTH) return false
    if (keyEnd !== UNSUPPORTED) {
      value = skipSpaces(codes, keyEnd + 1)
      row = tape.openPair(codes, at, keyEnd, value)
      end = keyEnd + 1
    }

    // The value of the last pair or item.
    pending = NO_KEY
    if (codes[value] === LF || codes[value] === HASH) {
      pending = row
      at = endOfComment(codes, value)
      if (at === UNSUPPORTED) return false
      continue
    }
    if ((classOf(codeAt(codes, value)) & FIRST) !== 0) {
      const plainEnd = endOfPlainLine(codes, value)
      if (plainEnd === UNSUPPORTED) return false
      if (codes[plainEnd] === LF && !isBlankOrDeeper(codes, plainEnd + 1, column)) {
        tape.setScalar(row, value, plainEnd, isNullAt(codes, value, plainEnd) ? NULL : SCALAR)
        end = plainEnd
        at = plainEnd + 1
        continue
      }
    }
    at = scanValue(codes, value, column, row, tape)
    if (at === UNSUPPORTED) return false
    end = tape.valueEnd(row)
  }
  for (; depth > 0; depth -= 1) tape.endCollection(rows[depth] ?? 0, end)
  return true
}

/** The end of a key that is followed by a colon and a space, or by a colon at the end of the line. */
function endOfKey(codes: PaddedBytes, start: number): number {
  const isPlain = (classOf(codeAt(codes, start)) & FIRST) !== 0
  const end = isPlain ? endOfRun(codes, start, KEY) : endOfQuotedKey(codes, start)
  if (end === UNSUPPORTED || codes[end] !== COLON || end - start > MAX_KEY) return UNSUPPORTED
  return codes[end + 1] === SPACE || codes[end + 1] === LF ? end : UNSUPPORTED
}

function endOfQuotedKey(codes: PaddedBytes, start: number): number {
  const isQuoted = codes[start] === QUOTE || codes[start] === APOSTROPHE
  return isQuoted ? endOfQuoted(codes, start, ONE_LINE) : UNSUPPORTED
}
