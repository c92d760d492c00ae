import { viewOf } from './search/search.ts'

/** A part of a source with one document, or several that no `---` separates. Includes its marker line. */
export interface DocumentSpan {
  /** 1-based. Text before the first marker does not count if it is empty or has only comments. */
  readonly index: number
  /** In bytes, `end` excluded. */
  readonly start: number
  readonly end: number
}

/** As bytes, because encoding a string takes longer than searching a document of a kilobyte. */
const MARKER = Buffer.from('---')
const [TAB, LF, CR, SPACE, HASH, PERCENT] = [0x09, 0x0a, 0x0d, 0x20, 0x23, 0x25]
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/**
 * Splits a source at its `---` lines without decoding it. A marker is three hyphens at the start of a line, followed
 * by white space, `#` or nothing. No scalar in YAML can contain such a line, and kubectl splits the same way
 * (`YAMLReader` of apimachinery's `yaml/decoder.go`). `documentsBefore` is the number of documents of the stream
 * before these bytes.
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

/** The number of documents that `cutDocuments` finds. */
export function countDocuments(bytes: Uint8Array): number {
  const buffer = viewOf(bytes)
  const first = markerFrom(buffer, 0)
  let count = 0
  for (let at = first; at >= 0; at = markerFrom(buffer, at + MARKER.length)) count += 1
  const isHeadBlank = first === 0 || isBlank(first < 0 ? buffer : buffer.subarray(0, first))
  return count + (isHeadBlank ? 0 : 1)
}

function* markers(bytes: Uint8Array): Generator<number> {
  const buffer = viewOf(bytes)
  for (let at = markerFrom(buffer, 0); at >= 0; at = markerFrom(buffer, at + MARKER.length)) yield at
}

/** The offset of the first marker from an offset on; -1 if there is none. */
function markerFrom(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(MARKER, from)
  while (at >= 0 && !(isLineStart(bytes, at) && endsMarker(bytes, at + MARKER.length)))
    at = bytes.indexOf(MARKER, at + MARKER.length)
  return at
}

/** White space by Go's `unicode.IsSpace`. In ASCII only the first six characters are. */
export const WHITE_SPACE = ' \t\n\v\f\r\x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000'
const REST_OF_MARKER = new RegExp(`^[${WHITE_SPACE}]*(?:#|$)`)
/** First bytes, in UTF-8, of all white space but space, tab, LF and CR. */
const RARE_SPACES: readonly (number | undefined)[] = [0x0b, 0x0c, 0xc2, 0xe1, 0xe2, 0xe3]

/** After rare white space, only a comment may follow on a marker line. With anything else kubectl sees no marker. */
function endsMarker(bytes: Buffer, at: number): boolean {
  const byte = bytes[at]
  if (isSpace(byte) || byte === HASH) return true
  return RARE_SPACES.includes(byte) && REST_OF_MARKER.test(bytes.toString('utf8', at, endOfLine(bytes, at)))
}

/**
 * The offset of the last marker in bytes that may continue, searched from the end down to `from` (0 where the stream
 * begins here); -1 if there is none. Rare white space after a marker does not count.
 */
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

/** Whether the bytes contain only white space, comments and directives. */
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

/** A document marker, an end marker, or a null, which kubectl skips. */
const NOTHING = /^(?:---|\.\.\.|null|Null|NULL|~)(?=\s|$)/

/** Whether every document is empty, so that `kubectl apply` says `no objects passed to apply`. */
export function isEmpty(bytes: Uint8Array): boolean {
  return contentStart(bytes) === bytes.length
}

/** The offset of the first byte of a document that is not empty, or the length when every document is empty. */
export function contentStart(bytes: Uint8Array): number {
  const buffer = viewOf(bytes)
  let at = endOfBlank(bytes, startsWithByteOrderMark(bytes) ? BYTE_ORDER_MARK.length : 0)
  while (at < bytes.length) {
    const [nothing] = NOTHING.exec(buffer.toString('latin1', at, at + 'null '.length)) ?? []
    if (nothing === undefined) return at
    at = endOfBlank(bytes, at + nothing.length)
  }
  return bytes.length
}

function endOfLine(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at += 1
  return at
}

/** The number of line breaks (LF, CR LF or a lone CR) between two offsets. */
export function countLines(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let lines = 0
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? LF
    if (byte <= CR && (byte === LF || (byte === CR && bytes[at + 1] !== LF))) lines += 1
  }
  return lines
}

/** Counts lines before offsets, on demand. Fastest when offsets ascend. */
export class LineCounter {
  readonly #bytes: Uint8Array
  readonly #before: number
  #offset = 0
  #lines = 0

  /** `before` is the number of lines of the stream before these bytes. */
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
