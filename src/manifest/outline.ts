import { BlockScanner } from './outline/block.ts'
import { JsonScanner } from './outline/json.ts'
import { nodeAt, Unsure } from './outline/nodes.ts'
import { TapeWriter } from './outline/tape.ts'
import type { Tape } from './outline/tape.ts'
import type { Reading } from './resource.ts'
import { readSyntax } from './sites/read-syntax.ts'
import { Lines } from './syntax/lines.ts'
import type { Syntax, SyntaxNode } from './syntax/node.ts'

/**
 * The fast reader, of plain block YAML and of JSON: the same reading as the tree's, or `undefined` where it is not sure
 * and the tree must be asked. The rules of doubt stand at its two scanners.
 */
export function readOutline(text: string): Reading | undefined {
  const syntax = outline(text)
  if (syntax === undefined) return undefined
  try {
    return readSyntax(syntax)
  } catch (error) {
    if (error instanceof Unsure) return undefined
    throw error
  }
}

const MARKER_LINE = /---(?: +#.*| *)\n/y
const JSON_START = /[ \t\r\n]*[{[]/y
const writer = new TapeWriter()

/** The trees of a text, whose nodes come to be when they are asked for. */
export function outline(text: string): Syntax | undefined {
  MARKER_LINE.lastIndex = 0
  const body = MARKER_LINE.test(text) ? MARKER_LINE.lastIndex : 0
  JSON_START.lastIndex = body
  const isJson = JSON_START.test(text)
  const scanner = isJson ? new JsonScanner(text, writer) : new BlockScanner(text, writer)
  const isSure = scanner.scan(body)
  const tape = writer.take()
  if (!isSure) return undefined
  const { imageValues } = tape
  return { text, isJson, roots: rootsOf(text, tape), hasAliases: false, lines: new Lines(text), imageValues }
}

function rootsOf(text: string, tape: Tape): readonly SyntaxNode[] {
  const roots: SyntaxNode[] = []
  for (let row = 0; row < tape.length; row = tape.next(row)) roots.push(nodeAt(text, tape, row))
  return roots
}
