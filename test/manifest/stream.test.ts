import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { countDocuments, countLines, cutDocuments, isEmpty } from '../../src/manifest/stream.ts'

const cut = (text: string): string[] => {
  const bytes = Buffer.from(text)
  return [...cutDocuments(bytes)].map(({ start, end }) => bytes.toString('utf8', start, end))
}

const table: Record<string, [input: string, documents: string[]]> = {
  nothing: ['', []],
  'white space': [' \n\n', []],
  'comments and a directive': ['# a\n%YAML 1.2\n', []],
  'one document': ['a: 1\n', ['a: 1\n']],
  'a leading marker': ['---\na: 1\n', ['---\na: 1\n']],
  'a comment before the first marker': ['# c\n---\na: 1\n', ['---\na: 1\n']],
  'a byte order mark before it': ['\uFEFF---\na: 1\n', ['---\na: 1\n']],
  'two documents': ['a: 1\n---\nb: 1\n', ['a: 1\n', '---\nb: 1\n']],
  'a trailing marker without line end': ['a: 1\n---', ['a: 1\n', '---']],
  'markers in a row': ['---\n---\na: 1\n', ['---\n', '---\na: 1\n']],
  'a comment behind the marker': ['a: 1\n--- # Source: x\nb: 1\n', ['a: 1\n', '--- # Source: x\nb: 1\n']],
  'a tab behind the marker': ['a: 1\n---\t\nb: 1\n', ['a: 1\n', '---\t\nb: 1\n']],
  CRLF: ['a: 1\r\n---\r\nb: 1\r\n', ['a: 1\r\n', '---\r\nb: 1\r\n']],
  CR: ['a: 1\r---\rb: 1\r', ['a: 1\r', '---\rb: 1\r']],
  'four hyphens': ['a: 1\n----\n', ['a: 1\n----\n']],
  'an indented marker': ['a: |\n  ---\n  b\n', ['a: |\n  ---\n  b\n']],
  'a marker inside a line': ['a: 1 ---\n', ['a: 1 ---\n']],
}

for (const [name, [input, documents]] of Object.entries(table)) {
  test(`cuts ${name}`, () => assert.equal(cut(input), documents))
  test(`counts ${name}`, () => assert.is(countDocuments(Buffer.from(input)), documents.length))
}

test('what holds no resource is empty, as kubectl has it', () => {
  const empty = [
    '',
    '\n',
    '# c',
    '\uFEFF# c\n',
    '---',
    '---\n---\n# c\n...\n',
    '%YAML 1.2\n---\n',
    'null\n',
    '--- ~\n---\nnull',
  ]
  for (const text of empty) assert.ok(isEmpty(Buffer.from(text)), text)
  for (const text of ['a: 1', '---\n{}', 'nullable: 1', '----', '# c\n- a', '---\n---\na', '\u00a0', '~a'])
    assert.not(isEmpty(Buffer.from(text)), text)
})

test('indexes count from one', () => {
  assert.equal(
    [...cutDocuments(Buffer.from('# c\n---\na\n---\nb'))].map(span => span.index),
    [1, 2],
  )
})

test('counts every kind of line end', () => {
  assert.is(countLines(Buffer.from('a\nb\r\nc\rd')), 3)
})

test.run()
