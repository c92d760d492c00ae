import {
  APOSTROPHE,
  BAR,
  classOf,
  COLON,
  DASH,
  FIRST,
  GREATER,
  HASH,
  KEY,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  TEXT,
} from './characters.ts'
import { codeAt, countLineEnds, endOfRun, lengthOf, skipSpaces } from './codes.ts'
import type { Codes } from './codes.ts'
import { endOfBlockScalar } from './block-scalar.ts'
import { scanFlow } from './flow.ts'
import { isNullAt } from './null.ts'
import { endOfFurtherLines, endOfPlainLine, endOfQuoted, mayGoOn, ONE_LINE, UNSURE } from './scalar.ts'
import { BLOCK, DOUBLE, MAPPING, NONE, NULL, SCALAR, SEQUENCE, SINGLE, TALL } from './tape.ts'
import type { Tape } from './tape.ts'

/** Deeper than any manifest; far less than what the tree refuses. */
const MAX_DEPTH = 100
/** YAML allows 1024 characters before the colon of a key. */
const MAX_KEY = 500
const NO_CODES: Codes = new Uint8Array()

/**
 * One pass over the lines of block YAML, with a stack of the collections that are open and the columns they stand at.
 *
 * The rule of doubt: it goes on only while each line is one that every reader of YAML reads alike. That is a blank or a
 * comment; `key:`, `- `, or both, at the column of an open collection, or deeper than a pair or item that still
 * wants its value; and behind that nothing, a scalar, whose further lines are deeper, a flow collection that ends on the
 * line, or a block scalar without a number in its head. Of anything else it is unsure: anchors, aliases, tags, merge keys,
 * `?`, tabs, CR, directives, `...`, odd escapes and characters, and all that is wrong.
 */
export class BlockScanner {
  readonly #tape: Tape
  #codes: Codes = NO_CODES
  // The stack: the row, column and sort of each open collection.
  readonly #rows = new Int32Array(MAX_DEPTH)
  readonly #columns = new Int32Array(MAX_DEPTH)
  readonly #sorts = new Int32Array(MAX_DEPTH)
  #depth = 0
  /** Of the innermost one: its column, and whether it is a mapping or a sequence; `NONE` before the first. */
  #column = NONE
  #sort = NONE
  /** The row that a deeper line would be the value of. */
  #wanting = NONE
  #wantingColumn = 0
  /** Behind the last thing that is no comment. */
  #end = 0

  /** One is enough for any number of texts. */
  constructor(tape: Tape) {
    this.#tape = tape
  }

  /** Writes the rows of the mapping that a text is from the line at `from` on; false where it is unsure. */
  scan(codes: Codes, from: number): boolean {
    const tape = this.#tape
    this.#codes = codes
    this.#depth = 0
    this.#column = NONE
    this.#sort = NONE
    this.#wanting = NONE
    const length = lengthOf(codes)
    tape.line += countLineEnds(codes, 0, from)
    let at = from
    while (at < length) {
      const start = at
      at = skipSpaces(codes, at)
      const code = codeAt(codes, at)
      if (code === LF) at += 1
      else if (code === HASH) at = endOfLine(codes, at)
      else if (at < length) {
        const isDash = code === DASH && isDashAt(codes, at)
        at = this.#place(at - start, at, isDash) ? this.#entry(start, at, isDash) : UNSURE
      }
      if (at === UNSURE) return false
      tape.line += 1
    }
    while (this.#depth > 0) this.#close()
    return true
  }

  /** Makes the collection that a line at a column belongs to the innermost one. */
  #place(column: number, at: number, isDash: boolean): boolean {
    const wanting = this.#wanting
    if (wanting !== NONE) {
      this.#wanting = NONE
      const isNested = column > this.#wantingColumn
      const isLevel = isDash && column === this.#wantingColumn && this.#sort === MAPPING
      if (isNested || isLevel) return this.#open(wanting, column, at, isDash ? SEQUENCE : MAPPING)
    }
    if (this.#depth === 0) return this.#openRoot(column, at, isDash)
    while (this.#isBehind(column, isDash)) this.#close()
    return this.#column === column && this.#sort === (isDash ? SEQUENCE : MAPPING)
  }

  /** Whether the innermost collection ends before a line; a sequence may stand at the column of the key that it is of. */
  #isBehind(column: number, isDash: boolean): boolean {
    return this.#column > column || (this.#column === column && !isDash && this.#sort === SEQUENCE)
  }

  #openRoot(column: number, at: number, isDash: boolean): boolean {
    if (column > 0 || isDash || this.#tape.length > 0) return false
    return this.#open(this.#tape.open(at, NONE, at), 0, at, MAPPING)
  }

  #open(row: number, column: number, at: number, sort: number): boolean {
    this.#tape.startCollection(row, at, sort)
    this.#rows[this.#depth] = row
    this.#columns[this.#depth] = column
    this.#sorts[this.#depth] = sort
    this.#depth += 1
    this.#column = column
    this.#sort = sort
    return this.#depth < MAX_DEPTH
  }

