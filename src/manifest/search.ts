/** Looks for something in bytes, from the front to the back: each span asked for must not begin before the last one. */
export interface Search {
  isWithin(start: number, end: number): boolean
}

/** Searches for texts, as UTF-8. */
export function searchFor(bytes: Uint8Array, texts: readonly string[]): Search {
  return anyOf(texts.map(text => new TextSearch(bytes, text, Buffer.byteLength(text), () => true)))
}

const KIND = /\bkind["']?[ \t]*:\s*["']?$/
/** More than anybody writes between a key and its value. */
const KIND_BYTES = 64

/** Searches for a kind where it is the value of `kind`; words that only begin so count too. */
export function searchForKind(bytes: Uint8Array, kind: string): Search {
  const buffer = viewOf(bytes)
  const matches = (at: number): boolean =>
    KIND.test(buffer.toString('latin1', Math.max(at - KIND_BYTES, 0), at))
  return new TextSearch(bytes, kind, kind.length, matches)
}

/**
 * Makes searches for an ASCII text in any mixture of case. `rare`: the offset in it of two letters that seldom occur: in
 * their four spellings the machine finds them at the speed of memory, and only there the rest is compared.
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

/** Searches for any of several things. */
export function anyOf(searches: readonly Search[]): Search {
  return { isWithin: (start, end) => searches.some(search => search.isWithin(start, end)) }
}

/** Keeps the next place of a text, so that bytes without it are looked through once. */
class TextSearch implements Search {
  readonly #bytes: Buffer
  readonly #text: string
  readonly #length: number
  readonly #matches: (at: number) => boolean
  #next = 0
  #isKnown = false

  constructor(bytes: Uint8Array, text: string, length: number, matches: (at: number) => boolean) {
    this.#bytes = viewOf(bytes)
    this.#text = text
    this.#length = length
    this.#matches = matches
  }

  isWithin(start: number, end: number): boolean {
    if (!this.#isKnown || this.#next < start) this.#next = this.#find(start)
    this.#isKnown = true
    return this.#next + this.#length <= end
  }

  #find(from: number): number {
    let at = this.#bytes.indexOf(this.#text, from)
    while (at >= 0 && !this.#matches(at)) at = this.#bytes.indexOf(this.#text, at + 1)
    return at < 0 ? Infinity : at
  }
}

const [LETTER_A, LETTER_Z, LOWER] = [0x41, 0x5a, 0x20]

function lowerCase(byte: number): number {
  return byte >= LETTER_A && byte <= LETTER_Z ? byte | LOWER : byte
}

/** The same bytes as a Buffer, or those of a stretch of them. */
export function viewOf(bytes: Uint8Array, start = 0, end = bytes.length): Buffer {
  if (Buffer.isBuffer(bytes) && start === 0 && end === bytes.length) return bytes
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
}
