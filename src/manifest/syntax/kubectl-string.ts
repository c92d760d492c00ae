import type { SyntaxNode } from './node.ts'

// The booleans of YAML 1.1, by goyaml (yaml.v2 `resolve.go`).
const WORDS: ReadonlySet<string> = new Set(
  ['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false'].flatMap(word => [
    word,
    word.toUpperCase(),
    `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
  ]),
)
const NUMBER =
  /^[-+]?(?:0b[01_]+|0x[0-9a-f_]+|0o?[0-7_]+|[0-9][0-9_]*|(?:\.[0-9][0-9_]*|[0-9][0-9_]*\.?[0-9_]*)(?:e[-+]?[0-9]+)?|\.inf)$|^\.nan$/i

/** Whether kubectl reads an unquoted scalar as a string, not as a number or boolean. */
export function isUnquotedString(text: string): boolean {
  return !WORDS.has(text) && !NUMBER.test(text)
}

/** Whether kubectl reads a node as a string. */
export function isString(node: SyntaxNode): boolean {
  return (
    node.type === 'scalar' && !node.isNull && (node.quote !== '' || node.block || isUnquotedString(node.text))
  )
}
