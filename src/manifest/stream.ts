import { viewOf } from './search.ts'

/** A stretch of a source that holds one document (or several in a row without `---` between them), marker line included. */
export interface DocumentSpan {
  /** 1-based, not counting what stands before the first marker if it is empty or comments only. */
  readonly index: number
  /** In bytes, `end` excluded. */
  readonly start: number
  readonly end: number
}

const MARKER = '---'
const [TAB, LF, CR, SPACE, HASH, PERCENT] = [0x09, 0x0a, 0x0d, 0x20, 0x23, 0x25]
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/**
 * Cuts a source at its `---` lines without decoding it. A marker is three hyphens at the start of a line with white
 * space, a `#`, or nothing behind them; YAML allows the first and the last at that place in no scalar, and kubectl asks no
 * parser either (`YAMLReader` of apimachinery's `yaml/decoder.go`).
 * `documentsBefore`: how many a stream had before these bytes.
 */
export function* cutDocuments(bytes: Uint8Array, documentsBefore = 0): Generator<DocumentSpan> {
  let index = documentsBefore
  let start = 0
  let isHead = true
  for (const marker of markers(bytes)) {
    if (!isHead || !isBlank(bytes.subarray(0, marker))) yield { index: ++index, start, end: marker }
    start = marker
    isHead = false
  }
  if (!isHead || !isBlank(bytes)) yield { index: ++index, start, end: bytes.length }
}

/** How many documents `cutDocuments` gives. */
export function countDocuments(bytes: Uint8Array): number {
  let count = 0
  let first = bytes.length
  for (const marker of markers(bytes)) {
    if (count === 0) first = marker
    count += 1
  }
  return count + (isBlank(bytes.subarray(0, first)) ? 0 : 1)
}

function* markers(bytes: Uint8Array): Generator<number> {
  const buffer = viewOf(bytes)
  for (let at = buffer.indexOf(MARKER); at >= 0; at = buffer.indexOf(MARKER, at + MARKER.length)) {
    if (isLineStart(bytes, at) && endsMarker(buffer, at + MARKER.length)) yield at
  }
}

/** What Go takes for white space (`unicode.IsSpace`), of which only the first six can stand on one line of ASCII. */
export const WHITE_SPACE = ' \t\n\v\f\r\x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000'
const REST_OF_MARKER = new RegExp(`^[${WHITE_SPACE}]*(?:#|$)`)
/** What all white space but the usual begins with in UTF-8. */
const RARE_SPACES: readonly (number | undefined)[] = [0x0b, 0x0c, 0xc2, 0xe1, 0xe2, 0xe3]

/** Behind more than the usual white space, only a comment may follow: with anything else, kubectl sees no marker. */
function endsMarker(bytes: Buffer, at: number): boolean {
  const byte = bytes[at]
  if (isSpace(byte) || byte === HASH) return true
  return RARE_SPACES.includes(byte) && REST_OF_MARKER.test(bytes.toString('utf8', at, endOfLine(bytes, at)))
}

/** The last usual marker in some bytes that more may follow, from an offset on (0 if a stream begins here); -1 for none. */
export function lastMarker(bytes: Uint8Array, from: number): number {
  const buffer = viewOf(bytes)
  let at = buffer.lastIndexOf(MARKER)
  while (at >= from) {
    const isWhole = at + MARKER.length < bytes.length
    const isFirstOfLine =
      isLineStart(bytes, at) && (from === 0 || at !== BYTE_ORDER_MARK.length || isLineEnd(bytes[at - 1]))
    const next = bytes[at + MARKER.length]
    if (isWhole && isFirstOfLine && (isSpace(next) || next === HASH)) return at
    at = at === 0 ? -1 : buffer.lastIndexOf(MARKER, at - 1)
  }
  return -1
}

function isLineStart(bytes: Uint8Array, at: number): boolean {
  if (at === 0 || isLineEnd(bytes[at - 1])) return true
  return at === BYTE_ORDER_MARK.length && startsWithByteOrderMark(bytes)
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR
}

function isSpace(byte: number | undefined): boolean {
  return byte === undefined || byte === LF || byte === CR || byte === SPACE || byte === TAB
}

function startsWithByteOrderMark(bytes: Uint8Array): boolean {
  return BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte)
}

/** Whether the bytes hold nothing but white space, comments and directives. */
export function isBlank(bytes: Uint8Array): boolean {
  return endOfBlank(bytes, startsWithByteOrderMark(bytes) ? BYTE_ORDER_MARK.length : 0) === bytes.length
}

function endOfBlank(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length) {
    const byte = bytes[at]
    if (byte === HASH || (byte === PERCENT && isLineStart(bytes, at))) at = endOfLine(bytes, at)
    else if (!isSpace(byte)) return at
    at += 1
  }
  return bytes.length
}

/** The marker of a document, or of its end, or the null that kubectl skips. */
const NOTHING = /^(?:---|\.\.\.|null|Null|NULL|~)(?=\s|$)/

/** Whether there is no document with anything in it, so that `kubectl apply` would say `no objects passed to apply`. */
export function isEmpty(bytes: Uint8Array): boolean {
  const buffer = viewOf(bytes)
  let at = endOfBlank(bytes, startsWithByteOrderMark(bytes) ? BYTE_ORDER_MARK.length : 0)
  while (at < bytes.length) {
    const [nothing] = NOTHING.exec(buffer.toString('latin1', at, at + 'null '.length)) ?? []
    if (nothing === undefined) return false
    at = endOfBlank(bytes, at + nothing.length)
  }
  return true
}

function endOfLine(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at += 1
  return at
}

/** The number of line ends (LF, CR LF or a lone CR) from one offset to another. */
export function countLines(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let lines = 0
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? LF
    if (byte <= CR && (byte === LF || (byte === CR && bytes[at + 1] !== LF))) lines += 1
  }
  return lines
}

/** Counts the lines before places of some bytes, when asked; fastest from the top down. */
export class LineCounter {
  readonly #bytes: Uint8Array
  readonly #before: number
  #offset = 0
  #lines = 0

  /** `before`: the lines of a stream before these bytes. */
  constructor(bytes: Uint8Array, before: number) {
    this.#bytes = bytes
    this.#before = before
  }

  linesBefore(offset: number): number {
    if (offset < this.#offset) [this.#offset, this.#lines] = [0, 0]
    this.#lines += countLines(this.#bytes, this.#offset, offset)
    this.#offset = offset
    return this.#before + this.#lines
  }
}
