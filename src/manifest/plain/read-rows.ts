import { nodeAt } from '../outline/nodes.ts'
import type { Reading, Resource } from '../resource.ts'
import type { Obstacle } from '../site.ts'
import { readNode } from '../sites/read-syntax.ts'
import type { Syntax } from '../syntax/node.ts'
import { NOWHERE } from './rows.ts'
import type { Rows } from './rows.ts'
import { readWorkload } from './workload.ts'

const ROOT = 0

/**
 * A short cut past the nodes for what pipelines are made of: a workload with one pod spec and nothing odd about it, alone
 * or in a List. It says what `sites/` would say, or `undefined` where the text is anything else.
 */
export function readRows(rows: Rows, syntaxOf: () => Syntax): Reading | undefined {
  const { tape } = rows
  if (tape.length === 0 || tape.next(ROOT) !== tape.length) return undefined
  const only = readWorkload(rows, ROOT, syntaxOf)
  if (only !== undefined) return { resources: [only], problems: NO_PROBLEMS, hasAliases: false }
  const list = itemsOfList(rows)
  return list === undefined ? undefined : readItems(rows, list, syntaxOf())
}

const NO_PROBLEMS: readonly never[] = []

function itemsOfList(rows: Rows): number | undefined {
  rows.start()
  if (!rows.isMapping(ROOT) || rows.textOf(rows.child(ROOT, 'kind')) !== 'List') return undefined
  const items = rows.child(ROOT, 'items')
  return rows.isOdd || items === NOWHERE || !rows.isSequence(items) ? undefined : items
}

/** Of an item that is no plain workload the nodes are asked. */
function readItems(rows: Rows, list: number, syntax: Syntax): Reading {
  const { text, tape } = rows
  const resources: Resource[] = []
  const problems: Obstacle[] = []
  const end = tape.next(list)
  for (let item = list + 1, index = 0; item < end; item = tape.next(item), index += 1) {
    const plain = readWorkload(rows, item, () => syntax)
    if (plain !== undefined) resources.push(plain)
    else
      resources.push(
        ...readNode(syntax, nodeAt(text, tape, item), problem => problems.push(problem), `items[${index}]`),
      )
  }
  return { resources, problems, hasAliases: false }
}
