export const [LF, CR, SPACE, QUOTE, HASH, APOSTROPHE, COMMA, DASH, COLON] = [
  0x0a, 0x0d, 0x20, 0x22, 0x23, 0x27, 0x2c, 0x2d, 0x3a,
]
export const [OPEN_BRACKET, BACKSLASH, CLOSE_BRACKET, OPEN_BRACE, BAR, CLOSE_BRACE, GREATER] = [
  0x5b, 0x5c, 0x5d, 0x7b, 0x7c, 0x7d, 0x3e,
]

/** What may come of a character, bit by bit. */
export const [
  /** Ends what is scanned: a line end, or something that the scanners don't read. */
  STOP,
  /** May stand in a key without quotes. */
  KEY,
  /** May begin a scalar without quotes. */
  FIRST,
  /** May stand in a scalar without quotes in flow style. */
  IN_FLOW,
] = [1, 2, 4, 8]

const CLASSES = classes()

/** The bits of a UTF-16 code unit; those of the end of the text (NaN) are `STOP`. */
export function classOf(code: number): number {
  return CLASSES[code] ?? STOP
}

function classes(): Uint8Array {
  const table = new Uint8Array(0x10000)
  const mark = (from: number, to: number, bit: number): void => {
    for (let code = from; code <= to; code += 1) table[code] = (table[code] ?? 0) | bit
  }
  // What YAML does not allow, what ends a line for some of its readers only, and tabs, which are nobody's friend.
  mark(0, 0x1f, STOP)
  mark(0x7f, 0x9f, STOP)
  mark(0x2028, 0x2029, STOP)
  mark(0xfeff, 0xfeff, STOP)
  mark(0xfffe, 0xffff, STOP)
  const markAll = (characters: string, bit: number): void => {
    for (const character of characters) mark(character.charCodeAt(0), character.charCodeAt(0), bit)
  }
  for (const [from = '', to = ''] of ['az', 'AZ', '09'])
    mark(from.charCodeAt(0), to.charCodeAt(0), KEY | FIRST | IN_FLOW)
  markAll('_./$', KEY | FIRST | IN_FLOW)
  markAll('-', KEY | IN_FLOW)
  markAll('~(+=;<^\\', FIRST)
  markAll('+=~@', IN_FLOW)
  mark(0xa1, 0x2027, FIRST)
  return table
}
