import { APOSTROPHE, BACKSLASH, classOf, COLON, HASH, LF, QUOTE, SPACE, STOP } from './characters.ts'

/** What the scanners answer where they are not sure of a text: no offset. */
export const UNSURE = -1

/**
 * From a quote to behind the one that closes it, with no escapes but JSON's; else `UNSURE`. Further lines must stand
 * deeper than `column`; with `ONE_LINE` there may be none.
 */
export function endOfQuoted(text: string, start: number, column: number): number {
  return text.charCodeAt(start) === QUOTE
    ? endOfDouble(text, start + 1, column)
    : endOfSingle(text, start + 1, column)
}

export const ONE_LINE = Infinity

function endOfDouble(text: string, from: number, column: number): number {
  for (let at = from; ; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at + 1
    if (code === BACKSLASH && text.charCodeAt(at + 1) !== LF) {
      at = endOfEscape(text, at + 1)
      if (at === UNSURE) return UNSURE
    } else if ((classOf(code) & STOP) !== 0) {
      at = endOfLineEnd(text, at, column)
      if (at === UNSURE) return UNSURE
    }
  }
}

/** The last character of the line end at `at` and blank lines behind it, if a deep enough line comes then. */
function endOfLineEnd(text: string, at: number, column: number): number {
  if (text.charCodeAt(at) !== LF || column === ONE_LINE) return UNSURE
  const next = skipBlankLines(text, at + 1)
  return indentationOf(text, next) > column ? next - 1 : UNSURE
}

const U = 0x75
const ESCAPES = '"\\/bfnrt'

/** The last character of an escape that JSON and YAML read alike. */
export function endOfEscape(text: string, at: number): number {
  if (text.charCodeAt(at) === U) return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5)) ? at + 4 : UNSURE
  return ESCAPES.includes(text.charAt(at) || ' ') ? at : UNSURE
}

function endOfSingle(text: string, from: number, column: number): number {
  for (let at = from; ; at += 1) {
    const code = text.charCodeAt(at)
    if ((classOf(code) & STOP) !== 0) {
      at = endOfLineEnd(text, at, column)
      if (at === UNSURE) return UNSURE
    } else if (code === APOSTROPHE) {
      if (text.charCodeAt(at + 1) !== APOSTROPHE) return at + 1
      at += 1
    }
  }
}

/**
 * Behind the last character of a scalar without quotes in block style, which goes on as long as lines are deeper than
 * `column`; `UNSURE` where it may be no such scalar.
 */
export function endOfPlain(text: string, start: number, column: number): number {
  let end = endOfPlainLine(text, start)
  while (end !== UNSURE && mayGoOn(text, end, column)) {
    const next = skipBlankLines(text, skipSpaces(text, end) + 1)
    const indentation = indentationOf(text, next)
    if (indentation <= column || next + indentation === text.length) break
    if (text.charCodeAt(next + indentation) === HASH) return UNSURE
    end = endOfPlainLine(text, next + indentation)
  }
  return end
}

/** Whether nothing else stands on the line, and the next one is blank or deeper, at a glance. */
function mayGoOn(text: string, end: number, column: number): boolean {
  const lineEnd = skipSpaces(text, end)
  if (text.charCodeAt(lineEnd) !== LF) return false
  const code = text.charCodeAt(lineEnd + 1)
  return code === LF || (code === SPACE && text.charCodeAt(lineEnd + 1 + column) === SPACE)
}

/** The start of the first line that holds more than spaces. */
function skipBlankLines(text: string, from: number): number {
  let line = from
  for (;;) {
    const at = skipSpaces(text, line)
    if (text.charCodeAt(at) !== LF) return line
    line = at + 1
  }
}

function indentationOf(text: string, line: number): number {
  return skipSpaces(text, line) - line
}

export function skipSpaces(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === SPACE) at += 1
  return at
}

function endOfPlainLine(text: string, start: number): number {
  let end = start
  for (let at = start; ; at += 1) {
    const code = text.charCodeAt(at)
    if ((classOf(code) & STOP) !== 0) return end
    if (code === SPACE) continue
    if (code === HASH && text.charCodeAt(at - 1) === SPACE) return end
    if (code === COLON && isBlank(text.charCodeAt(at + 1))) return UNSURE
    end = at + 1
  }
}

/** A space, or what `classOf` says ends a line: that it is a line end is seen by whoever goes on from there. */
function isBlank(code: number): boolean {
  return code === SPACE || (classOf(code) & STOP) !== 0
}
