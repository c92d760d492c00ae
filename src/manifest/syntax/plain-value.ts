import { isNull, membersInForce } from './node.ts'
import type { SyntaxNode } from './node.ts'

/** A node as plain values: mappings as objects with their merged keys, sequences as lists, all scalars as texts but null. */
export function plainValue(node: SyntaxNode): unknown {
  if (node.type === 'scalar') return isNull(node) ? null : node.text
  if (node.type === 'sequence') return node.items.map(item => plainValue(item.node))
  return Object.fromEntries(membersInForce(node).map(({ member }) => [member.key, plainValue(member.value)]))
}
