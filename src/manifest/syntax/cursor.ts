import type { DiagnosticCode } from '../diagnostic.ts'
import type { SyntaxFault } from './node.ts'

/** A fault in the syntax. The scanner and the composer throw it; parseYaml catches it. */
export class Fault extends Error {
  readonly code: DiagnosticCode
  readonly at: number
  readonly remedy: string

  /** `at` is an offset in the text. */
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

  /** `offset` is where the text starts in its document. */
  located(offset: number): SyntaxFault {
    return { kind: 'fault', code: this.code, at: offset + this.at, what: this.message, remedy: this.remedy }
  }
}

const [TAB, LF, CR, SPACE, NEXT_LINE] = [0x09, 0x0a, 0x0d, 0x20, 0x85]
const [LINE_SEPARATOR, PARAGRAPH_SEPARATOR] = [0x2028, 0x2029]
/** The result of `code` after the last character. */
export const END = -1

/** Line breaks of YAML 1.1, which kubectl reads, but not of YAML 1.2. */
export const AMBIGUOUS_BREAK = /[\x85\u2028\u2029]/

/** A position in a text that moves forward, with its line and column. Line breaks are those of YAML 1.1. */
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

  startsWith(text: string): boolean {
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

  /** A blank, a line break, or the end of the text. */
  isGap(ahead = 0): boolean {
    return this.isBlank(ahead) || this.isBreakOrEnd(ahead)
  }

  /** `---` or `...` at the start of a line, followed by a gap. */
  isDocumentMark(): boolean {
    return this.column === 0 && (this.startsWith('---') || this.startsWith('...')) && this.isGap('---'.length)
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

  /** Moves past a line break. Returns what the break becomes in a scalar. */
  takeBreak(): string {
    const code = this.code()
    this.at += code === CR && this.code(1) === LF ? 2 : 1
    this.line += 1
    this.#lineStart = this.at
    return code === LINE_SEPARATOR || code === PARAGRAPH_SEPARATOR ? String.fromCharCode(code) : '\n'
  }

  /** Like `takeBreak`, but throws a Fault for a line break that YAML 1.2 does not know. */
  skipCommonBreak(): void {
    if (AMBIGUOUS_BREAK.test(this.text.charAt(this.at))) throw ambiguousBreak(this.text, this.at)
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

/** The fault of a line break that only some readers know. */
export function ambiguousBreak(text: string, at: number): Fault {
  const what = `the character ${nameOfCharacter(text.charAt(at))}, which ends a line for some YAML parsers and not for others`
  return new Fault(at, what, 'remove it')
}

/** The name of a character, such as `U+0085`. */
export function nameOfCharacter(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
