import type { Diagnostic } from '../diagnostic.ts'
import type { Entry, Insertion } from '../site.ts'
import { dashStyleNear, gapBehind, gapBehindDash } from '../syntax/layout.ts'
import type { LineGap } from '../syntax/layout.ts'
import { endsInBlockScalar, findMember, quoteOf } from '../syntax/node.ts'
import type { Item, Mapping, Member, Sequence, Syntax } from '../syntax/node.ts'
import { aroundName, blockEntries, flowEntries, flowStyleOf } from './entry-style.ts'
import type { EntryKind } from './entry-style.ts'

const NOTHING_AROUND = { prefix: '', suffix: '', separator: '' }

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
  return {
    ...NOTHING_AROUND,
    offset: behind.offset,
    remove: 0,
    spelling: entries.at(-1)?.spelling ?? 'normal',
    entry: blockEntries(kind, style),
  }
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
  const last = list.items.at(-1)
  const standard = flowEntries(kind, flowStyleOf(syntax))
  if (last === undefined) {
    const offset = list.start + 1
    return {
      ...NOTHING_AROUND,
      offset,
      remove: 0,
      separator: ', ',
      spelling: 'list-existed',
      entry: standard,
    }
  }
  if (last.start === last.end) return noPlaceBehind(syntax, last.start)
  const spelling = entries.at(-1)?.spelling ?? 'normal'
  const own = aroundName(syntax, kind, last) ?? standard[kind === 'string' ? 'normal' : spelling]
  const entry =
    spelling === 'normal'
      ? { normal: own, 'list-existed': standard['list-existed'] }
      : { normal: standard.normal, 'list-existed': own }
  const separator = separatorOf(syntax, list, last)
  return { offset: last.end, remove: 0, prefix: separator, suffix: '', separator, spelling, entry }
}

function noPlaceBehind({ lines }: Syntax, offset: number): Diagnostic {
  return {
    line: lines.number(offset),
    code: 'no-room-for-list',
    what: 'nothing can stand behind the last entry',
    remedy: 'write it on a line of its own, or take it out',
  }
}

function separatorOf({ text, lines, isJson }: Syntax, list: Sequence, last: Item): string {
  const indentation = lines.ownIndentation(last.start)
  if (indentation !== undefined) return `,${lines.eolNear(last.start)}${indentation}`
  const previous = list.items.at(-2)
  const between = previous === undefined ? '' : text.slice(previous.end, last.start)
  if (/^,[ \t]*$/.test(between)) return between
  const isTight = isJson && !/[:,][ \n\r]/.test(text.slice(list.start, list.end))
  return isTight ? ',' : ', '
}

/**
 * `key:` gets a block list below. A null that is written becomes a comment behind a list, so that the edit is an
 * insertion still; in a flow mapping it has to give way.
 */
export function insertIntoNull(
  syntax: Syntax,
  kind: EntryKind,
  host: Mapping,
  member: Member,
): Insertion | Diagnostic {
  const { text, lines } = syntax
  const { written, start, end, marked, hasColon } = member
  const source = written === undefined ? '' : text.slice(written.start, written.end)
  const known = host.flow ? ['null'] : ['', 'null', 'Null', 'NULL', '~']
  if (marked || !hasColon || !known.includes(source))
    return {
      line: lines.number(start),
      code: 'no-room-for-list',
      what: 'the list is empty in a way that leaves no place for a name',
      remedy: 'write [] there',
    }
  if (written !== undefined) {
    const entry = flowEntries(kind, flowStyleOf(syntax))
    const flow = { offset: written.start, separator: ', ', spelling: 'normal', entry } as const
    return host.flow
      ? { ...flow, remove: source.length, prefix: '[ ', suffix: ' ]' }
      : { ...flow, remove: 0, prefix: '[', suffix: '] # ' }
  }
  const quote = quoteOf(member.keyNode)
  const { indent, gap } = dashStyleNear(syntax, host)
  const behind = gapBehind(syntax, end)
  const indentation = ' '.repeat(lines.column(start) + indent)
  const entry = blockEntries(kind, { ...behind, indentation, gap, keyQuote: quote, quote })
  return { ...NOTHING_AROUND, offset: behind.offset, remove: 0, spelling: 'list-existed', entry }
}
