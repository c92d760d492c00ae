import type { EntrySpellings, Insertion, Spelling } from '../site.ts'
import type { Text } from '../syntax/lines.ts'
import type { Extent } from '../syntax/node.ts'
import { blockEntries, flowEntries } from './entry-spelling.ts'
import type { BlockStyle, EntryKind, FlowStyle } from './entry-spelling.ts'

const [NOTHING, REMOVED] = ['', 0]

/** Lines behind the last entry of a block list, at `offset`; spelled as that one. */
export function behindBlockEntry(offset: number, spelling: Spelling, entry: EntrySpellings): Insertion {
  return { offset, remove: REMOVED, prefix: NOTHING, suffix: NOTHING, separator: NOTHING, spelling, entry }
}

/** The last entry of a flow list, and how it is written. */
export interface LastFlowEntry {
  readonly end: number
  readonly spelling: Spelling
  /** What stands around its name, if another one could be written like it (`aroundName`). */
  readonly around: readonly [string, string] | undefined
}

/** Behind the last entry of a flow list. `separator`: see `flowSeparator`. */
export function behindFlowEntry(
  kind: EntryKind,
  style: FlowStyle,
  { end, spelling, around }: LastFlowEntry,
  separator: string,
): Insertion {
  const standard = flowEntries(kind, style)
  const own = around ?? standard[kind === 'string' ? 'normal' : spelling]
  const entry: EntrySpellings =
    spelling === 'normal'
      ? { normal: own, 'list-existed': standard['list-existed'] }
      : { normal: standard.normal, 'list-existed': own }
  return { offset: end, remove: REMOVED, prefix: separator, suffix: NOTHING, separator, spelling, entry }
}

/** What stands around the last entry of a flow list. */
export interface FlowEntryPlace {
  /** The line end before it and the white space behind that, if it stands on a line of its own. */
  readonly ownLine: string | undefined
  /** What stands between the entry before it and it, `''` where there is none. */
  readonly between: string
}

/** What comes between entries of a flow list, as it does before the last one. */
export function flowSeparator(
  text: Text,
  isJson: boolean,
  list: Extent,
  { ownLine, between }: FlowEntryPlace,
): string {
  if (ownLine !== undefined) return `,${ownLine}`
  if (/^,[ \t]*$/.test(between)) return between
  const isTight = isJson && !/[:,][ \n\r]/.test(text.slice(list.start, list.end))
  return isTight ? ',' : ', '
}

/** Between the brackets of an empty flow list, which begins at `start`. */
export function intoEmptyFlowList(start: number, kind: EntryKind, style: FlowStyle): Insertion {
  return {
    offset: start + '['.length,
    remove: REMOVED,
    prefix: NOTHING,
    suffix: NOTHING,
    separator: ', ',
    spelling: 'list-existed',
    entry: flowEntries(kind, style),
  }
}

/** In place of a null that is written in a flow mapping. */
export function inPlaceOfNull({ start, end }: Extent, kind: EntryKind, style: FlowStyle): Insertion {
  return { ...beforeNull(start, kind, style), remove: end - start, prefix: '[ ', suffix: ' ]' }
}

/** Before a null that is written in a block mapping, which becomes a comment, so that the edit is an insertion still. */
export function beforeNull(start: number, kind: EntryKind, style: FlowStyle): Insertion {
  const [separator, spelling] = [', ', 'normal'] as const
  const entry = flowEntries(kind, style)
  return { offset: start, remove: REMOVED, prefix: '[', suffix: '] # ', separator, spelling, entry }
}

/** Lines below a key without a value, at `offset`. */
export function belowEmptyKey(offset: number, kind: EntryKind, style: BlockStyle): Insertion {
  return behindBlockEntry(offset, 'list-existed', blockEntries(kind, style))
}
