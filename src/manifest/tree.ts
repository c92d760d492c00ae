import type { Kinds } from '../kinds/kinds.ts'
import type { Reading } from './resource.ts'
import { readSyntax } from './sites/read-syntax.ts'
import { parseSyntax } from './parse-syntax.ts'

/**
 * The full reader. It supports all of YAML, and the fast reader must agree with it. `text` is one document with its
 * marker line.
 */
export function readTree(text: string, kinds: Kinds): Reading {
  const syntax = parseSyntax(text)
  if (syntax.kind === 'syntax') return readSyntax(syntax, kinds)
  const { code, at, what, remedy } = syntax
  return { resources: [], problems: [{ code, line: lineOf(text, at), what, remedy }], hasAliases: false }
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n|\r/).length
}
