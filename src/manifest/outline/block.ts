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
import { endOfBlockScalar } from './block-scalar.ts'
import { scanFlow } from './flow.ts'
import { isNullText } from './null.ts'
import { endOfPlain, endOfQuoted, ONE_LINE, skipSpaces, UNSURE } from './scalar.ts'
import { BLOCK, DOUBLE, MAPPING, NONE, NULL, SCALAR, SEQUENCE, SINGLE } from './tape.ts'
import type { TapeWriter } from './tape.ts'

/** Deeper than any manifest; far less than what the tree refuses. */
const MAX_DEPTH = 100
/** YAML allows 1024 characters before the colon of a key. */
const MAX_KEY = 500

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
  readonly #text: string
  readonly #tape: TapeWriter
  /** The row of each open collection, its column, and whether it is a sequence. */
  readonly #rows: number[] = []
  readonly #columns: number[] = []
  readonly #sorts: number[] = []
  /** The row that a deeper line would be the value of. */
  #wanting = NONE
  #wantingColumn = 0
  /** Behind the last thing that is no comment. */
  #end = 0

  constructor(text: string, tape: TapeWriter) {
    this.#text = text
    this.#tape = tape
  }

  /** Writes the rows of the mapping that the text is from the line at `from` on; false where it is unsure. */
  scan(from: number): boolean {
    const text = this.#text
    const { length } = text
    let at = from
    while (at < length) {
      const start = at
      while (text.charCodeAt(at) === SPACE) at += 1
      const code = text.charCodeAt(at)
      if (code === LF) at += 1
      else if (code === HASH) at = this.#endOfLine(at)
      else if (at < length) {
        const column = at - start
        at = this.#place(column, at) ? this.#entry(start, at) : UNSURE
      }
      if (at === UNSURE) return false
    }
    while (this.#rows.length > 0) this.#close()
    return true
  }

  /** Makes the collection that a line at a column belongs to the innermost one. */
  #place(column: number, at: number): boolean {
    const isDash = this.#isDash(at)
    const wanting = this.#wanting
    if (wanting !== NONE) {
      this.#wanting = NONE
      const isNested = column > this.#wantingColumn
      const isLevel = isDash && column === this.#wantingColumn && this.#sorts.at(-1) === MAPPING
      if (isNested || isLevel) return this.#open(wanting, column, at, isDash ? SEQUENCE : MAPPING)
    }
    if (this.#rows.length === 0) return this.#openRoot(column, at, isDash)
    while (this.#isBehind(column, isDash)) this.#close()
    return this.#columns.at(-1) === column && this.#sorts.at(-1) === (isDash ? SEQUENCE : MAPPING)
  }

  /** Whether the innermost collection ends before a line; a sequence may stand at the column of the key that it is of. */
  #isBehind(column: number, isDash: boolean): boolean {
    const innermost = this.#columns.at(-1) ?? NONE
    return innermost > column || (innermost === column && !isDash && this.#sorts.at(-1) === SEQUENCE)
  }

  #openRoot(column: number, at: number, isDash: boolean): boolean {
    if (column > 0 || isDash || this.#tape.length > 0) return false
    return this.#open(this.#tape.open(at, NONE, at), 0, at, MAPPING)
  }

  #open(row: number, column: number, at: number, sort: number): boolean {
    this.#tape.startCollection(row, at, sort)
    this.#rows.push(row)
    this.#columns.push(column)
    this.#sorts.push(sort)
    return this.#rows.length < MAX_DEPTH
  }

  #close(): void {
    this.#tape.endCollection(this.#rows.pop() ?? 0, this.#end)
    this.#columns.pop()
    this.#sorts.pop()
  }

  /** A dash with a space or nothing behind it. */
  #isDash(at: number): boolean {
    if (this.#text.charCodeAt(at) !== DASH) return false
    const next = this.#text.charCodeAt(at + 1)
    return next === SPACE || next === LF || at + 1 === this.#text.length
  }

  /** A pair or an item, and the pairs and items that begin on its line; gives the start of the next line to look at. */
  #entry(lineStart: number, start: number): number {
    let at = start
    while (this.#isDash(at)) {
      const behind = skipSpaces(this.#text, at + 1)
      const row = this.#tape.open(at, NONE, behind)
      const column = behind - lineStart
      const code = this.#text.charCodeAt(behind)
      this.#end = behind
      if (code === LF || code === HASH || behind === this.#text.length)
        return this.#leaveOpen(row, at - lineStart, behind)
      const isDash = this.#isDash(behind)
      if (!isDash && this.#endOfKey(behind) === UNSURE) return this.#value(row, at - lineStart, behind)
      if (!this.#open(row, column, behind, isDash ? SEQUENCE : MAPPING)) return UNSURE
      at = behind
    }
    const keyEnd = this.#endOfKey(at)
    if (keyEnd === UNSURE) return UNSURE
    const value = skipSpaces(this.#text, keyEnd + 1)
    const row = this.#tape.openPair(this.#text, at, keyEnd, value)
    this.#end = keyEnd + 1
    return this.#value(row, at - lineStart, value)
  }

  /** The end of a key that a colon and a space, or the end of the line, follow. */
  #endOfKey(start: number): number {
    const text = this.#text
    const first = text.charCodeAt(start)
    let end = start
    if (first === QUOTE || first === APOSTROPHE) {
      end = endOfQuoted(text, start, ONE_LINE)
      if (end === UNSURE) return UNSURE
    } else if ((classOf(first) & FIRST) !== 0) {
      while ((classOf(text.charCodeAt(end)) & KEY) !== 0) end += 1
    }
    if (text.charCodeAt(end) !== COLON || end === start || end - start > MAX_KEY) return UNSURE
    const next = text.charCodeAt(end + 1)
    return next === SPACE || next === LF || end + 1 === text.length ? end : UNSURE
  }

  /** What stands behind a colon or a dash. `column`: what deeper lines must be deeper than. */
  #value(row: number, column: number, at: number): number {
    const text = this.#text
    const code = text.charCodeAt(at)
    if ((classOf(code) & FIRST) !== 0 || (code === DASH && !this.#isDash(at)))
      return this.#scalar(row, at, endOfPlain(text, at, column), SCALAR)
    if (code === LF || code === HASH || at === text.length) return this.#leaveOpen(row, column, at)
    if (code === QUOTE) return this.#scalar(row, at, endOfQuoted(text, at, column), SCALAR | DOUBLE)
    if (code === APOSTROPHE) return this.#scalar(row, at, endOfQuoted(text, at, column), SCALAR | SINGLE)
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      this.#end = scanFlow(text, at, row, this.#tape)
      return this.#end === UNSURE ? UNSURE : this.#restOfLine(this.#end)
    }
    if (code !== BAR && code !== GREATER) return UNSURE
    const end = endOfBlockScalar(text, at, column)
    if (end === UNSURE) return UNSURE
    this.#tape.setScalar(row, at, end, SCALAR | BLOCK)
    this.#end = end
    return end
  }

  #scalar(row: number, start: number, end: number, shape: number): number {
    if (end === UNSURE) return UNSURE
    const isNull = shape === SCALAR && end - start <= MAX_NULL && isNullText(this.#text.slice(start, end))
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
    const at = skipSpaces(this.#text, end)
    const code = this.#text.charCodeAt(at)
    if (code === LF) return at + 1
    if (at === this.#text.length) return at
    return code === HASH && at > end ? this.#endOfLine(at) : UNSURE
  }

  #endOfLine(from: number): number {
    let at = from
    while ((classOf(this.#text.charCodeAt(at)) & STOP) === 0) at += 1
    if (this.#text.charCodeAt(at) === LF) return at + 1
    return at === this.#text.length ? at : UNSURE
  }
}

const MAX_NULL = 4
