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
 * space, or nothing, behind them; YAML allows them at that place in no scalar, so no parser is needed to find them.
 */
export function cutDocuments(bytes: Uint8Array): readonly DocumentSpan[] {
  const spans: DocumentSpan[] = []
  const starts = [0, ...markers(bytes)]
  for (const [at, start] of starts.entries()) {
    const end = starts[at + 1] ?? bytes.length
    if (at === 0 && isBlank(bytes.subarray(0, end))) continue
    spans.push({ index: spans.length + 1, start, end })
  }
  return spans
}

function* markers(bytes: Uint8Array): Generator<number> {
  const buffer = viewOf(bytes)
  for (let at = buffer.indexOf(MARKER); at >= 0; at = buffer.indexOf(MARKER, at + MARKER.length)) {
    if (isLineStart(bytes, at) && isSpace(bytes[at + MARKER.length])) yield at
  }
}

function isLineStart(bytes: Uint8Array, at: number): boolean {
  if (at === 0 || bytes[at - 1] === LF || bytes[at - 1] === CR) return true
  return at === BYTE_ORDER_MARK.length && startsWithByteOrderMark(bytes)
}

function isSpace(byte: number | undefined): boolean {
  return byte === undefined || byte === LF || byte === CR || byte === SPACE || byte === TAB
}

function startsWithByteOrderMark(bytes: Uint8Array): boolean {
  return BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte)
}

/** Whether the bytes hold nothing but white space, comments and directives. */
export function isBlank(bytes: Uint8Array): boolean {
  let at = startsWithByteOrderMark(bytes) ? BYTE_ORDER_MARK.length : 0
  while (at < bytes.length) {
    const byte = bytes[at]
    if (byte === HASH || (byte === PERCENT && isLineStart(bytes, at))) at = endOfLine(bytes, at)
    else if (!isSpace(byte)) return false
    at += 1
  }
  return true
}

function endOfLine(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at += 1
  return at
}

/** Whether one of the texts occurs in the bytes, as UTF-8. */
export function containsAny(bytes: Uint8Array, texts: readonly string[]): boolean {
  const buffer = viewOf(bytes)
  return texts.some(text => buffer.includes(text))
}

/** The number of line ends (LF, CR LF or a lone CR) in the bytes, which is the 0-based number of the line that follows. */
export function countLines(bytes: Uint8Array): number {
  let lines = 0
  for (const [at, byte] of bytes.entries()) {
    if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) lines += 1
  }
  return lines
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
