import * as fc from 'fast-check'

const SURROGATES = [0xd800, 0xdfff] as const

function between(min: number, max: number): fc.Arbitrary<string> {
  return fc.integer({ min, max }).map(code => String.fromCodePoint(code))
}

/**
 * Any character of Unicode, as the unit of a string: those of ASCII, those of 16 bits, and the others. fast-check's own
 * `binary` makes a table of all of them in each process, which takes a second.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.oneof(
  between(0, 0x7f),
  between(0x80, SURROGATES[0] - 1),
  between(SURROGATES[1] + 1, 0xffff),
  between(0x10000, 0x10ffff),
)
