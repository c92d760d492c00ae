import type { Extent, Member, SyntaxNode } from './node.ts'
import type { Token } from './token.ts'

/** A node, with its text and its properties (YAML's name for an anchor and a tag). */
export interface ComposedNode {
  readonly node: SyntaxNode
  /** The text of the node: for an alias, the alias itself; `undefined` for an empty scalar. */
  readonly written: Extent | undefined
  /** Where the node's anchor or tag begins. */
  readonly propertiesStart: number | undefined
  /** Where the node's properties end. */
  readonly propertiesEnd: number
  readonly isMergeKey: boolean
}

/** A node without properties. */
export function withoutProperties(node: SyntaxNode, written: Extent | undefined): ComposedNode {
  return { node, written, propertiesStart: undefined, propertiesEnd: 0, isMergeKey: false }
}

/**
 * Builds a pair of a mapping. `mark` and `colon` are the tokens before its key and before its value. `offset` is added
 * to positions of tokens.
 */
export function memberOf(
  mark: Token | undefined,
  key: ComposedNode,
  colon: Token | undefined,
  value: ComposedNode,
  offset: number,
): Member {
  const isExplicit = mark !== undefined && mark.end > mark.start
  const keyEnd = key.written?.end ?? key.node.end
  const separatorEnd = Math.max(colon === undefined ? 0 : colon.end + offset, value.propertiesEnd)
  const keyNode = key.node
  return {
    start: isExplicit ? mark.start + offset : (key.propertiesStart ?? key.written?.start ?? keyNode.start),
    end: Math.max(keyEnd, separatorEnd, value.written?.end ?? 0),
    key: keyNode.type === 'scalar' ? keyNode.text : '',
    keyNode,
    value: value.node,
    written: value.written,
    hasProperties: value.propertiesStart !== undefined,
    hasColon: colon !== undefined,
    isMerge: key.isMergeKey,
  }
}

/** A mapping begins at its first key, after that key's properties. A node that an alias repeats stands elsewhere. */
export function beginOf(first: Member | undefined, start: number): number {
  return first === undefined ? start : Math.max(first.keyNode.start, start)
}

/** The extent of an item. Its end is at least `least`, the offset after its dash. */
export function extentOf({ node, written }: ComposedNode, least: number): Extent {
  return { start: written?.start ?? node.start, end: Math.max(written?.end ?? node.end, least) }
}
