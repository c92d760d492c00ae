import { codeAt, endOfRun, lengthOf, skipSpaces } from './bytes.ts'
import type { PaddedBytes } from './bytes.ts'
import { APOSTROPHE, BACKSLASH, classOf, COLON, HASH, LF, QUOTE, SPACE, STOP, WITHIN } from './characters.ts'

/** What the scanners answer where they are not sure of a text: no offset. */
export const UNSUPPORTED = -1

/**
 * From a quote to behind the one that closes it, with no escapes but JSON's; else `UNSUPPORTED`. Further lines must stand
 * deeper than `column`; with `ONE_LINE` there may be none.
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

/** The last character of the line end at `at` and blank lines behind it, if a deep enough line comes then. */
function endOfLineEnd(codes: PaddedBytes, at: number, column: number): number {
  if (codeAt(codes, at) !== LF || column === ONE_LINE) return UNSUPPORTED
  const next = skipBlankLines(codes, at + 1)
  return indentationOf(codes, next) > column ? next - 1 : UNSUPPORTED
}

const U = 0x75
const ESCAPES = new Set(Array.from('"\\/bfnrt', letter => letter.charCodeAt(0)))
const HEXADECIMAL = new Set(Array.from('0123456789abcdefABCDEF', digit => digit.charCodeAt(0)))

/** The last character of an escape that JSON and YAML read alike. */
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
 * Where a scalar without quotes ends that may go on behind its first line, which ended at `from`: it does as long as
 * lines are deeper than `column`. `UNSUPPORTED` where it may be no such scalar.
 */
export function endOfFurtherLines(codes: PaddedBytes, from: number, column: number): number {
  let end = from
  while (end !== UNSUPPORTED && mayGoOn(codes, end, column)) {
    const next = skipBlankLines(codes, skipSpaces(codes, end) + 1)
    const indentation = indentationOf(codes, next)
    if (indentation <= column || next + indentation === lengthOf(codes)) break
    if (codeAt(codes, next + indentation) === HASH) return UNSUPPORTED
    end = endOfPlainLine(codes, next + indentation)
  }
  return end
}

/** Whether nothing else stands on the line, and the next one is blank or deeper, at a glance. */
function mayGoOn(codes: PaddedBytes, end: number, column: number): boolean {
  const lineEnd = skipSpaces(codes, end)
  return codes[lineEnd] === LF && isBlankOrDeeper(codes, lineEnd + 1, column)
}

/** Whether a line, that may be behind the last one, is blank or deeper than `column`, at a glance. */
export function isBlankOrDeeper(codes: PaddedBytes, line: number, column: number): boolean {
  if (codes[line] !== SPACE) return codes[line] === LF
  return line + column < lengthOf(codes) && codes[line + column] === SPACE
}

/** The start of the first line that holds more than spaces. */
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
 * Behind the last character of a scalar without quotes in block style, if it ends on its line; `UNSUPPORTED` where it may be no
 * such scalar.
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

/** A space, or what `classOf` says ends a line: the caller sees that it is a line end. */
function isBlank(code: number): boolean {
  return code === SPACE || (classOf(code) & STOP) !== 0
}
