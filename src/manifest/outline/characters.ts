export const LF = 0x0a
export const CR = 0x0d
export const SPACE = 0x20
export const QUOTE = 0x22
export const HASH = 0x23
export const APOSTROPHE = 0x27
export const COMMA = 0x2c
export const DASH = 0x2d
export const COLON = 0x3a
export const GREATER = 0x3e
export const OPEN_BRACKET = 0x5b
export const BACKSLASH = 0x5c
export const CLOSE_BRACKET = 0x5d
export const OPEN_BRACE = 0x7b
export const BAR = 0x7c
export const CLOSE_BRACE = 0x7d

// What may come of a character, bit by bit.
/** Ends what is scanned: a line end, or something that the scanners don't read. */
export const STOP = 1
/** May stand in a key without quotes. */
export const KEY = 2
/** May begin a scalar without quotes. */
export const FIRST = 4
/** May stand in a scalar without quotes in flow style. */
export const IN_FLOW = 8

const CLASSES = classes()

/** The bits of a UTF-16 code unit; those of the end of the text (NaN) are `STOP`. */
export function classOf(code: number): number {
  return code >= 0 ? (CLASSES[code] ?? STOP) : STOP
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
  table.fill(FIRST, 0xa1, 0x2028) // as `mark` would, sooner
  return table
}
