import { bodyOf } from './body.ts'
import { parseJson } from './json.ts'
import { Lines } from './lines.ts'
import type { Syntax, SyntaxFault } from './node.ts'
import { parseYaml } from './yaml.ts'

/** The trees of one document's text, marker line included, or the reason why it can't be read. */
export function parseSyntax(text: string): Syntax | SyntaxFault {
  const body = bodyOf(text)
  const lines = new Lines(text)
  const json = parseJson(body)
  const parsed = json ?? parseYaml(body)
  if (parsed.kind === 'fault') return parsed
  const { roots, hasAliases } = parsed
  return { kind: 'syntax', text, isJson: json !== undefined, roots, hasAliases, lines }
}
