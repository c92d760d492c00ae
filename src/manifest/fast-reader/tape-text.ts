import { Lines } from '../syntax/lines.ts'
import type { Text } from '../syntax/lines.ts'
import { codeAt, countLineEnds, saysAt } from './bytes.ts'
import type { PaddedBytes } from './bytes.ts'
import type { Tape } from './tape.ts'

const LONGEST = 60

/** Short parts of texts that come again and again, such as kinds and images: each at a place that three of its characters tell. */
export type KnownParts = string[]

export function noKnownParts(): KnownParts {
  return Array<string>(512).fill('')
}

/**
 * A text whose characters are its bytes, so that all offsets in it are bytes. There is no string of all of it, which would
 * take as much memory again, but of those parts alone that are asked for.
 */
export class CodesText implements Text {
  readonly #codes: PaddedBytes
  readonly #bytes: Buffer
  readonly #known: KnownParts

  constructor(codes: PaddedBytes, bytes: Buffer, known: KnownParts) {
    this.#known = known
    this.#codes = codes
    this.#bytes = bytes
  }

  get length(): number {
    return this.#bytes.length
  }

  charAt(offset: number): string {
    const byte = this.#bytes[offset]
    return byte === undefined ? '' : String.fromCharCode(byte)
  }

  slice(start: number, end: number): string {
    const codes = this.#codes
    const length = end - start
    if (length < 1) return ''
    if (length > LONGEST) return this.#bytes.toString('latin1', start, end)
    const parts = this.#known
    const middle = codeAt(codes, start + (length >> 1))
    const place =
      (codeAt(codes, start) + 5 * middle + 25 * codeAt(codes, end - 1) + 125 * length) % parts.length
    const known = parts[place] ?? ''
    if (known.length === length && saysAt(codes, start, known)) return known
    return (parts[place] = this.#bytes.toString('latin1', start, end))
  }

  startsWith(text: string, offset: number): boolean {
    return saysAt(this.#codes, offset, text)
  }

  indexOf(character: string, from: number): number {
    return this.#bytes.indexOf(character.charCodeAt(0), from)
  }

  lastIndexOf(character: string, from: number): number {
    return this.#bytes.lastIndexOf(character.charCodeAt(0), from)
  }
}

/** The lines of a text that is on a tape, which has noted their numbers. */
export class TapeLines extends Lines {
  readonly #codes: PaddedBytes
  readonly #tape: Tape

  constructor(text: Text, codes: PaddedBytes, tape: Tape) {
    super(text)
    this.#codes = codes
    this.#tape = tape
  }

  override number(offset: number): number {
    const tape = this.#tape
    let [low, high] = [0, tape.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (tape.valueStart(middle) <= offset) low = middle + 1
      else high = middle
    }
    if (low === 0) return 1 + countLineEnds(this.#codes, 0, offset)
    const row = low - 1
    return tape.valueLine(row) + countLineEnds(this.#codes, tape.valueStart(row), offset)
  }
}
