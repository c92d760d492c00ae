import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { shellWord, shellWords } from '../../src/text/shell-word.ts'

const rows: readonly (readonly [text: string, words: readonly string[] | undefined])[] = [
  ['', []],
  [' --a  b\tc\n', ['--a', 'b', 'c']],
  [`'a b' "c 'd'" e\\ f`, ['a b', "c 'd'", 'e f']],
  [`--x='a b'"c"`, ['--x=a bc']],
  [`''`, ['']],
  [`"a\\"b\\n"`, ['a"b\\n']],
  [`'a`, undefined],
  [`a"`, undefined],
]
for (const [text, words] of rows)
  test(`words of ${JSON.stringify(text)}`, () => {
    assert.equal(shellWords(text), words)
  })

test('words that are written are read back', () => {
  const words = ['--a', 'b c', "it's", '"', '\\', '$x', '']
  assert.equal(shellWords(words.map(shellWord).join(' ')), words)
})

test.run()
