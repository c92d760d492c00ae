import { DASH, HASH, LF, SPACE } from '../fast-reader/characters.ts'
import { codeAt, columnOf, lengthOf, startOfLine } from '../fast-reader/bytes.ts'
import { MAPPING, SCALAR } from '../fast-reader/tape.ts'
import type { Edit } from '../edit.ts'
import type { Entry, PullSecretList, Writing } from '../site.ts'
import { blockEntries } from '../sites/entry-style.ts'
import { absentList, insertionAt } from './absent-list.ts'
import { isPlainText } from '../syntax/kubectl-string.ts'
import type { Rows } from './rows.ts'

/** A list that a pod spec in block style lacks: above `containers`, set as these are; `undefined` where that is not plain. */
export function missingBlockList(rows: Rows, host: number, containers: number): PullSecretList | undefined {
  const { codes, tape } = rows
  const start = tape.start(containers)
  const column = columnOf(codes, start)
  if (column < 0 || rows.isFlow(containers) || !isPlainKey(rows, containers, 'containers')) return undefined
  const line = start - column
  const lineBefore = startOfLine(codes, Math.max(line - 1, 0))
  if (codeAt(codes, lineBefore + column) === HASH) return undefined
  const dash = containers + 1
  const writing = writingFor(column, columnOf(codes, tape.start(dash)) - column, gapAt(rows, dash))
  return writing === undefined ? undefined : absentList(rows, host, insertionAt(line, writing))
}

/** A list in block style whose lines are all `- name: x`; `undefined` for any other. */
export function standingBlockList(rows: Rows, host: number, list: number): PullSecretList | undefined {
  const { codes, tape } = rows
  const column = columnOf(codes, tape.start(list))
  const isAlone = list === host + 1 && tape.next(list) === tape.next(host)
  if (column < 0 || isAlone || rows.isFlow(list) || !isPlainKey(rows, list, 'imagePullSecrets'))
    return undefined
  const entries = entriesOf(rows, list)
  const [first, last] = [entries?.[0], entries?.at(-1)]
  if (entries === undefined || first === undefined || last === undefined) return undefined
  const indent = columnOf(codes, tape.start(list + 1)) - column
  const writing = writingFor(column, indent, gapAt(rows, lastItemOf(rows, list)))
  if (writing === undefined) return undefined
  return {
    form: 'list',
    style: 'block',
    entries,
    insertion: insertionAt(last.end, { ...writing, prefix: '' }),
    removal: cut(tape.start(list) - column, last.end),
    emptying: cut(first.start, last.end),
    line: first.line - 1,
    capacity: 'many',
    inherited: NOTHING,
    target: String(tape.valueStart(list)),
    mergedTargets: NOTHING,
  }
}

const NOTHING: readonly never[] = []

function cut(start: number, end: number): Edit {
  return { offset: start, remove: end - start, text: '' }
}

/** The entries of a list, if each is a whole line behind the one before it. */
function entriesOf(rows: Rows, list: number): readonly Entry[] | undefined {
  const { codes, tape } = rows
  const behindKey = tape.keyEnd(list) + ':'.length
  if (codeAt(codes, behindKey) !== LF || !rows.isSequence(list)) return undefined
  const entries: Entry[] = []
  let start = behindKey + 1
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
    if (!isPlainText(text)) return undefined
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

function isPlainKey({ text, tape }: Rows, row: number, key: string): boolean {
  return tape.keyEnd(row) - tape.start(row) === key.length && text.startsWith(key, tape.start(row))
}

/** How many spaces stand behind a dash; 0 where something else does. */
function gapAt({ codes, tape }: Rows, item: number): number {
  const [dash, content] = [tape.start(item), tape.valueStart(item)]
  if (codeAt(codes, dash) !== DASH) return 0
  for (let at = dash + 1; at < content; at += 1) if (codeAt(codes, at) !== SPACE) return 0
  return content - dash - 1
}

const WRITINGS = new Map<number, Writing>()
const MOST = 64

/** There are few ways in which manifests are indented: each is made once. */
function writingFor(column: number, indent: number, gap: number): Writing | undefined {
  if (column >= MOST || indent < 0 || indent >= MOST || gap < 1 || gap >= MOST) return undefined
  const key = (column * MOST + indent) * MOST + gap
  const known = WRITINGS.get(key)
  if (known !== undefined) return known
  const indentation = ' '.repeat(column)
  const style = { lead: '', trail: '\n', indentation: ' '.repeat(column + indent), gap: ' '.repeat(gap) }
  const entry = blockEntries('object', { ...style, keyQuote: '', quote: '' })
  const prefix = `${indentation}imagePullSecrets:\n`
  const writing: Writing = { separator: '', spelling: 'normal', prefix, entry, suffix: '' }
  WRITINGS.set(key, writing)
  return writing
}
