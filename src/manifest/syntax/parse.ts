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
  if (json !== undefined)
    return 'what' in json ? json : { text, isJson: true, roots: json, hasAliases: false, lines }
  const yaml = parseYaml(body)
  return 'what' in yaml ? yaml : { text, isJson: false, ...yaml, lines }
}
