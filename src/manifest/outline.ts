import { BlockScanner } from './outline/block.ts'
import { codesOf } from './outline/codes.ts'
import { JsonScanner } from './outline/json.ts'
import { nodeAt, Unsure } from './outline/nodes.ts'
import { PlainWorkloads } from './plain/workload.ts'
import { Tape } from './outline/tape.ts'
import type { Reading } from './resource.ts'
import { readSyntax } from './sites/read-syntax.ts'
import { Lines } from './syntax/lines.ts'
import type { Syntax, SyntaxNode } from './syntax/node.ts'

/**
 * The fast reader, of plain block YAML and of JSON: the same reading as the tree's, or `undefined` where it is not sure
 * and the tree must be asked. The rules of doubt stand at its two scanners. `isAscii` is whether all of the text is, if
 * that is known.
 */
export function readOutline(text: string, isAscii?: boolean): Reading | undefined {
  const body = bodyOf(text)
  if (!scan(text, body, isAscii)) return undefined
  const workloads = new PlainWorkloads(text, tape)
  try {
    const only = workloads.whole(() => syntaxOf(text, body))
    if (only !== undefined) return { resources: [only], problems: NONE }
    return readSyntax(syntaxOf(text, body), (syntax, { node, identity }) =>
      workloads.within(syntax, node, identity),
    )
  } catch (error) {
    if (error instanceof Unsure) return undefined
    throw error
  }
}

const NONE: readonly never[] = []

/** The trees of a text, whose nodes come to be when they are asked for: before the next text is outlined. */
export function outline(text: string): Syntax | undefined {
  const body = bodyOf(text)
  return scan(text, body) ? syntaxOf(text, body) : undefined
}

interface Body {
  /** Behind the marker line, if there is one. */
  readonly start: number
  readonly isJson: boolean
}

const MARKER_LINE = /---(?: +#.*| *)\n/y
const JSON_START = /[ \t\r\n]*[{[]/y
const NOT_ASCII = /[^\0-\x7F]/
const tape = new Tape()
const blockScanner = new BlockScanner(tape)

function bodyOf(text: string): Body {
  MARKER_LINE.lastIndex = 0
  const start = MARKER_LINE.test(text) ? MARKER_LINE.lastIndex : 0
  JSON_START.lastIndex = start
  return { start, isJson: JSON_START.test(text) }
}

function scan(text: string, { start, isJson }: Body, isAscii = !NOT_ASCII.test(text)): boolean {
  tape.clear()
  const codes = codesOf(text, isAscii)
  return isJson ? new JsonScanner(text, codes, tape).scan(start) : blockScanner.scan(codes, start)
}

function syntaxOf(text: string, { isJson }: Body): Syntax {
  const { imageValues } = tape
  return { text, isJson, roots: rootsOf(text), hasAliases: false, lines: new Lines(text), imageValues }
}

function rootsOf(text: string): readonly SyntaxNode[] {
  const roots: SyntaxNode[] = []
  for (let row = 0; row < tape.length; row = tape.next(row)) roots.push(nodeAt(text, tape, row))
  return roots
}
