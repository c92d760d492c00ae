import { isAscii } from 'node:buffer'
import type { Kinds } from '../kinds/kinds.ts'
import { scanBlock } from './fast-reader/block.ts'
import { OPEN_BRACE, OPEN_BRACKET } from './fast-reader/characters.ts'
import { codeAt, codesOf, lengthOf, saysAt, skipWhiteSpace } from './fast-reader/bytes.ts'
import type { PaddedBytes } from './fast-reader/bytes.ts'
import { JsonScanner } from './fast-reader/json.ts'
import type { ReadItem } from './fast-reader/json.ts'
import { nodeAt, Unsupported } from './fast-reader/nodes.ts'
import { Tape } from './fast-reader/tape.ts'
import { CodesText, TapeLines } from './fast-reader/tape-text.ts'
import { restOfLine } from './fast-reader/value.ts'
import { ListItems, readRows } from './fast-path/read-rows.ts'
import { Rows } from './fast-path/rows.ts'
import type { Reading } from './resource.ts'
import { viewOf } from './search.ts'
import { readSyntax } from './sites/read-syntax.ts'
import type { Syntax, SyntaxNode } from './syntax/node.ts'

/**
 * The fast reader, of plain block YAML and of JSON in UTF-8: the same reading as the tree's, but with all offsets in
 * bytes; or `undefined` where it is not sure and the tree must be asked. The rules of doubt stand at its two scanners.
 */
export function readFast(bytes: Uint8Array, kinds: Kinds, isAllAscii = isAscii(bytes)): Reading | undefined {
  const body = new Body(bytes, isAllAscii)
  rows.read(body.codes, body.text)
  try {
    return body.isJson ? readJson(body, kinds) : readAll(body, kinds)
  } catch (error) {
    if (error instanceof Unsupported) return undefined
    throw error
  }
}

/** The trees of a text, whose nodes come to be when they are asked for: before the next text is outlined. */
export function scanFast(bytes: Uint8Array): Syntax | undefined {
  const body = new Body(bytes, isAscii(bytes))
  return scan(body) ? body : undefined
}

function readAll(body: Body, kinds: Kinds): Reading | undefined {
  return scan(body) ? readScanned(body, kinds) : undefined
}

function readScanned(body: Body, kinds: Kinds): Reading {
  return readRows(rows, body, kinds) ?? readSyntax(body, kinds)
}

/** Items of what may be a List are read as they are scanned, so that a few rows do for any number of them. */
function readJson(body: Body, kinds: Kinds): Reading | undefined {
  const items = new ListItems(rows, body, kinds)
  const readItem = (row: number): void => {
    body.isWhole = false
    items.read(row)
  }
  if (!scan(body, readItem)) return undefined
  if (!items.areAny) return readScanned(body, kinds)
  return items.readingOfList() ?? readAll(body, kinds)
}

const tape = new Tape()
const rows = new Rows(tape)

/** Writes the tape of a text; false where it is unsure. */
function scan(body: Body, readItem?: ReadItem): boolean {
  body.isWhole = true
  tape.clear(body.isAllAscii, readItem === undefined ? lengthOf(body.codes) : 0)
  if (body.isJson) return new JsonScanner(body.codes, tape, readItem).scan(body.start)
  const isOdd = !body.isAllAscii && ODD.test(body.text.slice(0, body.text.length))
  return !isOdd && scanBlock(body.codes, body.start, tape)
}

/**
 * What YAML does not allow, or what ends a line for some of its readers only, beyond ASCII: U+0080 to U+009F, U+2028,
 * U+2029, byte order marks, U+FFFE and U+FFFF.
 */
const ODD = /\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef(?:\xbb\xbf|\xbf[\xbe\xbf])/

/** The syntax of the text that the tape is of. */
class Body implements Syntax {
  readonly kind = 'syntax'
  readonly hasAliases = false
  readonly isJson: boolean
  readonly isAllAscii: boolean
  readonly codes: PaddedBytes
  /** Behind the marker line. */
  readonly start: number
  readonly text: CodesText
  /** Whether all nodes can be asked for: not while the items of a List are read and dropped. */
  isWhole = true
  #lines: TapeLines | undefined

  constructor(bytes: Uint8Array, isAllAscii: boolean) {
    this.isAllAscii = isAllAscii
    this.codes = codesOf(bytes)
    this.text = new CodesText(this.codes, viewOf(bytes))
    this.start = endOfMarkerLine(this.codes)
    const first = codeAt(this.codes, skipWhiteSpace(this.codes, this.start))
    this.isJson = first === OPEN_BRACE || first === OPEN_BRACKET
  }

  get lines(): TapeLines {
    return (this.#lines ??= new TapeLines(this.text, this.codes, tape))
  }

  get roots(): readonly SyntaxNode[] {
    if (!this.isWhole) throw new Unsupported()
    const roots: SyntaxNode[] = []
    for (let row = 0; row < tape.length; row = tape.next(row)) roots.push(nodeAt(this.text, tape, row))
    return roots
  }

  get imageValues(): readonly number[] {
    return tape.imageValues
  }
}

const MARKER = '---'

/** Where the text begins behind a marker line that says no more than a comment; 0 where there is none. */
function endOfMarkerLine(codes: PaddedBytes): number {
  const end = saysAt(codes, 0, MARKER) ? restOfLine(codes, MARKER.length) : 0
  return end > 0 && end <= lengthOf(codes) ? end : 0
}
