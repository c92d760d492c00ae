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
/** First bytes of UTF-8 characters from U+00C0 on. A character below that is a space (U+00A0). */
const [FIRST_LEAD, LAST_LEAD] = [0xc3, 0xf4]

// The classes of a byte, as bits. All bytes of non-ASCII characters have the same bits, except for the first byte of a
// character.
/** Ends a scan: a line break, or a byte that the scanners do not support. */
export const STOP = 1
/** Allowed in an unquoted key. */
export const KEY = 2
/** Allowed at the start of an unquoted scalar. */
export const FIRST = 4
/** Allowed in an unquoted scalar in flow style. */
export const IN_FLOW = 8
/** Allowed in an unquoted scalar whatever its neighbours are: all but stops, spaces, `#` and `:`. */
export const WITHIN = 16
/** All but stops. */
export const TEXT = 32
/** Allowed in a JSON string without an escape. */
export const IN_STRING = 64
export const DIGIT = 128

/** The class bits of each byte. */
export const CLASSES = classes()

export function classOf(code: number): number {
  return CLASSES[code] ?? STOP
}

function classes(): Uint8Array {
  const table = new Uint8Array(256).fill(WITHIN | TEXT)
  // Control characters, which YAML forbids, and tabs, which it allows in some places only.
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
