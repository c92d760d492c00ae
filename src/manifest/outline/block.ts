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
  STOP,
} from './characters.ts'
import { codeAt, lengthOf } from './codes.ts'
import type { Codes } from './codes.ts'
import { endOfBlockScalar } from './block-scalar.ts'
import { scanFlow } from './flow.ts'
import { isNullAt } from './null.ts'
import { endOfPlain, endOfQuoted, ONE_LINE, skipSpaces, UNSURE } from './scalar.ts'
import { BLOCK, DOUBLE, MAPPING, NONE, NULL, SCALAR, SEQUENCE, SINGLE } from './tape.ts'
import type { Tape } from './tape.ts'

/** Deeper than any manifest; far less than what the tree refuses. */
const MAX_DEPTH = 100
/** YAML allows 1024 characters before the colon of a key. */
const MAX_KEY = 500

// The stack, which belongs to the one scan that is under way: the row, column and sort of each open collection.
const rows = new Int32Array(MAX_DEPTH)
const columns = new Int32Array(MAX_DEPTH)
const sorts = new Int32Array(MAX_DEPTH)

/**
 * One pass over the lines of block YAML, with a stack of the collections that are open and the columns they stand at.
 *
 * The rule of doubt: it goes on only while each line is one that every reader of YAML reads alike. That is a blank or a
 * comment; `key:`, `- `, or both, at the column of an open collection, or deeper than a pair or item that still
 * wants its value; and behind that nothing, a scalar or a flow collection that ends on the line, or a block scalar
 * without a number in its head. Of anything else it is unsure: anchors, aliases, tags, merge keys, `?`, tabs, CR,
 * scalars of several lines, directives, `...`, odd escapes and characters, and all that is wrong.
 */
export class BlockScanner {
  readonly #codes: Codes
  readonly #tape: Tape
  /** How many collections are open. */
  #depth = 0
  /** Of the innermost one: its column, and whether it is a mapping or a sequence; `NONE` before the first. */
  #column = NONE
  #sort = NONE
  /** The row that a deeper line would be the value of. */
  #wanting = NONE
  #wantingColumn = 0
  /** Behind the last thing that is no comment. */
  #end = 0

  constructor(codes: Codes, tape: Tape) {
    this.#codes = codes
    this.#tape = tape
  }

