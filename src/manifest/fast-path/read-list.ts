import { nodeAt } from '../fast-reader/tape-nodes.ts'
import type { PullSecretList } from '../site.ts'
import { readPullSecretList } from '../sites/pull-secret-list.ts'
import type { Syntax } from '../syntax/node.ts'
import { absentShape, listOf, PLAIN_LIST_CONTEXT } from '../sites/existing-list.ts'
import { insertionInBlock, shapeOfBlockList } from './block-list.ts'
import { insertionInFlow, shapeOfJsonList } from './flow-list.ts'
import { MISSING } from './rows.ts'
import type { Rows } from './rows.ts'

/** The place of a list in a pod spec, as rows; `MISSING` for a missing row. */
export interface ListPlace {
  readonly host: number
  readonly containers: number
  readonly existing: number
}

/** The list of pull secrets of a pod spec: from rows if possible, else from its nodes. */
export function readList(
  rows: Rows,
  place: ListPlace,
  path: string,
  syntax: Syntax,
): PullSecretList | undefined {
  const list = readListRows(rows, place, syntax.isJson)
  return list ?? readNodes(rows, place.host, path, syntax)
}

function readListRows(
  rows: Rows,
  { host, containers, existing }: ListPlace,
  isJson: boolean,
): PullSecretList | undefined {
  const { tape } = rows
  if (existing !== MISSING) {
    const shape = isJson ? shapeOfJsonList(rows, host, existing) : shapeOfBlockList(rows, host, existing)
    if (shape === undefined) return undefined
    const line = tape.valueLine(existing) - (isJson ? 0 : 1)
    return listOf(shape, line, String(tape.valueStart(existing)), PLAIN_LIST_CONTEXT)
  }
  if (containers === MISSING) return undefined
  const insertion = rows.isFlow(host)
    ? insertionInFlow(rows, host, containers)
    : insertionInBlock(rows, containers)
  if (insertion === undefined) return undefined
  const target = `${tape.valueStart(host)}:imagePullSecrets`
  return listOf(absentShape(insertion), tape.valueLine(host), target, PLAIN_LIST_CONTEXT)
}

function readNodes(rows: Rows, host: number, path: string, syntax: Syntax): PullSecretList | undefined {
  const node = nodeAt(syntax.text, rows.tape, host)
  if (node.type !== 'mapping') return undefined
  return readPullSecretList(syntax, {
    host: node,
    keys: ['imagePullSecrets'],
    entry: 'object',
    beside: ['containers'],
    path: `${path}.imagePullSecrets`,
  }).list
}
