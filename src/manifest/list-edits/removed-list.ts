import type { Edit } from '../edit.ts'
import type { Entry } from '../site.ts'
import type { Text } from '../syntax/lines.ts'
import type { Extent } from '../syntax/node.ts'

/** Takes out what stands from one offset to another. */
export function cut(start: number, end: number): Edit {
  return { offset: start, remove: end - start, text: '' }
}

/** A pair of a flow mapping. */
export interface FlowPair {
  readonly start: number
  /** Where its line begins, if nothing but white space stands before it. */
  readonly line: number | undefined
}

/** Takes a pair out of a flow mapping that has one behind it. */
export function removalBefore(pair: FlowPair, next: FlowPair): Edit {
  return pair.line === undefined || next.line === undefined
    ? cut(pair.start, next.start)
    : cut(pair.line, next.line)
}

/** Takes the last pair out of a flow mapping; `previousEnd`: of the pair before it, if there is one. */
export function removalOfLast(text: Text, { start, end }: Extent, previousEnd: number | undefined): Edit {
  if (previousEnd !== undefined) return cut(previousEnd, end)
  return text.charAt(start - 1) === ' ' && text.charAt(end) === ' '
    ? cut(start - 1, end + 1)
    : cut(start, end)
}

/** Whether a flow mapping is what inject makes of one that was there, and empty: `{ key: [...] }`. */
export function wasEmptyMapping(text: Text, { start }: Extent): boolean {
  return text.charAt(start + 1) === ' '
}

/** What inject makes of a null: in a flow mapping `[ {name: x} ]`, in a block mapping `[{name: x}] # null`. */
const FLOW_NULL = /^\[ \S[^]*\S \]$/
const COMMENTED_NULL = /^ # (?=(?:null|Null|NULL)\b|~)/

/** Whether a flow list, once empty, goes back to the null that inject found, whatever the spelling of its entries. */
export function wasNull(text: Text, isHostFlow: boolean, { start, end }: Extent): boolean {
  if (!isHostFlow) return COMMENTED_NULL.test(text.slice(end, end + 8))
  return text.charAt(start + 1) === ' ' && FLOW_NULL.test(text.slice(start, end))
}

/** Takes all entries out of a block list. */
export function emptyingOfLines(first: Entry, last: Entry): Edit {
  return cut(first.start, last.end)
}

/** Takes all entries out of a flow list, and leaves what inject found there: `[]`, or a null (`wasNull`). */
export function emptyingOfFlow(list: Extent, last: Entry, nullBefore: 'none' | 'replaced' | 'comment'): Edit {
  if (nullBefore === 'none') return cut(list.start + 1, last.end)
  return nullBefore === 'comment'
    ? cut(list.start, list.end + ' # '.length)
    : { ...cut(list.start, list.end), text: 'null' }
}
