import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { displayWidth, padToWidth, wrapText, wrapWords } from '../../src/text/width.ts'

const widths: Record<string, number> = {
  '': 0,
  web: 3,
  café: 4,
  'cafe\u0301': 4,
  本番: 4,
  '🚀': 2,
  '✓': 1,
  '…': 1,
}
for (const [text, width] of Object.entries(widths)) {
  test(`the width of "${text}"`, () => assert.is(displayWidth(text), width))
}

test('spaces fill up columns, not characters', () => {
  assert.is(padToWidth('本', 4), '本  ')
  assert.is(padToWidth('long', 2), 'long')
})

test('a paragraph is broken between words, and a word that is too long stays whole', () => {
  assert.equal(wrapText('one two\n  three', 7), ['one two', 'three'])
  assert.equal(wrapText('a https://contoso.example/long b', 6), ['a', 'https://contoso.example/long', 'b'])
  assert.equal(wrapText(' \n ', 10), [])
  assert.equal(wrapWords(['--flag VALUE', '--other'], 14), ['--flag VALUE', '--other'])
})

test('no line is too wide unless it is one word, and no word is lost', () => {
  const words = fc.array(fc.stringMatching(/^[a-z本]{1,12}$/), { maxLength: 30 })
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 40 }), (all, columns) => {
      const lines = wrapText(all.join(' '), columns)
      assert.equal(
        lines.flatMap(line => line.split(' ')),
        all,
      )
      for (const line of lines) assert.ok(displayWidth(line) <= columns || !line.includes(' '), line)
    }),
  )
})

test.run()
