const BYTE_ORDER_MARK = '\uFEFF'

/** The lines of a text. All positions are characters; LF, CR LF and lone CR end a line. */
export class Lines {
  readonly #text: string
  #starts: readonly number[] | undefined

  constructor(text: string) {
    this.#text = text
  }

  /** The 1-based number of the line that an offset is on. */
  number(offset: number): number {
    return this.#indexOf(offset) + 1
  }

  /** Where the line's text begins, behind a byte order mark. */
  start(offset: number): number {
    const start = this.#startOf(this.#indexOf(offset))
    return this.#text[start] === BYTE_ORDER_MARK && offset > start ? start + 1 : start
  }

  /** Where the line's own text ends, before its line end. */
  end(offset: number): number {
    return this.#endOf(this.#indexOf(offset))
  }

  /** The start of the next line, or the end of the text. */
  next(offset: number): number {
    return this.#startOf(this.#indexOf(offset) + 1)
  }

  /** Where the line before ends, before its line end; 0 on the first line. */
  previousEnd(offset: number): number {
    const index = this.#indexOf(offset)
    return index === 0 ? 0 : this.#endOf(index - 1)
  }

  /** What ends the line, `''` at the end of the text. */
  eol(offset: number): string {
    return this.#text.slice(this.end(offset), this.next(offset))
  }

  /** The line end in use around an offset: the one before its line, else its own, else LF. */
  eolNear(offset: number): string {
    const previous = this.previousEnd(offset)
    return (previous > 0 ? this.eol(previous) : this.eol(offset)) || '\n'
  }

  column(offset: number): number {
    return offset - this.start(offset)
  }

  /** What stands on the line before an offset. */
  before(offset: number): string {
    return this.#text.slice(this.start(offset), offset)
  }

  /** The white space before an offset, if its line holds nothing else before it. */
  ownIndentation(offset: number): string | undefined {
    const start = this.start(offset)
    for (let at = start; at < offset; at += 1) {
      const character = this.#text[at]
      if (character !== ' ' && character !== '\t') return undefined
    }
    return this.#text.slice(start, offset)
  }

  #indexOf(offset: number): number {
    const starts = (this.#starts ??= lineStarts(this.#text))
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  #startOf(index: number): number {
    return this.#starts?.[index] ?? this.#text.length
  }

  #endOf(index: number): number {
    const next = this.#starts?.[index + 1]
    if (next === undefined) return this.#text.length
    return this.#text.startsWith('\r\n', next - 2) ? next - 2 : next - 1
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  if (text.includes('\r')) {
    for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length)
    return starts
  }
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
