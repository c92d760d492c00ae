import type { Edit } from '../edit.ts'
import type { Entry } from '../site.ts'
import type { Text } from '../syntax/lines.ts'
import type { Extent } from '../syntax/node.ts'

/** Removes the text between two offsets. */
export function cut(start: number, end: number): Edit {
  return { offset: start, remove: end - start, text: '' }
}

/** A pair of a flow mapping. */
export interface FlowPair {
  readonly start: number
  /** Where its line begins, if only white space stands before the pair. */
  readonly line: number | undefined
}

/** Removes a pair of a flow mapping that has a next pair. */
export function removalBefore(pair: FlowPair, next: FlowPair): Edit {
  return pair.line === undefined || next.line === undefined
    ? cut(pair.start, next.start)
    : cut(pair.line, next.line)
}

/** Removes the last pair of a flow mapping. `previousEnd` is the end of the pair before it, if there is one. */
export function removalOfLast(text: Text, { start, end }: Extent, previousEnd: number | undefined): Edit {
  if (previousEnd !== undefined) return cut(previousEnd, end)
  return text.charAt(start - 1) === ' ' && text.charAt(end) === ' '
    ? cut(start - 1, end + 1)
    : cut(start, end)
}

/** Whether inject filled a flow mapping that was empty before: `{ key: [...] }`. */
export function wasEmptyMapping(text: Text, { start }: Extent): boolean {
  return text.charAt(start + 1) === ' '
}

/** The forms that inject gives a null: `[ {name: x} ]` in a flow mapping, `[{name: x}] # null` in a block mapping. */
const FLOW_NULL = /^\[ \S[^]*\S \]$/
const COMMENTED_NULL = /^ # (?=(?:null|Null|NULL)\b|~)/

/**
 * Whether an emptied flow list must become the null again that inject found. The spelling of its entries does not
 * matter.
 */
export function wasNull(text: Text, isHostFlow: boolean, { start, end }: Extent): boolean {
  if (!isHostFlow) return COMMENTED_NULL.test(text.slice(end, end + 8))
  return text.charAt(start + 1) === ' ' && FLOW_NULL.test(text.slice(start, end))
}

/** Removes all entries of a block list. */
export function emptyingOfLines(first: Entry, last: Entry): Edit {
  return cut(first.start, last.end)
}

/** Removes all entries of a flow list and restores the text that inject found: `[]`, or a null (`wasNull`). */
export function emptyingOfFlow(list: Extent, last: Entry, nullBefore: 'none' | 'replaced' | 'comment'): Edit {
  if (nullBefore === 'none') return cut(list.start + 1, last.end)
  return nullBefore === 'comment'
    ? cut(list.start, list.end + ' # '.length)
    : { ...cut(list.start, list.end), text: 'null' }
}