  /** Writes the rows of the mapping that the text is from the line at `from` on; false where it is unsure. */
  scan(from: number): boolean {
    const codes = this.#codes
    const length = lengthOf(codes)
    let at = from
    while (at < length) {
      const start = at
      while (codeAt(codes, at) === SPACE) at += 1
      const code = codeAt(codes, at)
      if (code === LF) at += 1
      else if (code === HASH) at = this.#endOfLine(at)
      else if (at < length) {
        const column = at - start
        at = this.#place(column, at) ? this.#entry(start, at) : UNSURE
      }
      if (at === UNSURE) return false
    }
    while (this.#depth > 0) this.#close()
    return true
  }

  /** Makes the collection that a line at a column belongs to the innermost one. */
  #place(column: number, at: number): boolean {
    const isDash = this.#isDash(at)
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
    rows[this.#depth] = row
    columns[this.#depth] = column
    sorts[this.#depth] = sort
    this.#depth += 1
    this.#column = column
    this.#sort = sort
    return this.#depth < MAX_DEPTH
  }

  #close(): void {
    this.#depth -= 1
    this.#tape.endCollection(rows[this.#depth] ?? 0, this.#end)
    this.#column = columns[this.#depth - 1] ?? NONE
    this.#sort = sorts[this.#depth - 1] ?? NONE
  }

  /** A dash with a space or nothing behind it. */
  #isDash(at: number): boolean {
    if (codeAt(this.#codes, at) !== DASH) return false
    const next = codeAt(this.#codes, at + 1)
    return next === SPACE || next === LF || at + 1 === lengthOf(this.#codes)
  }

  /** A pair or an item, and the pairs and items that begin on its line; gives the start of the next line to look at. */
  #entry(lineStart: number, start: number): number {
    let at = start
    while (this.#isDash(at)) {
      const behind = skipSpaces(this.#codes, at + 1)
      const row = this.#tape.open(at, NONE, behind)
      const column = behind - lineStart
      const code = codeAt(this.#codes, behind)
      this.#end = behind
      if (code === LF || code === HASH || behind === lengthOf(this.#codes))
        return this.#leaveOpen(row, at - lineStart, behind)
      const isDash = this.#isDash(behind)
      if (!isDash && this.#endOfKey(behind) === UNSURE) return this.#value(row, at - lineStart, behind)
      if (!this.#open(row, column, behind, isDash ? SEQUENCE : MAPPING)) return UNSURE
      at = behind
    }
    const keyEnd = this.#endOfKey(at)
    if (keyEnd === UNSURE) return UNSURE
    const value = skipSpaces(this.#codes, keyEnd + 1)
    const row = this.#tape.openPair(this.#codes, at, keyEnd, value)
    this.#end = keyEnd + 1
    return this.#value(row, at - lineStart, value)
  }

  /** The end of a key that a colon and a space, or the end of the line, follow. */
  #endOfKey(start: number): number {
    const codes = this.#codes
    const first = codeAt(codes, start)
    let end = start
    if (first === QUOTE || first === APOSTROPHE) {
      end = endOfQuoted(codes, start, ONE_LINE)
      if (end === UNSURE) return UNSURE
    } else if ((classOf(first) & FIRST) !== 0) {
      while ((classOf(codeAt(codes, end)) & KEY) !== 0) end += 1
    }
    if (codeAt(codes, end) !== COLON || end === start || end - start > MAX_KEY) return UNSURE
    const next = codeAt(codes, end + 1)
    return next === SPACE || next === LF || end + 1 === lengthOf(codes) ? end : UNSURE
  }

  /** What stands behind a colon or a dash. `column`: what deeper lines must be deeper than. */
  #value(row: number, column: number, at: number): number {
    const codes = this.#codes
    const code = codeAt(codes, at)
    if ((classOf(code) & FIRST) !== 0 || (code === DASH && !this.#isDash(at)))
      return this.#scalar(row, at, endOfPlain(codes, at, column), SCALAR)
    if (code === LF || code === HASH || at === lengthOf(codes)) return this.#leaveOpen(row, column, at)
    if (code === QUOTE) return this.#scalar(row, at, endOfQuoted(codes, at, column), SCALAR | DOUBLE)
    if (code === APOSTROPHE) return this.#scalar(row, at, endOfQuoted(codes, at, column), SCALAR | SINGLE)
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      this.#end = scanFlow(codes, at, row, this.#tape)
      return this.#end === UNSURE ? UNSURE : this.#restOfLine(this.#end)
    }
    if (code !== BAR && code !== GREATER) return UNSURE
    const end = endOfBlockScalar(codes, at, column)
    if (end === UNSURE) return UNSURE
    this.#tape.setScalar(row, at, end, SCALAR | BLOCK)
    this.#end = end
    return end
  }

  #scalar(row: number, start: number, end: number, shape: number): number {
    if (end === UNSURE) return UNSURE
    const isNull = shape === SCALAR && isNullAt(this.#codes, start, end)
    this.#tape.setScalar(row, start, end, isNull ? NULL : shape)
    this.#end = end
    return this.#restOfLine(end)
  }

  #leaveOpen(row: number, column: number, at: number): number {
    this.#wanting = row
    this.#wantingColumn = column
    return this.#endOfLine(at)
  }

  /** Behind the line end, if nothing but a comment with a space before it stands in between. */
  #restOfLine(end: number): number {
    const at = skipSpaces(this.#codes, end)
    const code = codeAt(this.#codes, at)
    if (code === LF) return at + 1
    if (at === lengthOf(this.#codes)) return at
    return code === HASH && at > end ? this.#endOfLine(at) : UNSURE
  }

  #endOfLine(from: number): number {
    let at = from
    while ((classOf(codeAt(this.#codes, at)) & STOP) === 0) at += 1
    if (codeAt(this.#codes, at) === LF) return at + 1
    return at === lengthOf(this.#codes) ? at : UNSURE
  }
}
