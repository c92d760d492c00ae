import { anyOf, viewOf } from './search.ts'
import type { Search } from './search.ts'

/** A maker of searches, as for `seeingThrough`. */
export type SearchIn = (bytes: Uint8Array) => Search

/** A larger document that hides text is read at once: to undo its escapes costs as much. */
const LARGEST = 2 ** 20

/**
 * Makes a search find what is written with escapes (`azurecr\x2eio`), too, or over an escaped line end. Where text may be
 * in base64 it finds anything. Only bytes with such places cost more than to look for them.
 */
export function seeingThrough(searchIn: SearchIn): SearchIn {
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

/** Searches for places where text may be hidden: at its best where there are none. */
export function searchForHiding(bytes: Uint8Array): Search {
  return anyOf([new HidingEscapes(bytes), new Base64Tags(bytes)])
}

/** Finds places from the front to the back, one stretch after the other. */
abstract class PlaceSearch implements Search {
  protected readonly bytes: Buffer
  #next = Infinity
  /** Up to where it is known that no other one begins. */
  #known = 0

  constructor(bytes: Uint8Array) {
    this.bytes = viewOf(bytes)
  }

  /** The first place from one offset to another, and `Infinity` where there is none. */
  protected abstract find(from: number, to: number): number

  isWithin(start: number, end: number): boolean {
    if (this.#next < start) this.#next = Infinity
    if (this.#known < start) this.#known = start
    if (this.#next === Infinity && this.#known < end) {
      this.#next = this.find(this.#known, end)
      this.#known = this.#next === Infinity ? end : this.#next + 1
    }
    return this.#next < end
  }
}

const BINARY = 'tag:yaml.org,2002:binary'

/** What says that a scalar is base64: `!!binary`, or its tag in full. No other handle stands for it where kubectl reads. */
class Base64Tags extends PlaceSearch {
  protected find(from: number, to: number): number {
    const { bytes } = this
    const stretch = viewOf(bytes, 0, to)
    for (let at = stretch.indexOf(EXCLAMATION, from); at >= 0; at = stretch.indexOf(EXCLAMATION, at + 1)) {
      const next = bytes[at + 1]
      const isTag = next === EXCLAMATION || next === OPEN_ANGLE
      if (!isTag) continue
      const behind = bytes.toString('latin1', at + 2, at + 2 + BINARY.length)
      if (behind.startsWith('binary') || behind === BINARY) return at
    }
    return Infinity
  }
}

const [TAB, LF, CR, SPACE, EXCLAMATION, OPEN_ANGLE, BACKSLASH] = [0x09, 0x0a, 0x0d, 0x20, 0x21, 0x3c, 0x5c]
const DIGITS = new Map(
  Object.entries({ x: 2, u: 4, U: 8 }).map(([letter, count]) => [letter.charCodeAt(0), count]),
)
/** By what stands behind a backslash: whether it may hide text. */
const MAY_HIDE = new Uint8Array(256)
for (const code of [LF, CR, ...DIGITS.keys()]) MAY_HIDE[code] = 1
/** How far a backslash is looked for by hand before the machine is asked, which takes as long as some of these. */
const NEAR = 48

/** Escapes that stand for a letter or the like, and line ends escaped within a word; not `\n`, `\"`, `\/`, `\u003c`. */
class HidingEscapes extends PlaceSearch {
  protected find(from: number, to: number): number {
    const { bytes } = this
    const [mayHide, backslash] = [MAY_HIDE, BACKSLASH] // a bundle's own variable is looked up in each round
    const stretch = viewOf(bytes, 0, to)
    for (let at = stretch.indexOf(backslash, from); at >= 0; at = stretch.indexOf(backslash, at)) {
      let near = Math.min(at + NEAR, to)
      while (at < near) {
        if (bytes[at] !== backslash) at += 1
        else if (mayHide[bytes[at + 1] ?? 0] === 1 && hides(bytes, at)) return at
        else {
          at += 2 // what an escape escapes is gone through with it
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

/** Whether a character may be of what is looked for; a backslash may stand for one. */
function isInWord(code: number | undefined): boolean {
  return code === BACKSLASH || (code !== undefined && code < 0x80 && WORD.test(String.fromCharCode(code)))
}

// As in double quotes, wherever it stands: what else it may be is only looked at once too often.
const ESCAPE = /\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|(?:\r\n?|\n)[ \t\r\n]*|[^])/g

/** The bytes with escapes undone, line for line no more. */
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
