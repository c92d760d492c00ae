/** How a source begins, as far as it matters for the source before it. */
type Opening = 'blank' | 'marker' | 'directive' | 'json' | 'flow' | 'text'

interface Piece {
  readonly bytes: Buffer
  readonly opening: Opening
  /** The line break for lines that are added: the source's own. */
  readonly lineBreak: string
}

// Blank lines before a marker are not skipped: after a block scalar at the end of the previous source, they would
// become part of it.
const OPENINGS: readonly (readonly [Opening, RegExp])[] = [
  ['blank', /^\s*$/],
  ['json', /^\s*\{\s*(?:["}]|$)/],
  ['flow', /^\s*\{/],
  ['marker', /^(?:#.*\r?\n(?:[ \t]*\r?\n)*)*---(?:\s|$)/],
  ['directive', /^(?:#.*\r?\n(?:[ \t]*\r?\n)*)*%/],
  ['text', /^/],
]
/** The line that is added before a document. Without `...`, a directive would belong to the document before it. */
const ADDED_MARKERS: Readonly<Record<Opening, string | undefined>> = {
  blank: undefined,
  marker: undefined,
  directive: '...',
  json: '---',
  flow: '---',
  text: '---',
}
/** Bytes that are searched for the first content. No source begins with more white space and comments. */
const LONGEST_OPENING = 2 ** 28
const BRACED: readonly Opening[] = ['json', 'flow']
const LF = 0x0a
const BYTE_ORDER_MARK = Buffer.from('\uFEFF')

/**
 * Joins several sources, each given in pieces, to one stream in which kubectl reads the same resources. A single
 * source is not changed. Between two sources a missing line break and `---` are added. Only a byte order mark at the
 * start of the stream is kept.
 *
 * kubectl reads a stream that begins with `{` as JSON to its end. In any other stream it reads one value per document.
 * So sources of JSON alone are joined without markers, and among YAML each JSON value gets a marker.
 */
export function joinSources(sources: readonly Iterable<Uint8Array>[]): Iterable<Uint8Array> {
  const [only] = sources
  if (only !== undefined && sources.length === 1) return only
  const whole = sources.map(pieces => Buffer.concat([...pieces])).filter(bytes => bytes.length > 0)
  if (whole.length < 2) return whole
  const pieces = whole.map(bytes => pieceOf(bytes.subarray(byteOrderMarkLength(bytes))))
  const isJson = pieces.every(({ opening }) => opening === 'json' || opening === 'blank')
  return [
    ...whole.slice(0, 1).map(bytes => bytes.subarray(0, byteOrderMarkLength(bytes))),
    ...endLines(isJson ? pieces : pieces.flatMap(cutValues).flatMap(markDocument)),
  ]
}

function byteOrderMarkLength(bytes: Buffer): number {
  return bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0
}

function pieceOf(bytes: Buffer): Piece {
  const text = bytes.toString('latin1', 0, LONGEST_OPENING)
  const [opening] = OPENINGS.find(([, pattern]) => pattern.test(text)) ?? ['text']
  return { bytes, opening, lineBreak: /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n' }
}

/**
 * Cuts a JSON source into a piece for each value, with the white space around it, and a piece for the rest. Any other
 * source stays whole.
 */
function cutValues(piece: Piece): readonly Piece[] {
  if (piece.opening !== 'json') return [piece]
  const { bytes } = piece
  const ends = valueEnds(bytes.toString('latin1'))
  const values = ends.map((end, at) => ({ ...piece, bytes: bytes.subarray(ends[at - 1] ?? 0, end) }))
  return [...values, pieceOf(bytes.subarray(ends.at(-1) ?? 0))]
}

function valueEnds(json: string): readonly number[] {
  const ends: number[] = []
  let depth = 0
  for (const { 0: token, index } of json.matchAll(/"[^"\\]*(?:\\[^][^"\\]*)*"|[[{]|[\]}]\s*/g)) {
    if (token.startsWith('"')) continue
    depth += token === '[' || token === '{' ? 1 : -1
    if (depth === 0) ends.push(index + token.length)
  }
  return ends
}

function markDocument(piece: Piece, at: number): readonly Piece[] {
  const isFirst = at === 0
  const marker = isFirst && !BRACED.includes(piece.opening) ? undefined : ADDED_MARKERS[piece.opening]
  return marker === undefined ? [piece] : [added(marker, piece), piece]
}

function added(line: string, { lineBreak }: Piece): Piece {
  return { bytes: Buffer.from(line + lineBreak), opening: 'marker', lineBreak }
}

function endLines(pieces: readonly Piece[]): readonly Uint8Array[] {
  const filled = pieces.filter(({ bytes }) => bytes.length > 0)
  return filled.flatMap(({ bytes, lineBreak }, at) =>
    at === filled.length - 1 || bytes.at(-1) === LF ? [bytes] : [bytes, Buffer.from(lineBreak)],
  )
}
