import { BYTE_ORDER_MARK } from '../../text/byte-order-mark.ts'
/** The methods of a string that the readers need. A text need not be a string. */
export interface Text {
  readonly length: number
  charAt(offset: number): string
  slice(start: number, end: number): string
  startsWith(text: string, offset: number): boolean
  indexOf(character: string, from: number): number
  lastIndexOf(character: string, from: number): number
}

/** The lines of a text. All positions are characters; LF, CR LF and lone CR end a line. */
export class Lines {
  readonly #text: Text
  /** The line of the last lookup: its start, and the start of the next line. */
  #start = 0
  #next = 0
  /** Starts of lines, as far as line numbers were needed. */
  readonly #starts = [0]
  #hasCarriageReturns: boolean | undefined

  constructor(text: Text) {
    this.#text = text
  }

  /** The 1-based number of the line that an offset is on. */
  number(offset: number): number {
    const starts = this.#starts
    for (let last = starts.at(-1) ?? 0; last <= offset; starts.push(last)) last = this.#nextStart(last)
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }

  /** Where the line's text begins, after a byte order mark. */
  start(offset: number): number {
    this.#find(offset)
    const start = this.#start
    return offset > start && this.#text.charAt(start) === BYTE_ORDER_MARK ? start + 1 : start
  }

  /** Where the line's text ends, before its line break. */
  end(offset: number): number {
    this.#find(offset)
    const next = this.#next
    if (next === Infinity) return this.#text.length
    return this.#text.startsWith('\r\n', next - 2) ? next - 2 : next - 1
  }

  /** The start of the next line, or the end of the text. */
  next(offset: number): number {
    this.#find(offset)
    return Math.min(this.#next, this.#text.length)
  }

  /** Where the previous line's text ends, before its line break; 0 on the first line. */
  previousEnd(offset: number): number {
    this.#find(offset)
    return this.#start === 0 ? 0 : this.end(this.#start - 1)
  }

  /** The line break of the line; `''` at the end of the text. */
  eol(offset: number): string {
    return this.#text.slice(this.end(offset), this.next(offset))
  }

  /** The line break used near an offset: that of the previous line, else its own, else LF. */
  eolNear(offset: number): string {
    const previous = this.previousEnd(offset)
    return (previous > 0 ? this.eol(previous) : this.eol(offset)) || '\n'
  }

  column(offset: number): number {
    return offset - this.start(offset)
  }

  /** The text on the line before an offset. */
  before(offset: number): string {
    return this.#text.slice(this.start(offset), offset)
  }

  /** The indentation before an offset; `undefined` if anything else stands before it on the line. */
  ownIndentation(offset: number): string | undefined {
    const start = this.start(offset)
    for (let at = start; at < offset; at += 1) {
      const character = this.#text.charAt(at)
      if (character !== ' ' && character !== '\t') return undefined
    }
    return this.#text.slice(start, offset)
  }

  #find(offset: number): void {
    if (offset >= this.#start && offset < this.#next) return
    this.#start = this.#startBefore(offset)
    this.#next = this.#nextStart(offset)
  }

  /** The start of the line that an offset is on. */
  #startBefore(offset: number): number {
    if (!this.#areThereCarriageReturns())
      return offset === 0 ? 0 : this.#text.lastIndexOf('\n', offset - 1) + 1
    let at = offset
    while (at > 0 && !this.#isStart(at)) at -= 1
    return at
  }

  /** The first start of a line after an offset; `Infinity` if there is none. */
  #nextStart(offset: number): number {
    if (!this.#areThereCarriageReturns()) return this.#text.indexOf('\n', offset) + 1 || Infinity
    for (let at = offset + 1; at <= this.#text.length; at += 1) if (this.#isStart(at)) return at
    return Infinity
  }

  #isStart(at: number): boolean {
    const before = this.#text.charAt(at - 1)
    return before === '\n' || (before === '\r' && this.#text.charAt(at) !== '\n')
  }

  #areThereCarriageReturns(): boolean {
    return (this.#hasCarriageReturns ??= this.#text.indexOf('\r', 0) >= 0)
  }
}
