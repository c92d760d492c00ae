import { APOSTROPHE, LF, QUOTE, SPACE } from '../outline/characters.ts'
import { decoded } from '../outline/codes.ts'
import { BLOCK, DOUBLE, FLOW, MAPPING, SCALAR, SEQUENCE, SINGLE, SORT, TALL } from '../outline/tape.ts'
import { firstBehind } from '../sites/strays.ts'
import type { Tape } from '../outline/tape.ts'

/** No row: that of the text's first root, which is nobody's child. */
export const NOWHERE = 0

/** How many spaces stand before an offset, if nothing but them and the line end does; else -1. */
export function columnOf(text: string, offset: number): number {
  let at = offset
  while (text.charCodeAt(at - 1) === SPACE) at -= 1
  return text.charCodeAt(at - 1) === LF ? offset - at : -1
}

/**
 * Asks a tape for keys and values, as long as they stand there without anything that needs thought. Where something does,
 * the rows are odd, and what was answered is worth nothing.
 */
export class Rows {
  readonly tape: Tape
  text = ''
  isOdd = false
  #hasOtherBlanks: boolean | undefined

  /** One is enough for any number of texts. */
  constructor(tape: Tape) {
    this.tape = tape
  }

  /** Begins with another text, of which the tape is. */
  read(text: string): void {
    this.text = text
    this.#hasOtherBlanks = undefined
  }

  /** Whether there are other blanks than spaces and LF. */
  get hasOtherBlanks(): boolean {
    return (this.#hasOtherBlanks ??= this.text.includes('\t') || this.text.includes('\r'))
  }

  /** Begins with another part of the text. */
  start(): void {
    this.isOdd = this.tape.hasEscapedKeys
  }

  isMapping(row: number): boolean {
    return (this.tape.shape(row) & SORT) === MAPPING
  }

  isSequence(row: number): boolean {
    return (this.tape.shape(row) & SORT) === SEQUENCE
  }

  isFlow(row: number): boolean {
    return (this.tape.shape(row) & FLOW) !== 0
  }

  /** The row of a key of a mapping, `NOWHERE` where it is missing; odd where it stands twice. */
  child(map: number, key: string): number {
    const { tape } = this
    const end = tape.next(map)
    let found = NOWHERE
    for (let row = map + 1; row < end; row = tape.next(row)) {
      if (!this.#isKey(row, key)) continue
      this.isOdd ||= found !== NOWHERE
      found = row
    }
    return found
  }

  /** The text of a scalar on one line without escapes; odd for all else, an empty one too. */
  textOf(row: number): string {
    const { text, tape } = this
    this.isOdd ||= row === NOWHERE
    if (this.isOdd) return ''
    const shape = tape.shape(row)
    const [start, end] = [tape.valueStart(row), tape.valueEnd(row)]
    this.isOdd ||= (shape & (SORT | BLOCK | TALL)) !== SCALAR
    const quotes = (shape & (DOUBLE | SINGLE)) === 0 ? 0 : 1
    const value = text.slice(start + quotes, end - quotes)
    if (quotes > 0) this.isOdd ||= value === '' || value.includes((shape & DOUBLE) === 0 ? "'" : '\\')
    return tape.isAscii ? value : decoded(value)
  }

  /** How many keys of a mapping and of all below it end in `image`. */
  countImageKeys(map: number): number {
    const { tape } = this
    const { imageValues } = tape
    if (tape.next(map) === tape.length && map === 0) return imageValues.length
    return firstBehind(imageValues, tape.valueEnd(map)) - firstBehind(imageValues, tape.valueStart(map))
  }

  #isKey(row: number, key: string): boolean {
    const { text, tape } = this
    const start = tape.start(row)
    const length = tape.keyEnd(row) - start
    if (length === key.length) return text.startsWith(key, start)
    if (length !== key.length + 2) return false
    const first = text.charCodeAt(start)
    return (first === QUOTE || first === APOSTROPHE) && text.startsWith(key, start + 1)
  }
}
