import { Lines } from '../syntax/lines.ts'
import type { Text } from '../syntax/lines.ts'
import { codeAt, countLineEnds, matchesAt } from './bytes.ts'
import type { PaddedBytes } from './bytes.ts'
import type { Tape } from './tape.ts'

const LONGEST = 60

/**
 * A cache of short texts that repeat, such as kinds and images. The slot of a text depends on its length and three of
 * its characters.
 */
export type PartCache = string[]

export function newPartCache(): PartCache {
  return Array<string>(512).fill('')
}

/**
 * A text whose characters are its bytes, so that all its offsets are bytes. It is never converted to one string, which
 * would double the memory; only parts of it are.
 */
export class BytesText implements Text {
  readonly #codes: PaddedBytes
  readonly #bytes: Buffer
  readonly #known: PartCache

  constructor(codes: PaddedBytes, bytes: Buffer, known: PartCache) {
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
    if (known.length === length && matchesAt(codes, start, known)) return known
    return (parts[place] = this.#bytes.toString('latin1', start, end))
  }

  startsWith(text: string, offset: number): boolean {
    return matchesAt(this.#codes, offset, text)
  }

  indexOf(character: string, from: number): number {
    return this.#bytes.indexOf(character.charCodeAt(0), from)
  }

  lastIndexOf(character: string, from: number): number {
    return this.#bytes.lastIndexOf(character.charCodeAt(0), from)
  }
}

/** The lines of a text on a tape. The tape has the line number of each row. */
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
