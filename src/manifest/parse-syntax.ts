import { bodyOf } from './syntax/document-body.ts'
import { parseJson } from './fast-reader/json-trees.ts'
import { Lines } from './syntax/lines.ts'
import type { Syntax, SyntaxFault } from './syntax/node.ts'
import { parseYaml } from './syntax/parse-yaml.ts'

/** Parses one document, with its marker line. Returns trees, or the fault that makes the text unreadable. */
export function parseSyntax(text: string): Syntax | SyntaxFault {
  const body = bodyOf(text)
  const lines = new Lines(text)
  const json = parseJson(text, body)
  const parsed = json ?? parseYaml(body)
  if (parsed.kind === 'fault') return parsed
  const { roots, hasAliases } = parsed
  return { kind: 'syntax', text, isJson: json !== undefined, roots, hasAliases, lines }
}
