import { isObstacle } from '../site.ts'
import type { PullSecretList, Writing } from '../site.ts'
import { absentList, insertionAt } from './absent-list.ts'
import { columnOf } from './rows.ts'
import type { Rows } from './rows.ts'

const WRITINGS = new Map<string, Writing>()
const MOST = 256

/**
 * A list that a pod spec in JSON or flow style lacks: before `containers`. It is written as the last one was that was to
 * stand among the same characters, else as its nodes say.
 */
export function missingFlowList(
  rows: Rows,
  host: number,
  containers: number,
  fromNodes: () => PullSecretList | undefined,
): PullSecretList | undefined {
  if (rows.hasOtherBlanks) return fromNodes()
  const { text, tape } = rows
  const start = tape.start(containers)
  const column = columnOf(text, start)
  const surroundings = surroundingsOf(rows, host, containers, column)
  const known = WRITINGS.get(surroundings)
  if (known !== undefined)
    return absentList(rows, host, insertionAt(column < 0 ? start : start - column, known))
  const list = fromNodes()
  if (list === undefined || isObstacle(list.insertion)) return list
  if (WRITINGS.size === MOST) WRITINGS.clear()
  WRITINGS.set(surroundings, structuredClone(list.insertion)) // whose strings may be parts of the whole text
  return list
}

/** All that a new list's text depends on: the key and what stands around it, and where its first entry and pair stand. */
function surroundingsOf({ text, tape }: Rows, host: number, containers: number, column: number): string {
  const key = text.slice(tape.start(containers), tape.valueStart(containers))
  const next = tape.next(containers)
  const comma = next < tape.next(host) ? text.slice(tape.valueEnd(containers), tape.start(next)) : ''
  const columnAt = (row: number): number => (row < next ? columnOf(text, tape.start(row)) : NOT_THERE)
  const item = containers + 1
  const pair = tape.next(item) > item + 1 ? item + 1 : next
  return `${key}|${comma}|${column}|${columnAt(item)}|${columnAt(pair)}`
}

const NOT_THERE = -2
