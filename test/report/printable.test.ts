import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { anyCharacter } from '../characters.ts'
import { printable, printableJson, printableLines } from '../../src/report/printable.ts'

/** What must become of a text, asked of many characters at once, and of each of them where it does not hold. */
function assertPrintable(characters: readonly string[], expectedOf: (character: string) => string): void {
  const expected = characters.map(character => `a${expectedOf(character)}b`)
  if (printable(characters.map(character => `a${character}b`).join('')) === expected.join('')) return
  for (const [at, character] of characters.entries()) assert.is(printable(`a${character}b`), expected[at])
  assert.unreachable(`between ${JSON.stringify(characters[0])} and ${JSON.stringify(characters.at(-1))}`)
}

const AT_ONCE = 0x400
const codesFrom = (first: number): readonly number[] => Array.from({ length: AT_ONCE }, (_, at) => first + at)

test('every control, mark of direction and invisible character is escaped, and nothing else', () => {
  for (let first = 0; first <= 0xffff; first += AT_ONCE)
    assertPrintable(
      codesFrom(first).map(code => String.fromCharCode(code)),
      character => {
        if (/[\r\n\u2028\u2029]/.test(character)) return ' '
        const isUnsafe = /[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u.test(
          character,
        )
        return isUnsafe ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : character
      },
    )
})

test('lines become one, and what is beyond 16 bits stays', () => {
  assert.is(printable(' one \r\n\n two\u{1f600}\n'), 'one two\u{1f600}')
})

test('beyond 16 bits what cannot be seen is escaped, and the rest stays', () => {
  for (let first = 0x10000; first <= 0x10ffff; first += AT_ONCE) {
    const characters = codesFrom(first).map(code => String.fromCodePoint(code))
    if (/\p{Default_Ignorable_Code_Point}/u.test(characters.join('')))
      assertPrintable(characters, character =>
        /\p{Default_Ignorable_Code_Point}/u.test(character) ? escapedUnits(character) : character,
      )
    else assertPrintable(characters, character => character)
  }
  assert.is(printable('\u{e0041}'), '\\udb40\\udc41')
})

function escapedUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16)}`,
  ).join('')
}

test('lines stay where there may be several', () => {
  assert.is(printableLines('a\u001b\n  b\n'), 'a\\u001b\n  b\n')
})

test('no line is a command to the log of a pipeline', () => {
  assert.is(printable('::error::x'), '\\u003a:error::x')
  assert.is(printable(' \t::error::x'), ' \\u0009::error::x')
  assert.is(printable('  ::error::x'), '  \\u003a:error::x')
  assert.is(printable('a\n::error::x'), 'a ::error::x')
  assert.is(printable('a ##vso[task.setvariable variable=x]y'), 'a \\u0023#vso[task.setvariable variable=x]y')
  assert.is(printable('a ##[add-mask]y'), 'a \\u0023#[add-mask]y')
  assert.is(printable('a ## b #[c] a::b'), 'a ## b #[c] a::b')
})

test('JSON is parsed to the same value, and holds nothing else', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ stringUnit: anyCharacter }),
      fc.constantFrom(undefined, 2),
      (value, indentation) => {
        const json = printableJson(
          { value, odd: '\u009b\u202e\u2028\u061c\u200b\u{e0041} ##vso[x] ##[y]' },
          indentation,
        )
        assert.equal(JSON.parse(json).value, JSON.parse(JSON.stringify(value)))
        assert.not.match(
          json,
          /[^\P{Cc}\n]|[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029]|##(?:vso)?\[/u,
        )
      },
    ),
  )
})

test.run()
