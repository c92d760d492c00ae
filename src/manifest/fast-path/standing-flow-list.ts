import { isDiagnostic } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { columnOf } from '../fast-reader/bytes.ts'
import type { Edit } from '../edit.ts'
import type { PullSecretList } from '../site.ts'
import type { Rows } from './rows.ts'

/** A list as its nodes say, in a text where it stood at an offset and a line. */
interface Known {
  /** From its key to the next pair. */
  readonly source: string
  readonly column: number
  readonly list: PullSecretList
  readonly start: number
  readonly line: number
}

/** There are few lists in all the manifests of a cluster: each is read once. */
const KNOWN: Known[] = []
const MOST = 32
const LONGEST = 400

/** A list in JSON, with a pair behind it: as it was read where the same characters stood before, else as its nodes say. */
export function standingFlowList(
  rows: Rows,
  host: number,
  standing: number,
  fromNodes: () => PullSecretList | undefined,
): PullSecretList | undefined {
  const { codes, text, tape } = rows
  const next = tape.next(standing)
  const start = tape.start(standing)
  const isLast = next >= tape.next(host)
  if (rows.hasOtherBlanks || isLast || !rows.isSequence(standing) || tape.start(next) - start > LONGEST)
    return fromNodes()
  const source = text.slice(start, tape.start(next))
  const column = columnOf(codes, start)
  const line = tape.valueLine(standing)
  const target = String(tape.valueStart(standing))
  for (const known of KNOWN)
    if (known.source === source && known.column === column)
      return moved(known.list, start - known.start, line - known.line, target)
  const list = fromNodes()
  if (list === undefined) return list
  if (KNOWN.length === MOST) KNOWN.length = 0
  KNOWN.push(structuredClone({ source, column, list, start, line })) // whose strings may be parts of far longer ones
  return list
}

function moved(list: PullSecretList, by: number, lines: number, target: string): PullSecretList {
  const { insertion, removal, emptying } = list
  return {
    ...list,
    entries: list.entries.map(entry => ({
      ...entry,
      line: entry.line + lines,
      start: entry.start + by,
      end: entry.end + by,
    })),
    insertion: isDiagnostic(insertion)
      ? lower(insertion, lines)
      : { ...insertion, offset: insertion.offset + by },
    removal: movedEdit(removal, by, lines),
    emptying: movedEdit(emptying, by, lines),
    line: list.line + lines,
    target,
  }
}

function movedEdit(edit: Edit | Diagnostic, by: number, lines: number): Edit | Diagnostic {
  return isDiagnostic(edit) ? lower(edit, lines) : { ...edit, offset: edit.offset + by }
}

function lower(obstacle: Diagnostic, lines: number): Diagnostic {
  return { ...obstacle, line: obstacle.line + lines }
}
