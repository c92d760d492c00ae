import type { EntrySpellings, Insertion, Spelling } from '../site.ts'
import type { Text } from '../syntax/lines.ts'
import type { Extent } from '../syntax/node.ts'
import { blockEntries, flowEntries } from './entry-spelling.ts'
import type { BlockStyle, EntryKind, FlowStyle } from './entry-spelling.ts'

const [NOTHING, REMOVED] = ['', 0]

/** New lines after the last entry of a block list, at `offset`, in that entry's spelling. */
export function afterBlockEntry(offset: number, spelling: Spelling, entry: EntrySpellings): Insertion {
  return { offset, remove: REMOVED, prefix: NOTHING, suffix: NOTHING, separator: NOTHING, spelling, entry }
}

/** The last entry of a flow list and its spelling. */
export interface LastFlowEntry {
  readonly end: number
  readonly spelling: Spelling
  /** The text around its name, if a new entry can copy it (`aroundName`). */
  readonly around: readonly [string, string] | undefined
}

/** New entries after the last one of a flow list. For `separator` see `flowSeparator`. */
export function afterFlowEntry(
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

/** The text before the last entry of a flow list. */
export interface FlowEntryPlace {
  /** The line break and indentation before the entry, if it has a line of its own. */
  readonly ownLine: string | undefined
  /** The text between the entry before it and this one; `''` for the only entry. */
  readonly between: string
}

/** The separator for new entries of a flow list: like the one before its last entry. */
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

/** New entries in an empty flow list that begins at `start`. */
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

/** A list in place of a null in a flow mapping. */
export function inPlaceOfNull({ start, end }: Extent, kind: EntryKind, style: FlowStyle): Insertion {
  return { ...beforeNull(start, kind, style), remove: end - start, prefix: '[ ', suffix: ' ]' }
}

/** A list before a null in a block mapping. The null becomes a comment, so that the edit is still an insertion. */
export function beforeNull(start: number, kind: EntryKind, style: FlowStyle): Insertion {
  const [separator, spelling] = [', ', 'normal'] as const
  const entry = flowEntries(kind, style)
  return { offset: start, remove: REMOVED, prefix: '[', suffix: '] # ', separator, spelling, entry }
}

/** New lines below a key without a value, at `offset`. */
export function belowEmptyKey(offset: number, kind: EntryKind, style: BlockStyle): Insertion {
  return afterBlockEntry(offset, 'list-existed', blockEntries(kind, style))
}
