import { nodeAt } from '../fast-reader/nodes.ts'
import type { PullSecretList } from '../site.ts'
import { readPullSecretList } from '../sites/pull-secret-list.ts'
import type { Syntax } from '../syntax/node.ts'
import { missingBlockList, standingBlockList } from './block-list.ts'
import { missingFlowList, standingJsonList } from './flow-list.ts'
import { MISSING } from './rows.ts'
import type { Rows } from './rows.ts'

/** Where a list stands, or would, in a pod spec: rows, `MISSING` for what is missing. */
export interface ListPlace {
  readonly host: number
  readonly containers: number
  readonly standing: number
}

/** The pull secret list of a pod spec: by a short cut where one goes, else from its nodes. */
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
  { host, containers, standing }: ListPlace,
  isJson: boolean,
): PullSecretList | undefined {
  if (standing !== MISSING)
    return isJson ? standingJsonList(rows, host, standing) : standingBlockList(rows, host, standing)
  if (containers === MISSING) return undefined
  return rows.isFlow(host)
    ? missingFlowList(rows, host, containers)
    : missingBlockList(rows, host, containers)
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
