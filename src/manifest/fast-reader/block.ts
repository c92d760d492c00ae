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
 * Writes the rows of the mapping that a text is from the line at `from` on; false where it is unsure. It is one pass over
 * the lines of block YAML, with a stack of the collections that are open and the places they stand at.
 *
 * The rule of doubt: it goes on only while each line is one that every reader of YAML reads alike. That is a blank or a
 * comment; `key:`, `- `, or both, at the column of an open collection, or deeper than a pair or item that still
 * wants its value; and behind that nothing, a scalar, whose further lines are deeper, a flow collection that ends on the
 * line, or a block scalar without a number in its head. All but the last may also be a line below what wants it, as Helm
 * charts write `{}`. Of anything else it is unsure: anchors, aliases, tags, merge keys,
 * `?`, tabs, CR, directives, `...`, odd escapes and characters, and all that is wrong.
 *
 * Most of the time of an outline is spent here. So it is one function with its state in variables, and the commonest
 * values are read on the spot: with fields and methods it takes a quarter longer.
 */
export function scanBlock(codes: PaddedBytes, from: number, tape: Tape): boolean {
  const length = lengthOf(codes)
  const { openRows: rows, openPlaces: places } = tape
  let depth = 0
  /** The row of the innermost collection that a deeper line would be the value of. */
  let wanting = NO_KEY
  /** Behind the last thing that is no comment. */
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

    // The collection that the line belongs to: a new one, or the one at its place when all deeper ones are closed.
    let column = at - start
    let isDash = isDashAt(codes, at)
    let place = 2 * column + (isDash ? 1 : 0)
    if (depth === 0 && place === 0) wanting = tape.open(at, NO_KEY, at)
    let row = NO_KEY
    if (place > (places[depth] ?? 0)) {
      if (wanting === NO_KEY) return false
      row = wanting
    } else {
      for (; (places[depth] ?? 0) > place; depth -= 1) tape.endCollection(rows[depth] ?? 0, end)
      if (places[depth] !== place) return false
    }

    let keyEnd = isDash ? UNSUPPORTED : endOfKey(codes, at)
    if (keyEnd === UNSUPPORTED && !isDash) {
      // The value itself, below its key or dash.
      if (row === NO_KEY || depth === 0) return false
      at = scanValueBelow(codes, at, (places[depth] ?? 0) >> 1, row, tape)
      if (at === UNSUPPORTED) return false
      end = tape.valueEnd(row)
      wanting = NO_KEY
      continue
    }

    // The items and the pair that begin on the line, each but the first of which begins a collection, too.
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

    // The value of the last one.
    wanting = NO_KEY
    if (codes[value] === LF || codes[value] === HASH) {
      wanting = row
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

/** The end of a key that a colon and a space, or the end of the line, follow. */
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
