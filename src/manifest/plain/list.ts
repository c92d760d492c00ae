import { DASH, HASH, SPACE } from '../outline/characters.ts'
import { nodeAt } from '../outline/nodes.ts'
import type { Insertion, PullSecretList, Writing } from '../site.ts'
import { blockEntries } from '../sites/entry-style.ts'
import { readPullSecretList } from '../sites/pull-secret-list.ts'
import { NO_EDIT } from '../sites/standing-list.ts'
import type { Syntax } from '../syntax/node.ts'
import { NOWHERE } from './rows.ts'
import type { Rows } from './rows.ts'

/** The list of a pod spec at a row, which stands there or is written in flow style: its nodes are asked. */
export function readList(rows: Rows, syntax: Syntax, host: number, path: string): PullSecretList | undefined {
  const node = nodeAt(rows.text, rows.tape, host)
  if (node.type !== 'mapping') return undefined
  return readPullSecretList(syntax, {
    host: node,
    keys: ['imagePullSecrets'],
    entry: 'object',
    beside: ['containers'],
    path: `${path}.imagePullSecrets`,
    obstacles: [],
  }).list
}

/** A list that a pod spec in block style lacks: it goes above `containers`, set as these are. Of other places it knows nothing. */
export function missingBlockList(rows: Rows, host: number, containers: number): PullSecretList | undefined {
  if (containers === NOWHERE || rows.isFlow(host) || rows.isFlow(containers)) return undefined
  const { text, tape } = rows
  const start = tape.start(containers)
  const line = text.lastIndexOf('\n', start) + 1
  const writing = writingAt(rows, containers, line)
  if (writing === undefined) return undefined
  return {
    form: 'absent',
    style: 'block',
    entries: NOTHING,
    insertion: insertionAt(line, writing),
    removal: NO_EDIT,
    emptying: NO_EDIT,
    line: tape.valueLine(host),
    capacity: 'many',
    inherited: NOTHING,
    target: `${tape.valueStart(host)}:imagePullSecrets`,
    mergedTargets: NOTHING,
  }
}

const NOTHING: readonly never[] = []

/** Written out, as all that is done for each of a hundred thousand documents, since a spread costs ten times as much. */
function insertionAt(offset: number, { separator, spelling, prefix, entry, suffix }: Writing): Insertion {
  return { offset, remove: 0, separator, spelling, prefix, entry, suffix }
}

function writingAt({ text, tape }: Rows, containers: number, line: number): Writing | undefined {
  const start = tape.start(containers)
  const column = start - line
  if (line === 0 || !isBlank(text, line, start) || text.charCodeAt(tape.keyEnd(containers) - 1) !== LETTER_S)
    return undefined
  const lineBefore = text.lastIndexOf('\n', line - 2) + 1
  if (text.charCodeAt(lineBefore + column) === HASH) return undefined
  const dash = tape.start(containers + 1)
  const content = tape.valueStart(containers + 1)
  const indent = dash - (text.lastIndexOf('\n', dash) + 1) - column
  return isBlank(text, dash + 1, content) && text.charCodeAt(dash) === DASH
    ? writingFor(column, indent, content - dash - 1)
    : undefined
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) !== SPACE) return false
  return true
}

/** What `containers` ends in without quotes. */
const LETTER_S = 0x73
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
  const writing: Writing = { separator: '', spelling: 'plain', prefix, entry, suffix: '' }
  WRITINGS.set(key, writing)
  return writing
}