  #close(): void {
    this.#depth -= 1
    this.#tape.endCollection(this.#rows[this.#depth] ?? 0, this.#end)
    this.#column = this.#depth === 0 ? NONE : (this.#columns[this.#depth - 1] ?? NONE)
    this.#sort = this.#depth === 0 ? NONE : (this.#sorts[this.#depth - 1] ?? NONE)
  }

  /** A pair or an item, and the pairs and items that begin on its line; gives the start of the next line to look at. */
  #entry(lineStart: number, start: number, isItem: boolean): number {
    const codes = this.#codes
    let at = start
    for (let isDash = isItem; isDash;) {
      const behind = skipSpaces(codes, at + 1)
      const row = this.#tape.open(at, NONE, behind)
      const code = codeAt(codes, behind)
      this.#end = behind
      if (code === LF || code === HASH) return this.#leaveOpen(row, at - lineStart, behind)
      isDash = code === DASH && isDashAt(codes, behind)
      if (!isDash && endOfKey(codes, behind) === UNSURE) return this.#value(row, at - lineStart, behind)
      if (!this.#open(row, behind - lineStart, behind, isDash ? SEQUENCE : MAPPING)) return UNSURE
      at = behind
    }
    const keyEnd = endOfKey(codes, at)
    if (keyEnd === UNSURE) return UNSURE
    const value = skipSpaces(codes, keyEnd + 1)
    const row = this.#tape.openPair(codes, at, keyEnd, value)
    this.#end = keyEnd + 1
    return this.#value(row, at - lineStart, value)
  }

  /** What stands behind a colon or a dash. `column`: what deeper lines must be deeper than. */
  #value(row: number, column: number, at: number): number {
    const codes = this.#codes
    const code = codeAt(codes, at)
    if ((classOf(code) & FIRST) !== 0 || (code === DASH && !isDashAt(codes, at)))
      return this.#plain(row, column, at)
    if (code === LF || code === HASH) return this.#leaveOpen(row, column, at)
    if (code === QUOTE || code === APOSTROPHE) return this.#quoted(row, column, at)
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      this.#end = scanFlow(codes, at, row, this.#tape)
      return this.#end === UNSURE ? UNSURE : restOfLine(codes, this.#end)
    }
    if (code !== BAR && code !== GREATER) return UNSURE
    const end = endOfBlockScalar(codes, at, column)
    if (end === UNSURE) return UNSURE
    this.#tape.line += countLineEnds(codes, at, end) - 1
    return this.#scalar(row, at, end, SCALAR | BLOCK, end)
  }

  #plain(row: number, column: number, start: number): number {
    const codes = this.#codes
    const first = endOfPlainLine(codes, start)
    if (first === UNSURE) return UNSURE
    const end = mayGoOn(codes, first, column) ? endOfFurtherLines(codes, first, column) : first
    if (end === UNSURE) return UNSURE
    if (end > first) return this.#tall(row, start, end, SCALAR)
    return this.#scalar(row, start, end, isNullAt(codes, start, end) ? NULL : SCALAR, restOfLine(codes, end))
  }

  #quoted(row: number, column: number, start: number): number {
    const codes = this.#codes
    const end = endOfQuoted(codes, start, column)
    if (end === UNSURE) return UNSURE
    const shape = SCALAR | (codeAt(codes, start) === QUOTE ? DOUBLE : SINGLE)
    if (countLineEnds(codes, start, end) > 0) return this.#tall(row, start, end, shape)
    return this.#scalar(row, start, end, shape, restOfLine(codes, end))
  }

  /** A scalar of more than one line. */
  #tall(row: number, start: number, end: number, shape: number): number {
    this.#tape.line += countLineEnds(this.#codes, start, end)
    return this.#scalar(row, start, end, shape | TALL, restOfLine(this.#codes, end))
  }

  #scalar(row: number, start: number, end: number, shape: number, next: number): number {
    this.#tape.setScalar(row, start, end, shape)
    this.#end = end
    return next
  }

  #leaveOpen(row: number, column: number, at: number): number {
    this.#wanting = row
    this.#wantingColumn = column
    return endOfLine(this.#codes, at)
  }
}

/** Whether a dash has a space or nothing behind it. */
function isDashAt(codes: Codes, at: number): boolean {
  const next = codeAt(codes, at + 1)
  return next === SPACE || next === LF
}

/** The end of a key that a colon and a space, or the end of the line, follow. */
function endOfKey(codes: Codes, start: number): number {
  const first = codeAt(codes, start)
  let end = start
  if ((classOf(first) & FIRST) !== 0) end = endOfRun(codes, start, KEY)
  else if (first === QUOTE || first === APOSTROPHE) end = endOfQuoted(codes, start, ONE_LINE)
  if (end === UNSURE || end === start || end - start > MAX_KEY || codeAt(codes, end) !== COLON) return UNSURE
  const next = codeAt(codes, end + 1)
  return next === SPACE || next === LF ? end : UNSURE
}

/** Behind the line end, if nothing but a comment with a space before it stands in between. */
function restOfLine(codes: Codes, end: number): number {
  const at = skipSpaces(codes, end)
  const code = codeAt(codes, at)
  if (code === LF) return at + 1
  return code === HASH && at > end ? endOfLine(codes, at) : UNSURE
}

function endOfLine(codes: Codes, from: number): number {
  const at = endOfRun(codes, from, TEXT)
  return codeAt(codes, at) === LF ? at + 1 : UNSURE
}
