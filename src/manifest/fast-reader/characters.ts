export const TAB = 0x09
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
const DELETE = 0x7f
/** What UTF-8 characters begin with from U+00C0 on: of those below, one is a space. */
const [FIRST_LEAD, LAST_LEAD] = [0xc3, 0xf4]

// What may come of a byte, bit by bit; those of characters that are not ASCII are all alike but for the first of each.
/** Ends what is scanned: a line end, or something that the scanners don't read. */
export const STOP = 1
/** May stand in a key without quotes. */
export const KEY = 2
/** May begin a scalar without quotes. */
export const FIRST = 4
/** May stand in a scalar without quotes in flow style. */
export const IN_FLOW = 8
/** Goes on in a scalar without quotes, whatever stands around it: all but stops, spaces, `#` and `:`. */
export const WITHIN = 16
/** Anything that is no stop. */
export const TEXT = 32
/** Goes on in a string of JSON. */
export const IN_STRING = 64
export const DIGIT = 128

/** The bits of each code. */
export const CLASSES = classes()

export function classOf(code: number): number {
  return CLASSES[code] ?? STOP
}

function classes(): Uint8Array {
  const table = new Uint8Array(256).fill(WITHIN | TEXT)
  // What YAML does not allow, and tabs, which it allows in some places only.
  table.fill(STOP, 0, SPACE)
  table[DELETE] = STOP
  for (const code of [SPACE, HASH, COLON]) table[code] = TEXT
  const mark = (code: number, bits: number): void => {
    table[code] = (table[code] ?? 0) | bits
  }
  const markAll = (characters: string, bits: number): void => {
    for (const character of characters) mark(character.charCodeAt(0), bits)
  }
  markAll('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./$', KEY | FIRST | IN_FLOW)
  markAll('-', KEY | IN_FLOW)
  markAll('~(+=;<^\\', FIRST)
  markAll('+=~@', IN_FLOW)
  for (let code = FIRST_LEAD; code <= LAST_LEAD; code += 1) mark(code, FIRST)
  markAll('0123456789', DIGIT)
  for (let code = SPACE; code < table.length; code += 1)
    if (code !== QUOTE && code !== BACKSLASH) mark(code, IN_STRING)
  return table
}
