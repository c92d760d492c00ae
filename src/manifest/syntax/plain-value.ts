import { findMember, isNull, mergedInto } from './node.ts'
import type { SyntaxNode } from './node.ts'

/** A node as plain values: mappings as objects with their merged keys, sequences as lists, all scalars as texts but null. */
export function plainValue(node: SyntaxNode): unknown {
  if (node.type === 'scalar') return isNull(node) ? null : node.text
  if (node.type === 'sequence') return node.items.map(item => plainValue(item.node))
  const keys = [node, ...mergedInto(node)].flatMap(map => map.members.filter(({ isMerge }) => !isMerge))
  return Object.fromEntries(
    [...new Set(keys.map(({ key }) => key))].map(key => {
      const value = findMember(node, key)?.member.value
      return [key, value === undefined ? null : plainValue(value)]
    }),
  )
}
