import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { printable } from '../../src/report/printable.ts'

test('every control and mark of direction is escaped, and nothing else', () => {
  for (let code = 0; code <= 0xffff; code += 1) {
    const character = String.fromCharCode(code)
    const text = printable(`a${character}b`)
    const escaped = `a\\u${code.toString(16).padStart(4, '0')}b`
    const isLineEnd = /[\r\n\u2028\u2029]/.test(character)
    const isUnsafe = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(character)
    assert.is(text, isLineEnd ? 'a b' : isUnsafe ? escaped : `a${character}b`)
  }
})

test('lines become one, and what is beyond 16 bits stays', () => {
  assert.is(printable(' one \r\n\n two\u{1f600}\n'), 'one two\u{1f600}')
})

test.run()
