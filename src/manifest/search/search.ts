/** A search through some bytes. It is fast if successive spans go forward, and starts over if one goes back. */
export interface Search {
  isWithin(start: number, end: number): boolean
}

/** Searches for any of some texts, encoded as UTF-8. */
export function searchFor(bytes: Uint8Array, texts: readonly string[]): Search {
  return anyOf(texts.map(text => new TextSearch(bytes, pieceOf(text), () => true)))
}

// What may precede and follow a scalar: tags, anchors, quotes, a line of its own below its key, a flow collection.
const BEFORE_SCALAR = /(?:^|[\r\n:,{[?-])[ \t]*(?:[&!]\S*[ \t]+)*["']?$/
const AFTER_SCALAR = /^(?:List)?["']?[ \t]*(?:[\r\n,}\]#]|$)/
/** Bytes around a match that are checked. A longer text counts as a match. */
const AROUND = 128

/**
 * Searches for kinds, and for their typed lists. Matches only a kind that is a whole scalar, not a part of a longer
 * text.
 */
export function searchForKinds(bytes: Uint8Array, kinds: readonly string[]): Search {
  const buffer = viewOf(bytes)
  const searches = kinds.map(kind => {
    const matches = (at: number): boolean =>
      !isLetter(buffer[at - 1]) &&
      (isAfterColon(buffer, at) ||
        BEFORE_SCALAR.test(buffer.toString('latin1', Math.max(at - AROUND, 0), at))) &&
      (buffer[at + kind.length] === LF ||
        AFTER_SCALAR.test(buffer.toString('latin1', at + kind.length, at + kind.length + AROUND)))
    return new TextSearch(bytes, pieceOf(kind), matches)
  })
  return anyOf(searches)
}

/** As in `kind: Pod`. */
function isAfterColon(bytes: Buffer, at: number): boolean {
  return bytes[at - 1] === SPACE && bytes[at - 2] === COLON
}

/**
 * Makes searches for an ASCII text in any case. `rare` is the offset of two letters in it that seldom occur together.
 * indexOf finds these two in their four spellings at memory speed; the rest is compared only there.
 */
export function ignoringCase(text: string, rare: number): (bytes: Uint8Array) => Search {
  const pattern = Buffer.from(text.toLowerCase())
  const [first = '', second = ''] = text.slice(rare, rare + 2).toLowerCase()
  const spellings = [first, first.toUpperCase()].flatMap(one =>
    [second, second.toUpperCase()].map(other => one + other),
  )
  const rest = text.length - rare
  return bytes => {
    const matches = (at: number): boolean => {
      for (let index = 0; index < pattern.length; index += 1)
        if (lowerCase(bytes[at - rare + index] ?? 0) !== pattern[index]) return false
      return true
    }
    return anyOf(
      spellings.map(
        piece => new TextSearch(bytes, { piece, before: 0, length: rest, whole: undefined }, matches),
      ),
    )
  }
}

/**
 * Bytes of a stretch. All searches scan a stretch before they scan the next one, so that each stretch is loaded into
 * the cache once.
 */
export const STRETCH = 2 ** 18
/** Bytes that a stretch overlaps the next one: more than the longest text that is searched for. */
const OVERLAP = 2 ** 11

/** Combines searches: finds a place where any of them does. */
export function anyOf(searches: readonly Search[]): Search {
  return {
    isWithin: (start, end) => {
      let at = start
      for (; end - at > 2 * STRETCH; at += STRETCH) {
        const stretchEnd = at + STRETCH + OVERLAP
        for (const search of searches) if (search.isWithin(at, stretchEnd)) return true
      }
      for (const search of searches) if (search.isWithin(at, end)) return true
      return false
    },
  }
}

/** A text, and the piece of it that is searched for. Lengths are in bytes. */
interface Sought {
  readonly piece: string
  readonly before: number
  readonly length: number
  /** The bytes of the text, as latin1; absent if the piece is all. */
  readonly whole: string | undefined
}

/** Characters of the longest text that `indexOf` finds by its first character, which is fastest for a rare one. */
const PIECE = 7
/** Characters that are too frequent in manifests. */
const FREQUENT = ' -:acdeilmnoprstu'

/** A text, searched for by a short piece of it that begins at a rare character. */
function pieceOf(text: string): Sought {
  const length = Buffer.byteLength(text)
  const whole = { piece: text, before: 0, length, whole: undefined }
  if (text.length <= PIECE || length !== text.length) return whole
  for (let before = 0; before <= text.length - PIECE; before += 1)
    if (!FREQUENT.includes(text.charAt(before)))
      return { piece: text.slice(before, before + PIECE), before, length, whole: text }
  return whole
}

/** Remembers the next match, so that bytes without a match are scanned once. */
class TextSearch implements Search {
  readonly #bytes: Buffer
  readonly #sought: Sought
  readonly #matches: (at: number) => boolean
  #next = Infinity
  /** No match but `#next` begins between `#start` and this offset. */
  #known = 0
  #start = 0

  /** `matches` tests the text at the offset of a match. */
  constructor(bytes: Uint8Array, sought: Sought, matches: (at: number) => boolean) {
    this.#bytes = viewOf(bytes)
    this.#sought = sought
    this.#matches = matches
  }

  isWithin(start: number, end: number): boolean {
    const { length } = this.#sought
    if (start < this.#start) this.#known = 0
    if (this.#next < start || start < this.#start) this.#next = Infinity
    this.#start = start
    if (this.#known < start) this.#known = start
    while (this.#next === Infinity && this.#known + length <= end) this.#scan(end)
    return this.#next + length <= end
  }

  /** Scans the next stretch. */
  #scan(end: number): void {
    const { piece, before, length } = this.#sought
    const from = this.#known
    const limit = Math.min(Math.max(end, from + STRETCH), this.#bytes.length)
    const stretch = viewOf(this.#bytes, 0, limit)
    let at = stretch.indexOf(piece, from + before)
    while (at >= 0 && !this.#isAt(at - before)) at = stretch.indexOf(piece, at + 1)
    this.#next = at < 0 ? Infinity : at - before
    this.#known = at < 0 ? Math.max(limit - length + 1, from + 1) : at - before + 1
  }

  #isAt(at: number): boolean {
    const { whole, length } = this.#sought
    if (whole !== undefined && this.#bytes.toString('latin1', at, at + length) !== whole) return false
    return this.#matches(at)
  }
}

const [LETTER_A, LETTER_Z, LOWER] = [0x41, 0x5a, 0x20]
const [LF, SPACE, COLON] = [0x0a, 0x20, 0x3a]

function lowerCase(byte: number): number {
  return byte >= LETTER_A && byte <= LETTER_Z ? byte | LOWER : byte
}

function isLetter(byte: number | undefined): boolean {
  const lower = lowerCase(byte ?? 0)
  return lower >= 0x61 && lower <= 0x7a
}

/** A Buffer over the same bytes, or over a part of them, without a copy. */
export function viewOf(bytes: Uint8Array, start = 0, end = bytes.length): Buffer {
  if (Buffer.isBuffer(bytes) && start === 0 && end === bytes.length) return bytes
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
}
