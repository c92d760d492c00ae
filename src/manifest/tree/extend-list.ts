import type { Entry, Insertion, Obstacle } from '../site.ts'
import { columnOf, dashStyleNear, eolAt, lineEnd, ownIndentation } from '../syntax/layout.ts'
import { findMember, quoteOf } from '../syntax/node.ts'
import type { Mapping, Member, Sequence, Syntax } from '../syntax/node.ts'
import { blockEntries, flowEntries, flowStyleOf, lastEntryAround } from './entry-style.ts'
import type { EntryKind } from './entry-style.ts'

/** Behind the last entry of a block list, on a line of its own. */
export function insertIntoBlock(
  { text, lineAt }: Syntax,
  kind: EntryKind,
  list: Sequence,
  entries: readonly Entry[],
): Insertion | Obstacle {
  const last = list.items.at(-1)
  const dash = last?.dash ?? list.start
  const end = last?.end ?? list.end
  const offset = lineEnd(text, end)
  if (/[\r\n]/.test(text[end - 1] ?? '') || !/^[ \t]*(?:#.*)?$/.test(text.slice(end, offset)))
    return {
      line: lineAt(dash),
      what: 'nothing can stand behind the last entry',
      remedy: 'write its name on one line',
    }
  const named = last?.node.type === 'mapping' ? findMember(last.node, 'name')?.member : undefined
  const keyQuote = quoteOf(named?.keyNode)
  const quote = quoteOf(named?.value ?? last?.node)
  const gap = /^ +(?=[^\s#])/.exec(text.slice(dash + 1, lineEnd(text, dash)))?.[0] ?? ' '
  const before = eolAt(text, dash) + (ownIndentation(text, dash) ?? ' '.repeat(columnOf(text, dash)))
  return {
    offset,
    remove: 0,
    prefix: '',
    suffix: '',
    separator: '',
    spelling: entries.at(-1)?.spelling ?? 'plain',
    entry: blockEntries(kind, { before, gap, keyQuote, quote }),
  }
}

/** Behind the last entry of a flow list, set as it is; in an empty list between the brackets. */
export function insertIntoFlow(
  syntax: Syntax,
  kind: EntryKind,
  list: Sequence,
  entries: readonly Entry[],
): Insertion {
  const { text, isJson } = syntax
  const last = list.items.at(-1)
  const standard = flowEntries(kind, flowStyleOf(syntax))
  const common = { remove: 0, suffix: '' }
  if (last === undefined)
    return {
      ...common,
      offset: list.start + 1,
      prefix: '',
      separator: ', ',
      spelling: 'kept',
      entry: standard,
    }
  const spelling = entries.at(-1)?.spelling ?? 'plain'
  const own = lastEntryAround(syntax, list)
  const entry =
    own === undefined
      ? standard
      : spelling === 'plain'
        ? { plain: own, kept: standard.kept }
        : { plain: standard.plain, kept: own }
  const indentation = ownIndentation(text, last.start)
  const previous = list.items.at(-2)
  const between = previous === undefined ? '' : text.slice(previous.end, last.start)
  const isTight = isJson && !/[:,][ \n\r]/.test(text.slice(list.start, list.end))
  const separator =
    indentation !== undefined
      ? `,${eolAt(text, last.start)}${indentation}`
      : /^,[ \t]*$/.test(between)
        ? between
        : isTight
          ? ','
          : ', '
  return { ...common, offset: last.end, prefix: separator, separator, spelling, entry }
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
): Insertion | Obstacle {
  const { text } = syntax
  const { written, start, end, marked } = member
  const quote = quoteOf(member.keyNode)
  const source = written === undefined ? '' : text.slice(written.start, written.end)
  const isPlainNull = written === undefined ? !host.flow : source === 'null' || (source === '~' && !host.flow)
  if (marked || !isPlainNull)
    return {
      line: syntax.lineAt(start),
      what: 'the list is empty in a way that leaves no place for a name',
      remedy: 'write [] there',
    }
  const flow = { separator: ', ', spelling: 'plain', entry: flowEntries(kind, flowStyleOf(syntax)) } as const
  if (written !== undefined && host.flow)
    return { ...flow, offset: written.start, remove: source.length, prefix: '[ ', suffix: ' ]' }
  if (written !== undefined) return { ...flow, offset: written.start, remove: 0, prefix: '[', suffix: '] # ' }
  const { indent, gap } = dashStyleNear(syntax, host)
  const before = eolAt(text, start) + ' '.repeat(columnOf(text, start) + indent)
  return {
    offset: lineEnd(text, end),
    remove: 0,
    prefix: '',
    suffix: '',
    separator: '',
    spelling: 'kept',
    entry: blockEntries(kind, { before, gap, keyQuote: quote, quote }),
  }
}
