import { isAscii } from 'node:buffer'
import type { Kinds } from '../kinds/kinds.ts'
import { scanBlock } from './fast-reader/block.ts'
import { OPEN_BRACE, OPEN_BRACKET } from './fast-reader/characters.ts'
import { codeAt, lengthOf, PaddedCopy, saysAt, skipWhiteSpace } from './fast-reader/bytes.ts'
import type { PaddedBytes } from './fast-reader/bytes.ts'
import { JsonScanner } from './fast-reader/json.ts'
import type { ReadItem } from './fast-reader/json.ts'
import { rootsOf, Unsupported } from './fast-reader/nodes.ts'
import { Tape } from './fast-reader/tape.ts'
import { CodesText, noKnownParts, TapeLines } from './fast-reader/tape-text.ts'
import type { KnownParts } from './fast-reader/tape-text.ts'
import { restOfLine } from './fast-reader/value.ts'
import { ListItems, readRows } from './fast-path/read-rows.ts'
import { Rows } from './fast-path/rows.ts'
import type { Reading } from './resource.ts'
import { viewOf } from './search.ts'
import { readSyntax } from './sites/read-syntax.ts'
import type { Syntax, SyntaxNode } from './syntax/node.ts'

/**
 * The fast reader, of plain block YAML and of JSON in UTF-8. It has the memory that it reads with, which is taken again
 * for each text: one for many texts is much cheaper than one for each.
 */
export class FastReader {
  readonly #memory: Memory = { tape: new Tape(), copy: new PaddedCopy(), parts: noKnownParts() }
  readonly #rows = new Rows(this.#memory.tape)

  /**
   * The same reading as the tree's, but with all offsets in bytes; or `undefined` where it is not sure and the tree must
   * be asked. The rules of doubt stand at its two scanners.
   */
  read(bytes: Uint8Array, kinds: Kinds, isAllAscii = isAscii(bytes)): Reading | undefined {
    const body = new Body(bytes, isAllAscii, this.#memory)
    this.#rows.read(body.codes, body.text)
    try {
      return body.isJson ? this.#readJson(body, kinds) : this.#readAll(body, kinds)
    } catch (error) {
      if (error instanceof Unsupported) return undefined
      throw error
    }
  }

  #readAll(body: Body, kinds: Kinds): Reading | undefined {
    return body.scan() ? this.#readScanned(body, kinds) : undefined
  }

  #readScanned(body: Body, kinds: Kinds): Reading {
    return readRows(this.#rows, body, kinds) ?? readSyntax(body, kinds)
  }

  /** Items of what may be a List are read as they are scanned, so that a few rows do for any number of them. */
  #readJson(body: Body, kinds: Kinds): Reading | undefined {
    const items = new ListItems(this.#rows, body, kinds)
    const readItem = (row: number): void => {
      body.isWhole = false
      items.read(row)
    }
    if (!body.scan(readItem)) return undefined
    if (!items.areAny) return this.#readScanned(body, kinds)
    return items.readingOfList() ?? this.#readAll(body, kinds)
  }
}

/** The trees of a text, which have memory of their own; `undefined` where they are not sure. Nodes come to be when they are asked for. */
export function scanFast(bytes: Uint8Array): Syntax | undefined {
  const memory = { tape: new Tape(), copy: new PaddedCopy(), parts: noKnownParts() }
  const body = new Body(bytes, isAscii(bytes), memory)
  return body.scan() ? body : undefined
}

/** What a text is read with. */
interface Memory {
  readonly tape: Tape
  readonly copy: PaddedCopy
  readonly parts: KnownParts
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
  readonly #tape: Tape
  #lines: TapeLines | undefined

  constructor(bytes: Uint8Array, isAllAscii: boolean, { tape, copy, parts }: Memory) {
    this.#tape = tape
    this.isAllAscii = isAllAscii
    this.codes = copy.of(bytes)
    this.text = new CodesText(this.codes, viewOf(bytes), parts)
    this.start = endOfMarkerLine(this.codes)
    const first = codeAt(this.codes, skipWhiteSpace(this.codes, this.start))
    this.isJson = first === OPEN_BRACE || first === OPEN_BRACKET
  }

  /** Writes the tape; false where it is unsure. */
  scan(readItem?: ReadItem): boolean {
    const tape = this.#tape
    this.isWhole = true
    tape.clear(this.isAllAscii, readItem === undefined ? lengthOf(this.codes) : 0)
    if (this.isJson) return new JsonScanner(this.codes, tape, readItem).scan(this.start)
    const isOdd = !this.isAllAscii && ODD.test(this.text.slice(0, this.text.length))
    return !isOdd && scanBlock(this.codes, this.start, tape)
  }

  get lines(): TapeLines {
    return (this.#lines ??= new TapeLines(this.text, this.codes, this.#tape))
  }

  get roots(): readonly SyntaxNode[] {
    if (!this.isWhole) throw new Unsupported()
    return rootsOf(this.text, this.#tape)
  }

  get imageValues(): readonly number[] {
    return this.#tape.imageValues
  }
}

const MARKER = '---'

/** Where the text begins behind a marker line that says no more than a comment; 0 where there is none. */
function endOfMarkerLine(codes: PaddedBytes): number {
  const end = saysAt(codes, 0, MARKER) ? restOfLine(codes, MARKER.length) : 0
  return end > 0 && end <= lengthOf(codes) ? end : 0
}
