/** A search that moves forward through some bytes. The spans of successive calls must not go backward. */
export interface Search {
  isWithin(start: number, end: number): boolean
}

/** Searches for any of some texts, encoded as UTF-8. */
export function searchFor(bytes: Uint8Array, texts: readonly string[]): Search {
  return anyOf(texts.map(text => new TextSearch(bytes, text, Buffer.byteLength(text), () => true)))
}

// What may precede and follow a scalar: tags, anchors, quotes, a line of its own below its key, a flow collection.
const BEFORE_SCALAR = /(?:^|[\r\n:,{[?-])[ \t]*(?:[&!]\S*[ \t]+)*["']?$/
const AFTER_SCALAR = /^(?:List)?["']?[ \t]*(?:[\r\n,}\]#]|$)/
/** Bytes around a match that are checked. A longer text counts as a match. */
const AROUND = 128

/** Searches for kinds, and for their typed lists, where the kind is a whole scalar and not part of a longer text. */
export function searchForKinds(bytes: Uint8Array, kinds: readonly string[]): Search {
  const buffer = viewOf(bytes)
  const searches = kinds.map(kind => {
    const matches = (at: number): boolean =>
      !isLetter(buffer[at - 1]) &&
      BEFORE_SCALAR.test(buffer.toString('latin1', Math.max(at - AROUND, 0), at)) &&
      AFTER_SCALAR.test(buffer.toString('latin1', at + kind.length, at + kind.length + AROUND))
    return new TextSearch(bytes, kind, kind.length, matches)
  })
  return anyOf(searches)
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
    return anyOf(spellings.map(spelling => new TextSearch(bytes, spelling, rest, matches)))
  }
}

/** Bytes that every search scans before the next stretch, so that each stretch is loaded into the cache once. */
const STRETCH = 2 ** 18
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

/** Remembers the next match, so that bytes without a match are scanned once. */
class TextSearch implements Search {
  readonly #bytes: Buffer
  readonly #text: string
  readonly #length: number
  readonly #matches: (at: number) => boolean
  #next = Infinity
  /** No match but `#next` begins before this offset. */
  #known = 0

  constructor(bytes: Uint8Array, text: string, length: number, matches: (at: number) => boolean) {
    this.#bytes = viewOf(bytes)
    this.#text = text
    this.#length = length
    this.#matches = matches
  }

  isWithin(start: number, end: number): boolean {
    if (this.#next < start) this.#next = Infinity
    this.#known = Math.max(this.#known, start)
    while (this.#next === Infinity && this.#known + this.#length <= end) this.#look(end)
    return this.#next + this.#length <= end
  }

  /** Scans the next stretch. */
  #look(end: number): void {
    const from = this.#known
    const limit = Math.min(Math.max(end, from + STRETCH), this.#bytes.length)
    const stretch = viewOf(this.#bytes, 0, limit)
    let at = stretch.indexOf(this.#text, from)
    while (at >= 0 && !this.#matches(at)) at = stretch.indexOf(this.#text, at + 1)
    this.#next = at < 0 ? Infinity : at
    this.#known = at < 0 ? Math.max(limit - this.#text.length + 1, from + 1) : at + 1
  }
}

const [LETTER_A, LETTER_Z, LOWER] = [0x41, 0x5a, 0x20]

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
