import type { Diagnostic } from '../diagnostic.ts'
import { flowStyleOf, standardFlowStyle } from '../list-edits/entry-spelling.ts'
import type { FlowStyle } from '../list-edits/entry-spelling.ts'
import {
  insertionAt,
  newBlockLines,
  newBlockLinesAfterDash,
  newFlowPair,
  onlyFlowPair,
} from '../list-edits/new-list.ts'
import type { BlockLayout, FlowLines, NewList } from '../list-edits/new-list.ts'
import type { Insertion } from '../site.ts'
import { dashStyleNear, gapAfter, stepNear } from '../syntax/layout.ts'
import type { LineGap } from '../syntax/layout.ts'
import { endsInBlockScalar, findMember, mergedInto, quoteOf } from '../syntax/node.ts'
import type { Mapping, Member, Syntax } from '../syntax/node.ts'

/** A list that does not exist yet, and the mapping that gets it. */
export interface AbsentList extends NewList {
  readonly host: Mapping
  /** Keys of the host near which the list is written, best first. */
  readonly beside: readonly string[]
  /** The key after which a new list is written in a block mapping, instead of above those of `beside`. */
  readonly after?: string | undefined
}

/** The insertion of a missing list. */
export function insertionOfAbsent(syntax: Syntax, absent: AbsentList): Insertion | Diagnostic {
  return absent.host.flow ? intoFlow(syntax, absent) : intoBlock(syntax, absent)
}

/**
 * Writes the list after the key `after` if it is given, as below the metadata of a ServiceAccount. After a block
 * scalar, it goes above a key instead.
 */
function intoBlock(syntax: Syntax, absent: AbsentList): Insertion | Diagnostic {
  const member =
    absent.after === undefined
      ? undefined
      : absent.host.members.findLast(candidate => candidate.key === absent.after)
  return member === undefined || endsInBlockScalar(member.value)
    ? aboveNeighbour(syntax, absent)
    : below(syntax, absent, member)
}

/** Writes the list above a pair of the host, so that the end of the text does not matter. */
function aboveNeighbour(syntax: Syntax, absent: AbsentList): Insertion | Diagnostic {
  const { host, keys } = absent
  const [first = ''] = keys
  const merge = host.members.findLast(({ isMerge }) => isMerge)
  if (merge !== undefined && mergedInto(host).some(merged => findMember(merged, first) !== undefined))
    return below(syntax, absent, merge)
  const ownLine = neighbourIn(absent, ({ start }) => syntax.lines.ownIndentation(start) !== undefined)
  if (ownLine !== undefined) return above(syntax, absent, ownLine)
  const sharedLine = neighbourIn(absent)
  const isAfterDash =
    sharedLine !== undefined && /^ *(?:[-?:] +)+$/.test(syntax.lines.before(sharedLine.start))
  return isAfterDash ? beforePairOnDashLine(syntax, absent, sharedLine) : noPlace(syntax, host)
}

/** The suitable pair of the host near which the list is written: by `beside`, else the first one. */
function neighbourIn(
  { host: { members }, beside }: AbsentList,
  isSuitable: (member: Member) => boolean = () => true,
): Member | undefined {
  for (const key of beside) {
    const preferred = members.findLast(member => member.key === key)
    if (preferred !== undefined && isSuitable(preferred)) return preferred
  }
  return members.find(isSuitable)
}

/** Inserts above a pair's lines, and above the comments directly above it. */
function above(syntax: Syntax, absent: AbsentList, member: Member): Insertion {
  const { lines } = syntax
  const indentation = lines.ownIndentation(member.start) ?? ''
  const { members } = absent.host
  const bound = members[members.indexOf(member) - 1]?.end ?? absent.host.start
  const offset = commentsAbove(syntax, member.start, indentation, bound)
  const gap = { offset, lead: '', trail: lines.eolNear(member.start) }
  return insertionAt(offset, newBlockLines(absent, layoutNear(syntax, absent, member, indentation, gap)))
}

