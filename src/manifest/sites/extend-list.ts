import type { Diagnostic } from '../diagnostic.ts'
import { aroundName, blockEntries, standardFlowStyle } from '../list-edits/entry-spelling.ts'
import type { EntryKind } from '../list-edits/entry-spelling.ts'
import {
  beforeNull,
  afterBlockEntry,
  afterFlowEntry,
  belowEmptyKey,
  flowSeparator,
  inPlaceOfNull,
  intoEmptyFlowList,
} from '../list-edits/extended-list.ts'
import type { FlowEntryPlace } from '../list-edits/extended-list.ts'
import type { Entry, Insertion } from '../site.ts'
import { dashStyleNear, gapAfter, gapAfterDash } from '../syntax/layout.ts'
import type { LineGap } from '../syntax/layout.ts'
import { endsInBlockScalar, findMember, quoteOf } from '../syntax/node.ts'
import type { Item, Mapping, Member, Quote, Sequence, Syntax, SyntaxNode } from '../syntax/node.ts'

/** Inserts after the last entry of a block list, on a new line. */
export function insertIntoBlock(
  syntax: Syntax,
  kind: EntryKind,
  list: Sequence,
  entries: readonly Entry[],
): Insertion | Diagnostic {
  const { text, lines } = syntax
  const last = list.items.at(-1)
  const after = last === undefined ? undefined : gapAfterItem(syntax, last)
  if (last === undefined || after === undefined) return noPlaceAfter(syntax, last?.dash ?? list.start)
  const dash = last.dash ?? list.start
  const named = last.node.type === 'mapping' ? findMember(last.node, 'name')?.member : undefined
  const style = {
    ...after,
    indentation: lines.ownIndentation(dash) ?? ' '.repeat(lines.column(dash)),
    gap: gapAfterDash(text, dash),
    keyQuote: quoteOf(named?.keyNode),
    quote: quoteOf(named?.value ?? last.node),
  }
  const spelling = entries.at(-1)?.spelling ?? 'normal'
  return afterBlockEntry(after.offset, spelling, blockEntries(kind, style))
}

/**
 * The gap after an entry. A block scalar that ends the text without a line break would get one, and so another value.
 */
function gapAfterItem(syntax: Syntax, { node, end }: Item): LineGap | undefined {
  const { text, lines } = syntax
  if (endsInBlockScalar(node)) {
    const trail = lines.eol(end - 1)
    return trail === '' ? undefined : { offset: end, lead: '', trail }
  }
  return /^[ \t]*(?:#.*)?$/.test(text.slice(end, lines.end(end))) ? gapAfter(syntax, end) : undefined
}

/** Inserts after the last entry of a flow list in that entry's style, or between the brackets of an empty list. */
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
  if (start === end) return noPlaceAfter(syntax, start)
  const spelling = entries.at(-1)?.spelling ?? 'normal'
  const separator = flowSeparator(text, isJson, list, placeOf(syntax, list, last))
  return afterFlowEntry(kind, style, { end, spelling, around: aroundNameOf(syntax, kind, last) }, separator)
}

function placeOf({ text, lines }: Syntax, list: Sequence, last: Item): FlowEntryPlace {
  const indentation = lines.ownIndentation(last.start)
  const previous = list.items.at(-2)
  return {
    ownLine: indentation === undefined ? undefined : lines.eolNear(last.start) + indentation,
    between: previous === undefined ? '' : text.slice(previous.end, last.start),
  }
}

/** The text around the name of a flow entry, if a new entry can copy it. */
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

/** The quotes of a name on one line; `undefined` for any other node, and in JSON for a value that is not a string. */
function quoteOfName({ isJson }: Syntax, node: SyntaxNode): Quote | undefined {
  if (node.type !== 'scalar' || node.block || node.isNull) return undefined
  return isJson && node.quote === '' ? undefined : node.quote
}

function noPlaceAfter({ lines }: Syntax, offset: number): Diagnostic {
  return {
    line: lines.number(offset),
    code: 'no-room-for-list',
    what: 'no entry can be added after the last one',
    remedy: 'write the last entry on a line of its own, or remove it',
  }
}

/**
 * Inserts into a null. A key without a value gets a block list below it. A written null becomes a comment; in a flow
 * mapping it is replaced.
 */
export function insertIntoNull(
  syntax: Syntax,
  kind: EntryKind,
  host: Mapping,
  member: Member,
): Insertion | Diagnostic {
  const { text, lines, isJson } = syntax
  const { written, start, end, hasProperties, hasColon } = member
  const source = written === undefined ? '' : text.slice(written.start, written.end)
  const known = host.flow ? ['null'] : ['', 'null', 'Null', 'NULL', '~']
  if (hasProperties || !hasColon || !known.includes(source))
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
  const after = gapAfter(syntax, end)
  const indentation = ' '.repeat(lines.column(start) + indent)
  return belowEmptyKey(after.offset, kind, { ...after, indentation, gap, keyQuote: quote, quote })
}
