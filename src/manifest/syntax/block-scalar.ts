import { Fault, ODD_BREAK, oddBreak } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import type { ScannedScalar } from './scan-scalar.ts'

/**
 * A literal or folded scalar, whose indicator is next; `indent` is the column of the collection around it, -1 for none.
 * Its end is the start of the line behind its last one, of which blank lines are only with `+`.
 */
export function scanBlockScalar(cursor: Cursor, indent: number): ScannedScalar {
  const { text, at: start } = cursor
  const isLiteral = cursor.says('|')
  const [header = ''] = /[|>](?:[1-9][-+]?|[-+][1-9]?)?/y.exec(text.slice(start, start + 3)) ?? []
  const digit = Number(/[1-9]/.exec(header)?.[0] ?? 0)
  cursor.skip(header.length)
  cursor.skipBlanks()
  if (cursor.says('#')) cursor.skipToBreak()
  if (!cursor.isBreakOrEnd())
    throw new Fault(
      start,
      'block scalar header includes extra characters: it ends with a comment or its line',
    )
  if (cursor.isBreak()) cursor.takeBreak()

  const column = digit === 0 ? 0 : Math.max(indent, 0) + digit
  let end = cursor.at
  let trailing = takeBlankLines(cursor, column, indent)
  const depth = trailing.column
  const pieces: string[] = []
  let [lineEnd, wasBlank] = ['', false]
  while (cursor.column === depth && cursor.at < text.length) {
    const isBlank = cursor.isBlank()
    const isFolded = !isLiteral && lineEnd === '\n' && !wasBlank && !isBlank
    pieces.push(isFolded ? (trailing.breaks === '' ? ' ' : '') : lineEnd, trailing.breaks)
    const from = cursor.at
    cursor.skipToBreak()
    pieces.push(text.slice(from, cursor.at))
    lineEnd = cursor.isBreak() ? cursor.takeBreak() : ''
    wasBlank = isBlank
    end = cursor.at
    trailing = takeBlankLines(cursor, depth, indent)
  }
  if (!header.includes('-')) pieces.push(lineEnd)
  if (header.includes('+')) {
    pieces.push(trailing.breaks)
    end = Math.max(end, trailing.end)
  }
  const odd = text.slice(start, cursor.at).search(ODD_BREAK)
  if (odd >= 0) throw oddBreak(text, start + odd)
  return { text: pieces.join(''), end, endsLine: true }
}

interface BlankLines {
  readonly breaks: string
  /** Of the lines of content: the given one, or where the first of them begins. */
  readonly column: number
  /** Where the line behind them starts. */
  readonly end: number
}

function takeBlankLines(cursor: Cursor, column: number, indent: number): BlankLines {
  const isBefore = (): boolean => column === 0 || cursor.column < column
  let [breaks, deepest, end] = ['', 0, cursor.at]
  for (;;) {
    while (isBefore() && cursor.isSpace()) cursor.skip()
    deepest = Math.max(deepest, cursor.column)
    if (isBefore() && cursor.isTab())
      throw new Fault(cursor.at, 'a tab where a block scalar must be indented', 'indent with spaces')
    if (!cursor.isBreak()) break
    breaks += cursor.takeBreak()
    end = cursor.at
  }
  return { breaks, column: column === 0 ? Math.max(deepest, indent + 1, 1) : column, end }
}
