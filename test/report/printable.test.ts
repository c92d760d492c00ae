import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { anyCharacter } from '../characters.ts'
import { printable, printableJson, printableLines } from '../../src/report/printable.ts'

test('every control, mark of direction and invisible character is escaped, and nothing else', () => {
  for (let code = 0; code <= 0xffff; code += 1) {
    const character = String.fromCharCode(code)
    const text = printable(`a${character}b`)
    const escaped = `a\\u${code.toString(16).padStart(4, '0')}b`
    const isLineEnd = /[\r\n\u2028\u2029]/.test(character)
    const isUnsafe = /[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u.test(character)
    assert.is(text, isLineEnd ? 'a b' : isUnsafe ? escaped : `a${character}b`)
  }
})

test('lines become one, and what is beyond 16 bits stays', () => {
  assert.is(printable(' one \r\n\n two\u{1f600}\n'), 'one two\u{1f600}')
})

test('beyond 16 bits what cannot be seen is escaped, and the rest stays', () => {
  for (let code = 0x10000; code <= 0x10ffff; code += 1) {
    const character = String.fromCodePoint(code)
    const isHidden = /\p{Default_Ignorable_Code_Point}/u.test(character)
    if (isHidden === (printable(character) === character)) assert.unreachable(code.toString(16))
  }
  assert.is(printable('\u{e0041}'), '\\udb40\\udc41')
})

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
