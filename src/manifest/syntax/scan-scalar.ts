import { Fault, AMBIGUOUS_BREAK, ambiguousBreak } from './cursor.ts'
import type { Cursor } from './cursor.ts'

/** The value of a scalar, folded and without escapes, and its end. */
export interface ScannedScalar {
  readonly text: string
  readonly end: number
  /** Whether a line break follows its last line, so that the next token begins on another line. */
  readonly endsLine: boolean
}

/** White space between two parts of a scalar, and what remains of it after folding. */
class Gap {
  #blanks = ''
  #firstBreak = ''
  #furtherBreaks = ''

  get hasBreak(): boolean {
    return this.#firstBreak !== ''
  }

  /** Moves past all blanks and line breaks. `isBroken`: whether a line break came before them. */
  skip(cursor: Cursor, isBroken: boolean, checkBlank?: () => void): void {
    let isOnNewLine = isBroken
    while (cursor.isBlank() || cursor.isBreak()) {
      if (cursor.isBreak()) {
        if (isOnNewLine) this.#furtherBreaks += cursor.takeBreak()
        else this.#firstBreak = cursor.takeBreak()
        isOnNewLine = true
        this.#blanks = ''
      } else {
        if (isOnNewLine) checkBlank?.()
        else this.#blanks += cursor.text.charAt(cursor.at)
        cursor.skip()
      }
    }
  }

  folded(): string {
    if (this.#firstBreak === '\n') return this.#furtherBreaks === '' ? ' ' : this.#furtherBreaks
    return this.#firstBreak + this.#furtherBreaks + this.#blanks
  }
}

/** Reads a plain scalar. `indent` is the column of the parent collection, -1 where there is none. */
export function scanPlain(cursor: Cursor, indent: number, isFlow: boolean): ScannedScalar {
  const { text, at: start } = cursor
  const pieces: string[] = []
  let end = start
  let gap = new Gap()
  while (!cursor.isDocumentMark() && !cursor.startsWith('#')) {
    const from = cursor.at
    while (!cursor.isGap() && !endsPlain(cursor, isFlow)) cursor.skip()
    if (cursor.at > from) {
      pieces.push(gap.folded(), text.slice(from, cursor.at))
      end = cursor.at
      gap = new Gap()
    }
    if (!cursor.isBlank() && !cursor.isBreak()) break
    gap.skip(cursor, gap.hasBreak, () => {
      if (cursor.isTab() && cursor.column <= indent)
        throw new Fault(cursor.at, 'a tab where a line must be indented', 'indent with spaces')
    })
    if (!isFlow && cursor.column <= indent) break
  }
  const ambiguous = gap.hasBreak ? text.slice(end, cursor.at).search(AMBIGUOUS_BREAK) : -1
  if (ambiguous >= 0) throw ambiguousBreak(text, end + ambiguous)
  return { text: pieces.join(''), end, endsLine: gap.hasBreak }
}

const FLOW_INDICATORS = ',?[]{}'

function endsPlain(cursor: Cursor, isFlow: boolean): boolean {
  if (cursor.startsWith(':')) return cursor.isGap(1)
  return isFlow && FLOW_INDICATORS.includes(cursor.text.charAt(cursor.at))
}

/** Reads a quoted scalar from its opening quote. Its further lines may have any indentation. */
export function scanQuoted(cursor: Cursor): ScannedScalar {
  const { text, at: start } = cursor
  const quote = text.charAt(start)
  const special = quote === '"' ? [quote, '\\'] : [quote]
  const pieces: string[] = []
  for (cursor.skip(); ;) {
    if (cursor.isDocumentMark()) throw new Fault(start, `the document ends before a closing ${quote}`)
    const from = cursor.at
    while (!cursor.isGap() && !special.includes(text.charAt(cursor.at))) cursor.skip()
    pieces.push(text.slice(from, cursor.at))
    if (cursor.at >= text.length) throw new Fault(start, `a closing ${quote} is missing`)
    if (cursor.startsWith(quote)) {
      cursor.skip()
      if (quote === '"' || !cursor.startsWith(quote))
        return { text: pieces.join(''), end: cursor.at, endsLine: false }
      cursor.skip()
      pieces.push(quote)
    } else if (cursor.startsWith('\\') && quote === '"') pieces.push(takeEscape(cursor))
    else {
      const gap = new Gap()
      gap.skip(cursor, false)
      pieces.push(gap.folded())
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1B',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/', // JSON and YAML 1.2
  N: '\x85',
  _: '\u00A0',
  L: '\u2028',
  P: '\u2029',
}
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }
const LAST_CHARACTER = 0x10ffff

function takeEscape(cursor: Cursor): string {
  const { at, text } = cursor
  cursor.skip()
  if (cursor.isBreak()) {
    cursor.takeBreak()
    const gap = new Gap()
    gap.skip(cursor, true)
    return gap.folded()
  }
  const letter = text.charAt(cursor.at)
  cursor.skip()
  const known = ESCAPES[letter]
  if (known !== undefined) return known
  const digits = DIGITS[letter]
  const code = digits === undefined ? '' : text.slice(cursor.at, cursor.at + digits)
  const isWhole = code.length === digits && /^[0-9a-fA-F]+$/.test(code)
  if (!isWhole || Number.parseInt(code, 16) > LAST_CHARACTER)
    throw new Fault(at, `${text.slice(at, cursor.at)} is not an escape sequence`)
  cursor.skip(digits)
  return String.fromCodePoint(Number.parseInt(code, 16))
}
