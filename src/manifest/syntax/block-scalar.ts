import { Fault, AMBIGUOUS_BREAK, ambiguousBreak } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import type { ScannedScalar } from './scan-scalar.ts'

/**
 * Reads a literal or folded scalar from its indicator. `indent` is the column of the parent collection, -1 where there
 * is none. The scalar ends at the start of the line after its last line. Trailing blank lines belong to it only with
 * `+`.
 */
export function scanBlockScalar(cursor: Cursor, indent: number): ScannedScalar {
  const { text, at: start } = cursor
  const isLiteral = cursor.startsWith('|')
  const [header = ''] = /[|>](?:[1-9][-+]?|[-+][1-9]?)?/y.exec(text.slice(start, start + 3)) ?? []
  const digit = Number(/[1-9]/.exec(header)?.[0] ?? 0)
  cursor.skip(header.length)
  cursor.skipBlanks()
  if (cursor.startsWith('#')) cursor.skipToBreak()
  if (!cursor.isBreakOrEnd())
    throw new Fault(start, 'block scalar header includes extra characters: only a comment may follow')
  if (cursor.isBreak()) cursor.takeBreak()

  const column = digit === 0 ? 0 : Math.max(indent, 0) + digit
  let end = cursor.at
  let trailing = takeBlankLines(cursor, column, indent)
  const depth = trailing.column
  const pieces: string[] = []
  let [lineBreak, wasBlank] = ['', false]
  while (cursor.column === depth && cursor.at < text.length) {
    const isBlank = cursor.isBlank()
    const isFolded = !isLiteral && lineBreak === '\n' && !wasBlank && !isBlank
    pieces.push(isFolded ? (trailing.breaks === '' ? ' ' : '') : lineBreak, trailing.breaks)
    const from = cursor.at
    cursor.skipToBreak()
    pieces.push(text.slice(from, cursor.at))
    lineBreak = cursor.isBreak() ? cursor.takeBreak() : ''
    wasBlank = isBlank
    end = cursor.at
    trailing = takeBlankLines(cursor, depth, indent)
  }
  if (!header.includes('-')) pieces.push(lineBreak)
  if (header.includes('+')) {
    pieces.push(trailing.breaks)
    end = Math.max(end, trailing.end)
  }
  const ambiguous = text.slice(start, cursor.at).search(AMBIGUOUS_BREAK)
  if (ambiguous >= 0) throw ambiguousBreak(text, start + ambiguous)
  return { text: pieces.join(''), end, endsLine: true }
}

interface BlankLines {
  readonly breaks: string
  /** The column of the content lines: given, or that of the first one. */
  readonly column: number
  /** The start of the line after the blank lines. */
  readonly end: number
}

function takeBlankLines(cursor: Cursor, column: number, indent: number): BlankLines {
  const isIndentation = (): boolean => column === 0 || cursor.column < column
  let [breaks, deepest, end] = ['', 0, cursor.at]
  for (;;) {
    while (isIndentation() && cursor.isSpace()) cursor.skip()
    deepest = Math.max(deepest, cursor.column)
    if (isIndentation() && cursor.isTab())
      throw new Fault(cursor.at, 'a tab where a block scalar must be indented', 'indent with spaces')
    if (!cursor.isBreak()) break
    breaks += cursor.takeBreak()
    end = cursor.at
  }
  return { breaks, column: column === 0 ? Math.max(deepest, indent + 1, 1) : column, end }
}
