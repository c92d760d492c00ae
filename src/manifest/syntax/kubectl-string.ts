import type { SyntaxNode } from './node.ts'

// What goyaml makes a boolean of (yaml.v2 `resolve.go`): YAML 1.1.
const WORDS: ReadonlySet<string> = new Set(
  ['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false'].flatMap(word => [
    word,
    word.toUpperCase(),
    `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
  ]),
)
const NUMBER =
  /^[-+]?(?:0b[01_]+|0x[0-9a-f_]+|0o?[0-7_]+|[0-9][0-9_]*|(?:\.[0-9][0-9_]*|[0-9][0-9_]*\.?[0-9_]*)(?:e[-+]?[0-9]+)?|\.inf)$|^\.nan$/i

/** Whether kubectl reads what stands without quotes as a text: not as a number or a boolean. */
export function isPlainText(text: string): boolean {
  return !WORDS.has(text) && !NUMBER.test(text)
}

/** Whether kubectl reads a node as a text. */
export function isText(node: SyntaxNode): boolean {
  return node.type === 'scalar' && !node.isNull && (node.quote !== '' || node.block || isPlainText(node.text))
}
