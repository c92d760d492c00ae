/** How a source begins, as far as it matters to what stands before it. */
type Opening = 'blank' | 'marker' | 'directive' | 'json' | 'flow' | 'text'

interface Piece {
  readonly bytes: Buffer
  readonly opening: Opening
  /** The style of the lines that have to be added: the source's own. */
  readonly lineEnd: string
}

// Blank lines before a marker are not skipped: they would become part of a block scalar that ends the source before.
const OPENINGS: readonly (readonly [Opening, RegExp])[] = [
  ['blank', /^\s*$/],
  ['json', /^\s*\{\s*(?:["}]|$)/],
  ['flow', /^\s*\{/],
  ['marker', /^(?:#.*\r?\n(?:[ \t]*\r?\n)*)*---(?:\s|$)/],
  ['directive', /^(?:#.*\r?\n(?:[ \t]*\r?\n)*)*%/],
  ['text', /^/],
]
/** The line that a document begins with behind another one. Without `...`, a directive would belong to the document before. */
const MARKS: Readonly<Record<Opening, string | undefined>> = {
  blank: undefined,
  marker: undefined,
  directive: '...',
  json: '---',
  flow: '---',
  text: '---',
}
/** Bytes, of more white space and comments than anybody writes before a document. */
const LONGEST_OPENING = 2 ** 28
const BRACED: readonly Opening[] = ['json', 'flow']
const LF = 0x0a
const BYTE_ORDER_MARK = Buffer.from('\uFEFF')

/**
 * Several sources, each in pieces, as the one stream that kubectl reads the same resources from. One source stays as it
 * is. Between two, a missing line end and a `---` come in; of byte order marks only one at the very beginning stays.
 *
 * kubectl takes a stream that begins with `{` for JSON to its end, and in any other stream it reads one value per
 * document. So JSON alone is joined without markers, and JSON among YAML gets one before each of its values.
 */
export function joinSources(sources: readonly Iterable<Uint8Array>[]): Iterable<Uint8Array> {
  const [only] = sources
  if (only !== undefined && sources.length === 1) return only
  const whole = sources.map(pieces => Buffer.concat([...pieces])).filter(bytes => bytes.length > 0)
  if (whole.length < 2) return whole
  const pieces = whole.map(bytes => pieceOf(bytes.subarray(markLength(bytes))))
  const isJson = pieces.every(({ opening }) => opening === 'json' || opening === 'blank')
  return [
    ...whole.slice(0, 1).map(bytes => bytes.subarray(0, markLength(bytes))),
    ...endLines(isJson ? pieces : pieces.flatMap(cutValues).flatMap(markDocument)),
  ]
}

function markLength(bytes: Buffer): number {
  return bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0
}

function pieceOf(bytes: Buffer): Piece {
  const text = bytes.toString('latin1', 0, LONGEST_OPENING)
  const [opening] = OPENINGS.find(([, pattern]) => pattern.test(text)) ?? ['text']
  return { bytes, opening, lineEnd: /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n' }
}

/** A piece for each JSON value, white space around it included, and for what may follow; anything else stays whole. */
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
  const mark = isFirst && !BRACED.includes(piece.opening) ? undefined : MARKS[piece.opening]
  return mark === undefined ? [piece] : [added(mark, piece), piece]
}

function added(line: string, { lineEnd }: Piece): Piece {
  return { bytes: Buffer.from(line + lineEnd), opening: 'marker', lineEnd }
}

function endLines(pieces: readonly Piece[]): readonly Uint8Array[] {
  const filled = pieces.filter(({ bytes }) => bytes.length > 0)
  return filled.flatMap(({ bytes, lineEnd }, at) =>
    at === filled.length - 1 || bytes.at(-1) === LF ? [bytes] : [bytes, Buffer.from(lineEnd)],
  )
}
