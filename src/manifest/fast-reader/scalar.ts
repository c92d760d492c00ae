import { codeAt, endOfRun, lengthOf, skipSpaces } from './bytes.ts'
import type { PaddedBytes } from './bytes.ts'
import { APOSTROPHE, BACKSLASH, classOf, COLON, HASH, LF, QUOTE, SPACE, STOP, WITHIN } from './characters.ts'

/** The result of a scanner for a text outside the fast subset. It is not an offset. */
export const UNSUPPORTED = -1

/**
 * The offset after a quoted scalar that has only escapes of JSON; else `UNSUPPORTED`. Its further lines must be
 * indented deeper than `column`; with `ONE_LINE` it must end on its line.
 */
export function endOfQuoted(codes: PaddedBytes, start: number, column: number): number {
  return codeAt(codes, start) === QUOTE
    ? endOfDouble(codes, start + 1, column)
    : endOfSingle(codes, start + 1, column)
}

export const ONE_LINE = 2 ** 30

function endOfDouble(codes: PaddedBytes, from: number, column: number): number {
  for (let at = from; ; at += 1) {
    const code = codeAt(codes, at)
    if (code === QUOTE) return at + 1
    if (code === BACKSLASH && codeAt(codes, at + 1) !== LF) {
      at = endOfEscape(codes, at + 1)
      if (at === UNSUPPORTED) return UNSUPPORTED
    } else if ((classOf(code) & STOP) !== 0) {
      at = endOfLineEnd(codes, at, column)
      if (at === UNSUPPORTED) return UNSUPPORTED
    }
  }
}

/**
 * The last offset of the line break at `at` and of blank lines after it, if a line of sufficient indentation follows.
 */
function endOfLineEnd(codes: PaddedBytes, at: number, column: number): number {
  if (codeAt(codes, at) !== LF || column === ONE_LINE) return UNSUPPORTED
  const next = skipBlankLines(codes, at + 1)
  return indentationOf(codes, next) > column ? next - 1 : UNSUPPORTED
}

const U = 0x75
const ESCAPES = new Set(Array.from('"\\/bfnrt', letter => letter.charCodeAt(0)))
const HEXADECIMAL = new Set(Array.from('0123456789abcdefABCDEF', digit => digit.charCodeAt(0)))

/** The last offset of an escape that JSON and YAML read alike. */
export function endOfEscape(codes: PaddedBytes, at: number): number {
  if (codeAt(codes, at) !== U) return ESCAPES.has(codeAt(codes, at)) ? at : UNSUPPORTED
  for (let digit = at + 1; digit <= at + 4; digit += 1)
    if (!HEXADECIMAL.has(codeAt(codes, digit))) return UNSUPPORTED
  return at + 4
}

function endOfSingle(codes: PaddedBytes, from: number, column: number): number {
  for (let at = from; ; at += 1) {
    const code = codeAt(codes, at)
    if ((classOf(code) & STOP) !== 0) {
      at = endOfLineEnd(codes, at, column)
      if (at === UNSUPPORTED) return UNSUPPORTED
    } else if (code === APOSTROPHE) {
      if (codeAt(codes, at + 1) !== APOSTROPHE) return at + 1
      at += 1
    }
  }
}

/**
 * The end of an unquoted scalar whose first line ended at `from`. Following lines belong to it while they are deeper
 * than `column`. `UNSUPPORTED` if the text may not be such a scalar.
 */
export function endOfFurtherLines(codes: PaddedBytes, from: number, column: number): number {
  let end = from
  while (end !== UNSUPPORTED && mayContinue(codes, end, column)) {
    const next = skipBlankLines(codes, skipSpaces(codes, end) + 1)
    const indentation = indentationOf(codes, next)
    if (indentation <= column || next + indentation === lengthOf(codes)) break
    if (codeAt(codes, next + indentation) === HASH) return UNSUPPORTED
    end = endOfPlainLine(codes, next + indentation)
  }
  return end
}

/** A cheap test whether the scalar may continue: its line ends here, and the next line is blank or deeper. */
function mayContinue(codes: PaddedBytes, end: number, column: number): boolean {
  const lineBreak = skipSpaces(codes, end)
  return codes[lineBreak] === LF && isBlankOrDeeper(codes, lineBreak + 1, column)
}

/** A cheap test whether a line is blank or deeper than `column`. The line may be after the last one. */
export function isBlankOrDeeper(codes: PaddedBytes, line: number, column: number): boolean {
  if (codes[line] !== SPACE) return codes[line] === LF
  return line + column < lengthOf(codes) && codes[line + column] === SPACE
}

/** The start of the first line that is not blank. */
function skipBlankLines(codes: PaddedBytes, from: number): number {
  let line = from
  for (;;) {
    const at = skipSpaces(codes, line)
    if (codeAt(codes, at) !== LF || at >= lengthOf(codes)) return line
    line = at + 1
  }
}

function indentationOf(codes: PaddedBytes, line: number): number {
  return skipSpaces(codes, line) - line
}

/**
 * The end of an unquoted scalar in block style, if it ends on its line. `UNSUPPORTED` if the text may not be such a
 * scalar.
 */
export function endOfPlainLine(codes: PaddedBytes, start: number): number {
  let at = start
  for (;;) {
    at = endOfRun(codes, at, WITHIN)
    const code = codeAt(codes, at)
    if (code === SPACE) {
      const next = skipSpaces(codes, at)
      const following = codeAt(codes, next)
      if (following === HASH || (classOf(following) & STOP) !== 0) return at
      at = next
    } else if (code === HASH) at += 1
    else if (code !== COLON) return at
    else if (isBlank(codeAt(codes, at + 1))) return UNSUPPORTED
    else at += 1
  }
}

/** A space or a stop. The caller checks that a stop is a line break. */
function isBlank(code: number): boolean {
  return code === SPACE || (classOf(code) & STOP) !== 0
}
