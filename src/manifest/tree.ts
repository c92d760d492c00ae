import type { Kinds } from '../kinds/kinds.ts'
import type { Reading } from './resource.ts'
import { readSyntax } from './sites/read-syntax.ts'
import { parseSyntax } from './parse.ts'

/** The reader that understands everything, and the authority: what it says of a document's text, marker line included. */
export function readTree(text: string, kinds: Kinds): Reading {
  const syntax = parseSyntax(text)
  if (syntax.kind === 'syntax') return readSyntax(syntax, kinds)
  const { code, at, what, remedy } = syntax
  return { resources: [], problems: [{ code, line: lineOf(text, at), what, remedy }], hasAliases: false }
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n|\r/).length
}
