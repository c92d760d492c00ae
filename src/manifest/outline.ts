import { isAscii } from 'node:buffer'
import { scanBlock } from './outline/block.ts'
import { codesOf } from './outline/codes.ts'
import { JsonScanner } from './outline/json.ts'
import { nodeAt, Unsure } from './outline/nodes.ts'
import { Tape } from './outline/tape.ts'
import { readRows } from './plain/read-rows.ts'
import { Rows } from './plain/rows.ts'
import type { Reading } from './resource.ts'
import { viewOf } from './search.ts'
import { readSyntax } from './sites/read-syntax.ts'
import { Lines } from './syntax/lines.ts'
import type { Syntax, SyntaxNode } from './syntax/node.ts'

/**
 * The fast reader, of plain block YAML and of JSON in UTF-8: the same reading as the tree's, but with all offsets in
 * bytes; or `undefined` where it is not sure and the tree must be asked. The rules of doubt stand at its two scanners.
 */
export function readOutline(bytes: Uint8Array, isAllAscii = isAscii(bytes)): Reading | undefined {
  const body = scan(bytes, isAllAscii)
  if (body === undefined) return undefined
  rows.read(body.text)
  try {
    return readRows(rows, () => syntaxOf(body)) ?? readSyntax(syntaxOf(body))
  } catch (error) {
    if (error instanceof Unsure) return undefined
    throw error
  }
}

/** The trees of a text, whose nodes come to be when they are asked for: before the next text is outlined. */
export function outline(bytes: Uint8Array): Syntax | undefined {
  const body = scan(bytes, isAscii(bytes))
  return body === undefined ? undefined : syntaxOf(body)
}

/** A text whose characters are bytes, so that it is made fast and all offsets in it are bytes. */
interface Body {
  readonly text: string
  readonly isJson: boolean
}

const MARKER_LINE = /---(?: +#.*| *)\n/y
const JSON_START = /[ \t\r\n]*[{[]/y
const tape = new Tape()
const rows = new Rows(tape)

/**
 * What YAML does not allow, or what ends a line for some of its readers only, beyond ASCII: U+0080 to U+009F, U+2028,
 * U+2029, byte order marks, U+FFFE and U+FFFF.
 */
const ODD = /\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef(?:\xbb\xbf|\xbf[\xbe\xbf])/

/** Writes the tape of a text; `undefined` where it is unsure. */
function scan(bytes: Uint8Array, isAllAscii: boolean): Body | undefined {
  const text = viewOf(bytes).toString('latin1')
  MARKER_LINE.lastIndex = 0
  const start = MARKER_LINE.test(text) ? MARKER_LINE.lastIndex : 0
  JSON_START.lastIndex = start
  const isJson = JSON_START.test(text)
  tape.clear(isAllAscii, bytes.length)
  if (!isJson && !tape.isAscii && ODD.test(text)) return undefined
  const codes = codesOf(bytes)
  const isSure = isJson ? new JsonScanner(text, codes, tape).scan(start) : scanBlock(codes, start, tape)
  return isSure ? { text, isJson } : undefined
}

function syntaxOf({ text, isJson }: Body): Syntax {
  const { imageValues } = tape
  return { text, isJson, roots: rootsOf(text), hasAliases: false, lines: new Lines(text), imageValues }
}

function rootsOf(text: string): readonly SyntaxNode[] {
  const roots: SyntaxNode[] = []
  for (let row = 0; row < tape.length; row = tape.next(row)) roots.push(nodeAt(text, tape, row))
  return roots
}
