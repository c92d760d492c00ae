import { anyOf, STRETCH, viewOf } from './search.ts'
import type { Search } from './search.ts'

/** Makes a search in some bytes. */
export type SearchIn = (bytes: Uint8Array) => Search

/** Bytes of the largest document whose escapes are decoded. A larger one is read, which costs no more. */
const LARGEST = 2 ** 20

/**
 * Makes a search that also finds text written with escapes (`azurecr\x2eio`) or over an escaped line break. In a
 * document with base64 scalars, the search always succeeds. Documents without escapes cost one search for backslashes
 * more.
 */
export function searchWithEscapes(searchIn: SearchIn): SearchIn {
  return bytes => {
    const escapes = new HidingEscapes(bytes)
    const hidden: Search = {
      isWithin: (start, end) => {
        if (!escapes.isWithin(start, end)) return false
        if (end - start > LARGEST) return true
        const shown = withoutEscapes(viewOf(bytes, start, end))
        return searchIn(shown).isWithin(0, shown.length)
      },
    }
    return anyOf([searchIn(bytes), new Base64Tags(bytes), hidden])
  }
}

/** Searches for places that may hide text. Fastest if there are none. */
export function searchForHiding(bytes: Uint8Array): Search {
  return anyOf([new HidingEscapes(bytes), new Base64Tags(bytes)])
}

/** Finds places, one stretch after another. */
abstract class PlaceSearch implements Search {
  protected readonly bytes: Buffer
  #next = Infinity
  /** No other place begins between `#start` and this offset. */
  #known = 0
  #start = 0

  constructor(bytes: Uint8Array) {
    this.bytes = viewOf(bytes)
  }

  /** The first place between two offsets; `Infinity` if there is none. */
  protected abstract find(from: number, to: number): number

  isWithin(start: number, end: number): boolean {
    if (start < this.#start) this.#known = 0
    if (this.#next < start || start < this.#start) this.#next = Infinity
    this.#start = start
    if (this.#known < start) this.#known = start
    if (this.#next === Infinity && this.#known < end) {
      const limit = this.#limitFor(end)
      this.#next = this.find(this.#known, limit)
      this.#known = this.#next === Infinity ? limit : this.#next + 1
    }
    return this.#next < end
  }

  /** The end of the next stretch, which divides no escape. */
  #limitFor(end: number): number {
    let limit = Math.min(Math.max(end, this.#known + STRETCH), this.bytes.length)
    while (limit < this.bytes.length && this.bytes[limit - 1] === BACKSLASH) limit += 1
    return limit
  }
}

const BINARY = 'tag:yaml.org,2002:binary'

/** Finds tags of base64 scalars: `!!binary`, or the whole tag. kubectl knows no other handle for it. */
class Base64Tags extends PlaceSearch {
  protected find(from: number, to: number): number {
    const { bytes } = this
    const stretch = viewOf(bytes, 0, to)
    for (let at = stretch.indexOf(EXCLAMATION, from); at >= 0; at = stretch.indexOf(EXCLAMATION, at + 1)) {
      const next = bytes[at + 1]
      const isTag = next === EXCLAMATION || next === OPEN_ANGLE
      if (!isTag) continue
      const tag = bytes.toString('latin1', at + 2, at + 2 + BINARY.length)
      if (tag.startsWith('binary') || tag === BINARY) return at
    }
    return Infinity
  }
}

const [TAB, LF, CR, SPACE, EXCLAMATION, OPEN_ANGLE, BACKSLASH] = [0x09, 0x0a, 0x0d, 0x20, 0x21, 0x3c, 0x5c]
const DIGITS = new Map(
  Object.entries({ x: 2, u: 4, U: 8 }).map(([letter, count]) => [letter.charCodeAt(0), count]),
)
/** For each byte after a backslash: whether the escape may hide text. */
const MAY_HIDE = new Uint8Array(256)
for (const code of [LF, CR, ...DIGITS.keys()]) MAY_HIDE[code] = 1
/** The number of bytes in which a loop looks for a backslash. A call of indexOf takes as long as this many bytes. */
const NEAR = 48

/**
 * Finds escapes of letters and the like, and escaped line breaks within a word. Harmless escapes such as `\n`, `\"`,
 * `\/` and `\u003c` do not count.
 */
class HidingEscapes extends PlaceSearch {
  protected find(from: number, to: number): number {
    const { bytes } = this
    const [mayHide, backslash] = [MAY_HIDE, BACKSLASH] // a local variable is faster than a module's in the bundle
    const stretch = viewOf(bytes, 0, to)
    for (let at = stretch.indexOf(backslash, from); at >= 0; at = stretch.indexOf(backslash, at)) {
      let near = Math.min(at + NEAR, to)
      while (at < near) {
        if (bytes[at] !== backslash) at += 1
        else if (mayHide[bytes[at + 1] ?? 0] === 1 && hides(bytes, at)) return at
        else {
          at += 2 // the escaped character belongs to the escape
          near = Math.min(at + NEAR, to)
        }
      }
    }
    return Infinity
  }
}

function hides(bytes: Buffer, at: number): boolean {
  const code = bytes[at + 1] ?? 0
  if (code === LF || code === CR) return isInWord(bytes[at - 1]) && isInWord(bytes[endOfBreak(bytes, at + 1)])
  const digits = DIGITS.get(code)
  if (digits === undefined) return false
  return isInWord(Number.parseInt(bytes.toString('latin1', at + 2, at + 2 + digits), 16))
}

function endOfBreak(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === LF || bytes[at] === CR || bytes[at] === SPACE || bytes[at] === TAB) at += 1
  return at
}

const WORD = /[\w./:-]/

/** Whether a character may be part of the text that is searched for. A backslash may escape one. */
function isInWord(code: number | undefined): boolean {
  return code === BACKSLASH || (code !== undefined && code < 0x80 && WORD.test(String.fromCharCode(code)))
}

// The escapes of double-quoted scalars, at any place. Outside such a scalar, a match only causes a document to be
// read in vain.
const ESCAPE = /\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|(?:\r\n?|\n)[ \t\r\n]*|[^])/g

/** The bytes with escapes decoded. Line numbers change. */
export function withoutEscapes(bytes: Buffer): Buffer {
  const text = bytes
    .toString('latin1')
    .replace(ESCAPE, (whole: string, ...digits: (string | undefined)[]) => {
      const code = digits.slice(0, 3).find(one => one !== undefined)
      if (code !== undefined) return String.fromCharCode(Math.min(Number.parseInt(code, 16), 0xff))
      return /^\\[\r\n]/.test(whole) ? '' : whole
    })
  return Buffer.from(text, 'latin1')
}
