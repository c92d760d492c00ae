import type { Diagnostic } from '../diagnostic.ts'
import { aroundName, blockEntries, standardFlowStyle } from '../list-edits/entry-spelling.ts'
import type { EntryKind } from '../list-edits/entry-spelling.ts'
import {
  beforeNull,
  behindBlockEntry,
  behindFlowEntry,
  belowEmptyKey,
  flowSeparator,
  inPlaceOfNull,
  intoEmptyFlowList,
} from '../list-edits/extended-list.ts'
import type { FlowEntryPlace } from '../list-edits/extended-list.ts'
import type { Entry, Insertion } from '../site.ts'
import { dashStyleNear, gapBehind, gapBehindDash } from '../syntax/layout.ts'
import type { LineGap } from '../syntax/layout.ts'
import { endsInBlockScalar, findMember, quoteOf } from '../syntax/node.ts'
import type { Item, Mapping, Member, Quote, Sequence, Syntax, SyntaxNode } from '../syntax/node.ts'

/** Behind the last entry of a block list, on a line of its own. */
export function insertIntoBlock(
  syntax: Syntax,
  kind: EntryKind,
  list: Sequence,
  entries: readonly Entry[],
): Insertion | Diagnostic {
  const { text, lines } = syntax
  const last = list.items.at(-1)
  const behind = last === undefined ? undefined : gapBehindItem(syntax, last)
  if (last === undefined || behind === undefined) return noPlaceBehind(syntax, last?.dash ?? list.start)
  const dash = last.dash ?? list.start
  const named = last.node.type === 'mapping' ? findMember(last.node, 'name')?.member : undefined
  const style = {
    ...behind,
    indentation: lines.ownIndentation(dash) ?? ' '.repeat(lines.column(dash)),
    gap: gapBehindDash(text, dash),
    keyQuote: quoteOf(named?.keyNode),
    quote: quoteOf(named?.value ?? last.node),
  }
  const spelling = entries.at(-1)?.spelling ?? 'normal'
  return behindBlockEntry(behind.offset, spelling, blockEntries(kind, style))
}

/** A block scalar that the text ends in without a line end would get one, and with it another value. */
function gapBehindItem(syntax: Syntax, { node, end }: Item): LineGap | undefined {
  const { text, lines } = syntax
  if (endsInBlockScalar(node)) {
    const trail = lines.eol(end - 1)
    return trail === '' ? undefined : { offset: end, lead: '', trail }
  }
  return /^[ \t]*(?:#.*)?$/.test(text.slice(end, lines.end(end))) ? gapBehind(syntax, end) : undefined
}

/** Behind the last entry of a flow list, set as it is; in an empty list between the brackets. */
export function insertIntoFlow(
  syntax: Syntax,
  kind: EntryKind,
  list: Sequence,
  entries: readonly Entry[],
): Insertion | Diagnostic {
  const { text, isJson } = syntax
  const last = list.items.at(-1)
  const style = standardFlowStyle(isJson)
  if (last === undefined) return intoEmptyFlowList(list.start, kind, style)
  const { start, end } = last
  if (start === end) return noPlaceBehind(syntax, start)
  const spelling = entries.at(-1)?.spelling ?? 'normal'
  const separator = flowSeparator(text, isJson, list, placeOf(syntax, list, last))
  return behindFlowEntry(kind, style, { end, spelling, around: aroundNameOf(syntax, kind, last) }, separator)
}

function placeOf({ text, lines }: Syntax, list: Sequence, last: Item): FlowEntryPlace {
  const indentation = lines.ownIndentation(last.start)
  const previous = list.items.at(-2)
  return {
    ownLine: indentation === undefined ? undefined : lines.eolNear(last.start) + indentation,
    between: previous === undefined ? '' : text.slice(previous.end, last.start),
  }
}

/** A flow entry with its name taken out, if it shows how another one could be written. */
function aroundNameOf(
  syntax: Syntax,
  kind: EntryKind,
  { node, start }: Item,
): readonly [string, string] | undefined {
  if (start !== node.start) return undefined // an alias, or an anchor before it
  if (kind === 'string') {
    const quote = quoteOfName(syntax, node)
    return quote === undefined ? undefined : [quote, quote]
  }
  const [member, ...others] = node.type === 'mapping' && node.flow ? node.members : []
  if (member?.key !== 'name' || others.length > 0) return undefined
  const { value, written } = member
  const quote = quoteOfName(syntax, value)
  if (quote === undefined || written?.start !== value.start) return undefined
  const { text } = syntax
  return aroundName(text.slice(start, value.start), quote, text.slice(value.end, node.end))
}

/** The quote of a name that stands on one line; `undefined` for all else, and in JSON for what is no string. */
function quoteOfName({ isJson }: Syntax, node: SyntaxNode): Quote | undefined {
  if (node.type !== 'scalar' || node.block || node.isNull) return undefined
  return isJson && node.quote === '' ? undefined : node.quote
}

function noPlaceBehind({ lines }: Syntax, offset: number): Diagnostic {
  return {
    line: lines.number(offset),
    code: 'no-room-for-list',
    what: 'no entry can be added after the last one',
    remedy: 'write the last entry on a line of its own, or remove it',
  }
}

/** `key:` gets a block list below; a null that is written has to stay as a comment or, in a flow mapping, to give way. */
export function insertIntoNull(
  syntax: Syntax,
  kind: EntryKind,
  host: Mapping,
  member: Member,
): Insertion | Diagnostic {
  const { text, lines, isJson } = syntax
  const { written, start, end, marked, hasColon } = member
  const source = written === undefined ? '' : text.slice(written.start, written.end)
  const known = host.flow ? ['null'] : ['', 'null', 'Null', 'NULL', '~']
  if (marked || !hasColon || !known.includes(source))
    return {
      line: lines.number(start),
      code: 'no-room-for-list',
      what: 'the empty list is written in a way that leaves no place for a name',
      remedy: 'write [] instead',
    }
  if (written !== undefined) {
    const style = standardFlowStyle(isJson)
    return host.flow ? inPlaceOfNull(written, kind, style) : beforeNull(written.start, kind, style)
  }
  const quote = quoteOf(member.keyNode)
  const { indent, gap } = dashStyleNear(syntax, host)
  const behind = gapBehind(syntax, end)
  const indentation = ' '.repeat(lines.column(start) + indent)
  return belowEmptyKey(behind.offset, kind, { ...behind, indentation, gap, keyQuote: quote, quote })
}
