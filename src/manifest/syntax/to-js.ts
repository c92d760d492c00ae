import { isNull, effectiveMembers } from './node.ts'
import type { SyntaxNode } from './node.ts'

/** Converts a node to JavaScript values: objects with merged keys, arrays, null, and strings for all other scalars. */
export function toJs(node: SyntaxNode): unknown {
  if (node.type === 'scalar') return isNull(node) ? null : node.text
  if (node.type === 'sequence') return node.items.map(item => toJs(item.node))
  return Object.fromEntries(effectiveMembers(node).map(({ member }) => [member.key, toJs(member.value)]))
}
