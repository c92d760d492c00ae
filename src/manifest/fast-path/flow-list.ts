import { codeAt, columnOf, countLineEnds, matchesAt } from '../fast-reader/bytes.ts'
import { APOSTROPHE, QUOTE } from '../fast-reader/characters.ts'
import { DOUBLE, FLOW, MAPPING, SCALAR } from '../fast-reader/tape.ts'
import { aroundName, spellingOfFlowMapping, standardFlowStyle } from '../list-edits/entry-spelling.ts'
import { afterFlowEntry, flowSeparator } from '../list-edits/extended-list.ts'
import { emptyingOfFlow, removalBefore, wasNull } from '../list-edits/removed-list.ts'
import type { FlowPair } from '../list-edits/removed-list.ts'
import type { Entry, Insertion } from '../site.ts'
import type { Quote } from '../syntax/node.ts'
import { insertionAt } from '../list-edits/new-list.ts'
import type { ListShape } from '../sites/existing-list.ts'
import { NO_COLUMN } from './list-templates.ts'
import type { Rows } from './rows.ts'

/**
 * The insertion of a missing list into a pod spec in JSON or flow style: before `containers`. `undefined` if the text
 * contains tabs or CR.
 */
export function insertionInFlow(rows: Rows, host: number, containers: number): Insertion | undefined {
  if (rows.hasOtherBlanks) return undefined
  const { codes, text, tape } = rows
  const start = tape.start(containers)
  const next = tape.next(containers)
  const column = columnOf(codes, start)
  const item = containers + 1
  const isItem = item < next
  const isPair = isItem && tape.next(item) > item + 1
  const template = rows.templates.ofFlow({
    quote: quoteAt(rows, start),
    colon: text.slice(tape.keyEnd(containers), tape.valueStart(containers)),
    comma: next < tape.next(host) ? text.slice(tape.valueEnd(containers), tape.start(next)) : '',
    column,
    itemColumn: isItem ? columnOf(codes, tape.start(item)) : NO_COLUMN,
    pairColumn: isPair ? columnOf(codes, tape.start(item + 1)) : NO_COLUMN,
  })
  return insertionAt(start - Math.max(column, 0), template)
}

function quoteAt({ codes }: Rows, start: number): Quote {
  const first = codeAt(codes, start)
  if (first === QUOTE) return '"'
  return first === APOSTROPHE ? "'" : ''
}

/**
 * An existing JSON list that another pair follows and whose entries have only names; `undefined` for any other list.
 */
export function shapeOfJsonList(rows: Rows, host: number, list: number): ListShape | undefined {
  const { codes, text, tape } = rows
  const next = tape.next(list)
  const isLast = next >= tape.next(host)
  const isBroken = countLineEnds(codes, tape.keyEnd(list), tape.valueStart(list)) > 0
  if (isLast || isBroken || rows.hasOtherBlanks || !rows.isSequence(list)) return undefined
  const extent = { start: tape.valueStart(list), end: tape.valueEnd(list) }
  const isOfNull = wasNull(text, true, extent)
  const entries = entriesOf(rows, list, isOfNull)
  const last = entries?.at(-1)
  if (entries === undefined || last === undefined) return undefined
  return {
    form: 'list',
    style: 'flow',
    entries,
    insertion: insertionAfter(rows, list, entries, last),
    removal: removalBefore(pairAt(rows, list), pairAt(rows, next)),
    emptying: emptyingOfFlow(extent, last, isOfNull ? 'replaced' : 'none'),
  }
}

const NAME_KEY = '"name"'

/** The entries of a list, if each has a name and no other key. */
function entriesOf(rows: Rows, list: number, isOfNull: boolean): readonly Entry[] | undefined {
  const { codes, text, tape } = rows
  const entries: Entry[] = []
  const end = tape.next(list)
  for (let item = list + 1; item < end; item = tape.next(item)) {
    const name = item + 1
    const isNamed =
      tape.shape(item) === (MAPPING | FLOW) &&
      tape.next(item) === name + 1 &&
      tape.shape(name) === (SCALAR | DOUBLE) &&
      tape.keyEnd(name) - tape.start(name) === NAME_KEY.length &&
      matchesAt(codes, tape.start(name), NAME_KEY)
    const written = isNamed ? rows.textOf(name) : ''
    if (written === '') return undefined
    const start = tape.valueStart(item)
    entries.push({
      name: written,
      line: tape.valueLine(item),
      spelling: isOfNull ? 'list-existed' : spellingOfFlowMapping(text, start),
      start,
      end: tape.valueEnd(item),
    })
  }
  return entries
}

function insertionAfter(rows: Rows, list: number, entries: readonly Entry[], last: Entry): Insertion {
  const { codes, text, tape } = rows
  const name = tape.next(list) - 1
  const nameText = [tape.valueStart(name), tape.valueEnd(name)] as const
  const column = columnOf(codes, last.start)
  const previous = entries.at(-2)
  const separator = flowSeparator(
    text,
    true,
    { start: tape.valueStart(list), end: tape.valueEnd(list) },
    {
      ownLine: column === NO_COLUMN ? undefined : `\n${' '.repeat(column)}`,
      between: previous === undefined ? '' : text.slice(previous.end, last.start),
    },
  )
  const around = aroundName(text.slice(last.start, nameText[0]), '"', text.slice(nameText[1], last.end))
  return afterFlowEntry('object', JSON_STYLE, { end: last.end, spelling: last.spelling, around }, separator)
}

const JSON_STYLE = standardFlowStyle(true)

function pairAt({ codes, tape }: Rows, row: number): FlowPair {
  const start = tape.start(row)
  const column = columnOf(codes, start)
  return { start, line: column === NO_COLUMN ? undefined : start - column }
}
