import type { DiagnosticCode } from '../diagnostic.ts'
import type { SyntaxFault } from './node.ts'

/** Thrown by the scanner and the composer, and caught where the text was handed in. */
export class Fault extends Error {
  readonly code: DiagnosticCode
  readonly at: number
  readonly remedy: string

  /** `at`: an offset of the text. */
  constructor(
    at: number,
    what: string,
    remedy = 'fix the YAML there',
    code: DiagnosticCode = 'invalid-syntax',
  ) {
    super(what)
    this.code = code
    this.at = at
    this.remedy = remedy
  }

  /** `offset`: where the text starts in its document. */
  located(offset: number): SyntaxFault {
    return { kind: 'fault', code: this.code, at: offset + this.at, what: this.message, remedy: this.remedy }
  }
}

const [TAB, LF, CR, SPACE, NEXT_LINE] = [0x09, 0x0a, 0x0d, 0x20, 0x85]
const [LINE_SEPARATOR, PARAGRAPH_SEPARATOR] = [0x2028, 0x2029]
/** What `code` gives behind the last character. */
export const END = -1

/** Line ends for YAML 1.1, and so for kubectl, but not for most others. */
export const ODD_BREAK = /[\x85\u2028\u2029]/

/** A place in a text that only goes forward, with its line and column. Line ends are those of YAML 1.1. */
export class Cursor {
  readonly text: string
  at = 0
  line = 0
  #lineStart = 0

  constructor(text: string) {
    this.text = text
  }

  get column(): number {
    return this.at - this.#lineStart
  }

  code(ahead = 0): number {
    const offset = this.at + ahead
    return offset < this.text.length ? this.text.charCodeAt(offset) : END
  }

  says(text: string): boolean {
    return this.text.startsWith(text, this.at)
  }

  /** A space or a tab. */
  isBlank(ahead = 0): boolean {
    const code = this.code(ahead)
    return code === SPACE || code === TAB
  }

  isSpace(): boolean {
    return this.code() === SPACE
  }

  isTab(): boolean {
    return this.code() === TAB
  }

  isBreak(ahead = 0): boolean {
    return isBreak(this.code(ahead))
  }

  isBreakOrEnd(ahead = 0): boolean {
    const code = this.code(ahead)
    return code === END || isBreak(code)
  }

  /** A blank, a line end, or the end of the text. */
  isGap(ahead = 0): boolean {
    return this.isBlank(ahead) || this.isBreakOrEnd(ahead)
  }

  /** `---` or `...` at the start of a line, with a gap behind it. */
  isDocumentMark(): boolean {
    return this.column === 0 && (this.says('---') || this.says('...')) && this.isGap('---'.length)
  }

  skip(count = 1): void {
    this.at += count
  }

  skipBlanks(): void {
    while (this.isBlank()) this.at += 1
  }

  skipToBreak(): void {
    while (!this.isBreakOrEnd()) this.at += 1
  }

  /** Goes behind a line end, and gives what a scalar makes of it. */
  takeBreak(): string {
    const code = this.code()
    this.at += code === CR && this.code(1) === LF ? 2 : 1
    this.line += 1
    this.#lineStart = this.at
    return code === LINE_SEPARATOR || code === PARAGRAPH_SEPARATOR ? String.fromCharCode(code) : '\n'
  }

  /** As `takeBreak`, where lines are counted by those who know LF and CR alone. */
  skipLineEnd(): void {
    if (ODD_BREAK.test(this.text.charAt(this.at))) throw oddBreak(this.text, this.at)
    this.takeBreak()
  }
}

function isBreak(code: number): boolean {
  return (
    code === LF ||
    code === CR ||
    code === NEXT_LINE ||
    code === LINE_SEPARATOR ||
    code === PARAGRAPH_SEPARATOR
  )
}

/** Why a line end that only some readers know is refused where a token could follow. */
export function oddBreak(text: string, at: number): Fault {
  const what = `the character ${nameOfCharacter(text.charAt(at))}, which ends a line for some YAML parsers and not for others`
  return new Fault(at, what, 'remove it')
}

/** `U+0085`. */
export function nameOfCharacter(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
