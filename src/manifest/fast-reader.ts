import { isAscii } from 'node:buffer'
import type { Kinds } from '../kinds/kinds.ts'
import { scanBlock } from './fast-reader/block.ts'
import { OPEN_BRACE, OPEN_BRACKET } from './fast-reader/characters.ts'
import { codeAt, lengthOf, PaddedCopy, matchesAt, skipWhiteSpace } from './fast-reader/bytes.ts'
import type { PaddedBytes } from './fast-reader/bytes.ts'
import { JsonScanner } from './fast-reader/json-scanner.ts'
import type { ReadItem } from './fast-reader/json-scanner.ts'
import { rootsOf, Unsupported } from './fast-reader/tape-nodes.ts'
import { Tape } from './fast-reader/tape.ts'
import { BytesText, newPartCache, TapeLines } from './fast-reader/tape-text.ts'
import type { PartCache } from './fast-reader/tape-text.ts'
import { restOfLine } from './fast-reader/value.ts'
import { ListItems, readRows } from './fast-path/read-rows.ts'
import { Rows } from './fast-path/rows.ts'
import type { Reading } from './resource.ts'
import { viewOf } from './search/search.ts'
import { readSyntax } from './sites/read-syntax.ts'
import type { Syntax, SyntaxNode } from './syntax/node.ts'

/**
 * The fast reader, for plain block YAML and JSON in UTF-8. Its memory is reused for each text, so one reader for many
 * texts is much cheaper than one for each.
 */
export class FastReader {
  readonly #memory: Memory = { tape: new Tape(), copy: new PaddedCopy(), parts: newPartCache() }
  readonly #rows = new Rows(this.#memory.tape)

  /**
   * The start and the end of keys that may be those of lists of pull secrets, or misspellings of them, in the text
   * that was read last.
   */
  get listKeys(): readonly number[] {
    return this.#memory.tape.listKeys
  }

  /**
   * Reads a document. The result equals that of `readTree`, with offsets in bytes. Returns `undefined` if the text is
   * outside the fast subset; the scanners' comments define that subset.
   */
  read(bytes: Uint8Array, kinds: Kinds, isAllAscii = isAscii(bytes)): Reading | undefined {
    const syntax = new FastSyntax(bytes, isAllAscii, this.#memory)
    this.#rows.read(syntax.codes, syntax.text)
    try {
      return syntax.isJson ? this.#readJson(syntax, kinds) : this.#readAll(syntax, kinds)
    } catch (error) {
      if (error instanceof Unsupported) return undefined
      throw error
    }
  }

  #readAll(syntax: FastSyntax, kinds: Kinds): Reading | undefined {
    return syntax.scan() ? this.#readScanned(syntax, kinds) : undefined
  }

  #readScanned(syntax: FastSyntax, kinds: Kinds): Reading {
    return readRows(this.#rows, syntax, kinds) ?? readSyntax(syntax, kinds)
  }

  /** Items of a List are read while they are scanned, so that memory does not grow with their number. */
  #readJson(syntax: FastSyntax, kinds: Kinds): Reading | undefined {
    const items = new ListItems(this.#rows, syntax, kinds)
    const readItem = (row: number): void => {
      syntax.isWhole = false
      items.read(row)
    }
    if (!syntax.scan(readItem)) return undefined
    if (!items.areAny) return this.#readScanned(syntax, kinds)
    return items.readingOfList() ?? this.#readAll(syntax, kinds)
  }
}

/**
 * Scans a text into trees with memory of their own. Returns `undefined` if the text is outside the fast subset. Nodes
 * are created when they are read.
 */
export function scanFast(bytes: Uint8Array): Syntax | undefined {
  const memory = { tape: new Tape(), copy: new PaddedCopy(), parts: newPartCache() }
  const syntax = new FastSyntax(bytes, isAscii(bytes), memory)
  return syntax.scan() ? syntax : undefined
}

/** The memory that a text is read with. */
interface Memory {
  readonly tape: Tape
  readonly copy: PaddedCopy
  readonly parts: PartCache
}

/**
 * Characters beyond ASCII that YAML forbids, or that only some readers treat as a line break: U+0080 to U+009F,
 * U+2028, U+2029, byte order marks, U+FFFE and U+FFFF.
 */
const FORBIDDEN = /\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef(?:\xbb\xbf|\xbf[\xbe\xbf])/

/** The syntax of the text on the tape. */
class FastSyntax implements Syntax {
  readonly kind = 'syntax'
  readonly hasAliases = false
  readonly isJson: boolean
  readonly isAllAscii: boolean
  readonly codes: PaddedBytes
  /** The offset after the marker line. */
  readonly start: number
  readonly text: BytesText
  /** Whether all nodes are available. They are not while the items of a List are read and dropped. */
  isWhole = true
  readonly #tape: Tape
  #lines: TapeLines | undefined

  constructor(bytes: Uint8Array, isAllAscii: boolean, { tape, copy, parts }: Memory) {
    this.#tape = tape
    this.isAllAscii = isAllAscii
    this.codes = copy.of(bytes)
    this.text = new BytesText(this.codes, viewOf(bytes), parts)
    this.start = endOfMarkerLine(this.codes)
    const first = codeAt(this.codes, skipWhiteSpace(this.codes, this.start))
    this.isJson = first === OPEN_BRACE || first === OPEN_BRACKET
  }

  /** Fills the tape. Returns false if the text is outside the fast subset. */
  scan(readItem?: ReadItem): boolean {
    const tape = this.#tape
    this.isWhole = true
    tape.clear(this.isAllAscii, readItem === undefined ? lengthOf(this.codes) : 0)
    if (this.isJson) return new JsonScanner(this.codes, tape, readItem).scan(this.start)
    const isForbidden = !this.isAllAscii && FORBIDDEN.test(this.text.slice(0, this.text.length))
    return !isForbidden && scanBlock(this.codes, this.start, tape)
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

/** The offset after a marker line that has no content of its own; 0 where there is no such line. */
function endOfMarkerLine(codes: PaddedBytes): number {
  const end = matchesAt(codes, 0, MARKER) ? restOfLine(codes, MARKER.length) : 0
  return end > 0 && end <= lengthOf(codes) ? end : 0
}
