import type { Extent, Member, SyntaxNode } from './node.ts'
import type { Token } from './token.ts'

/** A node with what stands in the text for it and before it. */
export interface Built {
  readonly node: SyntaxNode
  /** What is written: the alias where it is one; nothing for an empty scalar. */
  readonly written: Extent | undefined
  /** Where an anchor or a tag before it begins. */
  readonly marked: number | undefined
  /** Behind them. */
  readonly marksEnd: number
  readonly isMergeKey: boolean
}

/** A node without an anchor and a tag. */
export function unmarked(node: SyntaxNode, written: Extent | undefined): Built {
  return { node, written, marked: undefined, marksEnd: 0, isMergeKey: false }
}

/** A pair of a mapping. `mark` and `colon`: the tokens before its key and before its value; `offset`: what tokens count from. */
export function memberOf(
  mark: Token | undefined,
  key: Built,
  colon: Token | undefined,
  value: Built,
  offset: number,
): Member {
  const isExplicit = mark !== undefined && mark.end > mark.start
  const keyEnd = key.written?.end ?? key.node.end
  const separatorEnd = Math.max(colon === undefined ? 0 : colon.end + offset, value.marksEnd)
  const keyNode = key.node
  return {
    start: isExplicit ? mark.start + offset : (key.marked ?? key.written?.start ?? keyNode.start),
    end: Math.max(keyEnd, separatorEnd, value.written?.end ?? 0),
    key: keyNode.type === 'scalar' ? keyNode.text : '',
    keyNode,
    value: value.node,
    written: value.written,
    marked: value.marked !== undefined,
    hasColon: colon !== undefined,
    isMerge: key.isMergeKey,
  }
}

/** A mapping begins with its first key, behind the anchor and the tag of that; what an alias repeats is elsewhere. */
export function beginOf(first: Member | undefined, start: number): number {
  return first === undefined ? start : Math.max(first.keyNode.start, start)
}

/** Of an item, that ends at `least` behind its dash. */
export function extentOf({ node, written }: Built, least: number): Extent {
  return { start: written?.start ?? node.start, end: Math.max(written?.end ?? node.end, least) }
}
