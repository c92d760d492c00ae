import {
  APOSTROPHE,
  BAR,
  classOf,
  DASH,
  FIRST,
  GREATER,
  HASH,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  TEXT,
} from './characters.ts'
import { codeAt, countLineEnds, endOfRun, skipSpaces } from './bytes.ts'
import type { PaddedBytes } from './bytes.ts'
import { endOfBlockScalar } from './skip-block-scalar.ts'
import { scanFlow } from './flow.ts'
import { isNullAt } from './null.ts'
import { endOfFurtherLines, endOfPlainLine, endOfQuoted, UNSUPPORTED } from './scalar.ts'
import { BLOCK, DOUBLE, NULL, SCALAR, SINGLE, MULTILINE } from './tape.ts'
import type { Tape } from './tape.ts'

/**
 * Scans the value of `row` after a colon or a dash. Returns the start of the next line, or `UNSUPPORTED`. Further
 * lines of the value must be indented deeper than `column`.
 */
export function scanValue(
  codes: PaddedBytes,
  start: number,
  column: number,
  row: number,
  tape: Tape,
): number {
  const code = codeAt(codes, start)
  if (code === QUOTE || code === APOSTROPHE) {
    const end = endOfQuoted(codes, start, column)
    return scanScalar(codes, start, end, SCALAR | (code === QUOTE ? DOUBLE : SINGLE), row, tape)
  }
  if ((classOf(code) & FIRST) !== 0 || (code === DASH && !isDashAt(codes, start))) {
    const end = endOfFurtherLines(codes, endOfPlainLine(codes, start), column)
    return scanScalar(codes, start, end, isNullAt(codes, start, end) ? NULL : SCALAR, row, tape)
  }
  if (code === OPEN_BRACE || code === OPEN_BRACKET)
    return restOfLine(codes, scanFlow(codes, start, row, tape))
  if (code !== BAR && code !== GREATER) return UNSUPPORTED
  const end = endOfBlockScalar(codes, start, column)
  if (end === UNSUPPORTED) return UNSUPPORTED
  tape.line += countLineEnds(codes, start, end) - 1
  tape.setScalar(row, start, end, SCALAR | BLOCK)
  return end
}

/** Like `scanValue`, for a value on the line below its key or dash. A block scalar cannot stand there. */
export function scanValueBelow(
  codes: PaddedBytes,
  start: number,
  column: number,
  row: number,
  tape: Tape,
): number {
  const code = codeAt(codes, start)
  if (code === BAR || code === GREATER) return UNSUPPORTED
  tape.startValue(row)
  return scanValue(codes, start, column, row, tape)
}

function scanScalar(
  codes: PaddedBytes,
  start: number,
  end: number,
  shape: number,
  row: number,
  tape: Tape,
): number {
  if (end === UNSUPPORTED) return UNSUPPORTED
  const lineBreaks = countLineEnds(codes, start, end)
  tape.line += lineBreaks
  tape.setScalar(row, start, end, lineBreaks > 0 ? shape | MULTILINE : shape)
  return restOfLine(codes, end)
}

/** Whether a dash begins an item: a space or a line break follows it. */
export function isDashAt(codes: PaddedBytes, at: number): boolean {
  return codes[at] === DASH && (codes[at + 1] === SPACE || codes[at + 1] === LF)
}

/** The offset after the line break, if only a comment with a space before it stands in between. */
export function restOfLine(codes: PaddedBytes, end: number): number {
  if (end === UNSUPPORTED) return UNSUPPORTED
  const at = skipSpaces(codes, end)
  return codes[at] === HASH && at === end ? UNSUPPORTED : endOfComment(codes, at)
}

/** The offset after the line break, if only a comment stands at `at`. */
export function endOfComment(codes: PaddedBytes, at: number): number {
  const end = codes[at] === HASH ? endOfRun(codes, at, TEXT) : at
  return codes[end] === LF ? end + 1 : UNSUPPORTED
}