/** Inserts before a pair on the line of a dash. */
function beforePairOnDashLine(syntax: Syntax, absent: AbsentList, member: Member): Insertion {
  const { start: offset } = member
  const indentation = ' '.repeat(syntax.lines.column(offset))
  const gap = { offset, lead: '', trail: syntax.lines.eolNear(offset) }
  const layout = layoutNear(syntax, absent, member, indentation, gap)
  return insertionAt(offset, newBlockLinesAfterDash(absent, layout))
}

/**
 * Inserts below a pair's lines. Below `<<`, because a merge key that also brings the list would win over a list above
 * it.
 */
function below(syntax: Syntax, absent: AbsentList, member: Member): Insertion | Diagnostic {
  const { text, lines } = syntax
  if (!/^[ \t]*(?:#.*)?$/.test(text.slice(member.end, lines.end(member.end))))
    return noPlace(syntax, absent.host)
  const indentation = lines.ownIndentation(member.start) ?? ' '.repeat(lines.column(member.start))
  const gap = gapAfter(syntax, member.end)
  return insertionAt(gap.offset, newBlockLines(absent, layoutNear(syntax, absent, member, indentation, gap)))
}

/** The layout of the host. Keys get the quotes of the neighbour's key. */
function layoutNear(
  syntax: Syntax,
  { host, keys, entry }: AbsentList,
  neighbour: Member,
  indentation: string,
  { lead, trail }: LineGap,
): BlockLayout {
  const quote = quoteOf(neighbour.keyNode)
  const step = keys.length > 1 ? stepNear(syntax, host) : 0
  const { indent, gap } = entry === 'single' ? { indent: 0, gap: '' } : dashStyleNear(syntax, host)
  return { lead, trail, indentation, quote, step, indent, gap }
}

function commentsAbove({ text, lines }: Syntax, offset: number, indentation: string, bound: number): number {
  let start = lines.start(offset)
  while (start > 0) {
    const line = lines.start(lines.previousEnd(start))
    if (line < bound || !text.startsWith(`${indentation}#`, line)) break
    start = line
  }
  return start
}

function noPlace({ lines }: Syntax, host: Mapping): Diagnostic {
  return {
    line: lines.number(host.start),
    code: 'no-room-for-list',
    what: 'the mapping has no line on which a key can be added safely',
    remedy: 'write its first key on a line of its own',
  }
}

/** Inserts into a flow mapping or JSON object, before the pair near which the list is written. */
function intoFlow(syntax: Syntax, absent: AbsentList): Insertion | Diagnostic {
  const { host } = absent
  if (host.members.some(({ isMerge }) => isMerge)) return noMerge(syntax, host)
  const member = neighbourIn(absent)
  if (member === undefined)
    return insertionAt(host.start + '{'.length, onlyFlowPair(absent, standardFlowStyle(syntax.isJson)))
  const lines = linesOf(syntax, member)
  const offset = lines === undefined ? member.start : syntax.lines.start(member.start)
  return insertionAt(offset, newFlowPair(absent, styleOf(syntax, host, member), lines))
}

/** The style of a pair, with the comma after it. */
function styleOf({ text }: Syntax, host: Mapping, member: Member): FlowStyle {
  const { keyNode, written, end } = member
  const colon = written === undefined ? ': ' : text.slice(keyNode.end, written.start)
  const next = host.members[host.members.indexOf(member) + 1]
  return flowStyleOf(quoteOf(keyNode), colon, next === undefined ? '' : text.slice(end, next.start))
}

function linesOf({ lines }: Syntax, { start, value }: Member): FlowLines | undefined {
  const indentation = lines.ownIndentation(start)
  if (indentation === undefined) return undefined
  const item = value.type === 'sequence' && value.flow ? value.items[0] : undefined
  const pair = item?.node.type === 'mapping' ? item.node.members[0] : undefined
  return {
    eol: lines.eolNear(start),
    indentation,
    itemIndentation: item === undefined ? undefined : lines.ownIndentation(item.start),
    pairIndentation: pair === undefined ? undefined : lines.ownIndentation(pair.start),
  }
}

function noMerge({ lines }: Syntax, host: Mapping): Diagnostic {
  return {
    line: lines.number(host.start),
    code: 'no-room-for-list',
    what: 'no key can be added to a flow mapping with a merge key (<<)',
    remedy: 'write the mapping in block style',
  }
}
