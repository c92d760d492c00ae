import { isDiagnostic } from '../diagnostic.ts'
import { columnOf } from '../fast-reader/bytes.ts'
import type { PullSecretList, Writing } from '../site.ts'
import { absentList, insertionAt } from './absent-list.ts'
import type { Rows } from './rows.ts'

/** All that the text of a new list depends on: what stands around `containers`, and at which columns. */
interface Surroundings {
  /** The key, and what stands behind it before its value. */
  readonly key: string
  /** What stands behind the value before the next pair, `''` where there is none. */
  readonly comma: string
  readonly column: number
  /** Of the first entry, and its first pair. */
  readonly itemColumn: number
  readonly pairColumn: number
}

/** There are few ways in which JSON is printed: each writing is made once. */
const KNOWN: { readonly around: Surroundings; readonly writing: Writing }[] = []
const MOST = 32

/**
 * A list that a pod spec in JSON or flow style lacks: before `containers`. It is written as another one was that was to
 * stand among the same characters, else as its nodes say.
 */
export function missingFlowList(
  rows: Rows,
  host: number,
  containers: number,
  fromNodes: () => PullSecretList | undefined,
): PullSecretList | undefined {
  if (rows.hasOtherBlanks) return fromNodes()
  const around = surroundingsOf(rows, host, containers)
  for (const known of KNOWN) {
    if (!isSame(known.around, around)) continue
    const offset = rows.tape.start(containers) - Math.max(around.column, 0)
    return absentList(rows, host, insertionAt(offset, known.writing))
  }
  const list = fromNodes()
  if (list === undefined || isDiagnostic(list.insertion)) return list
  if (KNOWN.length === MOST) KNOWN.length = 0
  KNOWN.push(structuredClone({ around, writing: list.insertion })) // whose strings may be parts of far longer ones
  return list
}

function surroundingsOf({ codes, text, tape }: Rows, host: number, containers: number): Surroundings {
  const start = tape.start(containers)
  const next = tape.next(containers)
  const item = containers + 1
  const pair = tape.next(item) > item + 1 ? item + 1 : next
  return {
    key: text.slice(start, tape.valueStart(containers)),
    comma: next < tape.next(host) ? text.slice(tape.valueEnd(containers), tape.start(next)) : '',
    column: columnOf(codes, start),
    itemColumn: item < next ? columnOf(codes, tape.start(item)) : NOT_THERE,
    pairColumn: pair < next ? columnOf(codes, tape.start(pair)) : NOT_THERE,
  }
}

const NOT_THERE = -2

function isSame(one: Surroundings, other: Surroundings): boolean {
  return (
    one.key === other.key &&
    one.comma === other.comma &&
    one.column === other.column &&
    one.itemColumn === other.itemColumn &&
    one.pairColumn === other.pairColumn
  )
}
