import { DASH, HASH, LF, SPACE } from '../fast-reader/characters.ts'
import { codeAt, columnOf, lengthOf, startOfLine } from '../fast-reader/bytes.ts'
import { MAPPING, SCALAR } from '../fast-reader/tape.ts'
import type { Entry, Insertion } from '../site.ts'
import { afterBlockEntry } from '../list-edits/extended-list.ts'
import { cut, emptyingOfLines } from '../list-edits/removed-list.ts'
import { insertionAt } from '../list-edits/new-list.ts'
import type { ListShape } from '../sites/existing-list.ts'
import { isUnquotedString } from '../syntax/kubectl-string.ts'
import type { Rows } from './rows.ts'

/**
 * The insertion of a missing list into a pod spec in block style: above `containers`, in the layout of that key.
 * `undefined` if the text there is not plain.
 */
export function insertionInBlock(rows: Rows, containers: number): Insertion | undefined {
  const { codes, tape } = rows
  const start = tape.start(containers)
  const column = columnOf(codes, start)
  if (column < 0 || rows.isFlow(containers) || !isPlainKey(rows, containers, 'containers')) return undefined
  const line = start - column
  const lineBefore = startOfLine(codes, Math.max(line - 1, 0))
  if (codeAt(codes, lineBefore + column) === HASH) return undefined
  const dash = containers + 1
  const template = rows.templates.ofBlock(
    column,
    columnOf(codes, tape.start(dash)) - column,
    gapAt(rows, dash),
  )
  return template === undefined ? undefined : insertionAt(line, template)
}

/** An existing block list whose lines are all `- name: x`; `undefined` for any other list. */
export function shapeOfBlockList(rows: Rows, host: number, list: number): ListShape | undefined {
  const { codes, tape } = rows
  const column = columnOf(codes, tape.start(list))
  const isAlone = list === host + 1 && tape.next(list) === tape.next(host)
  if (column < 0 || isAlone || rows.isFlow(list) || !isPlainKey(rows, list, 'imagePullSecrets'))
    return undefined
  const entries = entriesOf(rows, list)
  const [first, last] = [entries?.[0], entries?.at(-1)]
  if (entries === undefined || first === undefined || last === undefined) return undefined
  const indent = columnOf(codes, tape.start(list + 1)) - column
  const template = rows.templates.ofBlock(column, indent, gapAt(rows, lastItemOf(rows, list)))
  if (template === undefined) return undefined
  return {
    form: 'list',
    style: 'block',
    entries,
    insertion: afterBlockEntry(last.end, last.spelling, template.entry),
    removal: cut(tape.start(list) - column, last.end),
    emptying: emptyingOfLines(first, last),
  }
}

/** The entries of a list, if each is one whole line and directly follows the one before it. */
function entriesOf(rows: Rows, list: number): readonly Entry[] | undefined {
  const { codes, tape } = rows
  const afterKey = tape.keyEnd(list) + ':'.length
  if (codeAt(codes, afterKey) !== LF || !rows.isSequence(list)) return undefined
  const entries: Entry[] = []
  let start = afterKey + 1
  for (let item = list + 1; item < tape.next(list); item = tape.next(item)) {
    const name = item + 1
    const end = tape.valueEnd(name)
    const isPlain =
      tape.shape(item) === MAPPING && tape.next(item) === name + 1 && tape.shape(name) === SCALAR
    const isLine =
      codeAt(codes, end) === LF &&
      end < lengthOf(codes) &&
      gapAt(rows, item) > 0 &&
      tape.valueLine(name) === tape.valueLine(item)
    if (!isPlain || !isPlainKey(rows, name, 'name') || !isLine) return undefined
    if (tape.start(item) - columnOf(codes, tape.start(item)) !== start) return undefined
    const text = rows.textOf(name)
    if (!isUnquotedString(text)) return undefined
    entries.push({
      name: text,
      line: tape.valueLine(item),
      spelling: 'normal',
      start,
      end: end + 1,
    })
    start = end + 1
  }
  return entries
}

function lastItemOf({ tape }: Rows, list: number): number {
  let item = list + 1
  while (tape.next(item) < tape.next(list)) item = tape.next(item)
  return item
}

/** Whether the key of a row is this one, without quotes. */
export function isPlainKey({ text, tape }: Rows, row: number, key: string): boolean {
  return tape.keyEnd(row) - tape.start(row) === key.length && text.startsWith(key, tape.start(row))
}

/** The number of spaces after a dash; 0 where other characters follow it. */
function gapAt({ codes, tape }: Rows, item: number): number {
  const [dash, content] = [tape.start(item), tape.valueStart(item)]
  if (codeAt(codes, dash) !== DASH) return 0
  for (let at = dash + 1; at < content; at += 1) if (codeAt(codes, at) !== SPACE) return 0
  return content - dash - 1
}
