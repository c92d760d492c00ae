import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Lines } from '../../src/manifest/syntax/lines.ts'

// 0: a \n   2: bc \r\n   6: d \r   8: (empty) \n   9: e
const text = 'a\nbc\r\nd\r\ne'
const mixed = 'a\nbc\r\nd\r \ne'
const lines = new Lines(mixed)

const table: readonly (readonly [
  offset: number,
  number: number,
  start: number,
  end: number,
  next: number,
  eol: string,
])[] = [
  [0, 1, 0, 1, 2, '\n'],
  [1, 1, 0, 1, 2, '\n'],
  [2, 2, 2, 4, 6, '\r\n'],
  [5, 2, 2, 4, 6, '\r\n'],
  [6, 3, 6, 7, 8, '\r'],
  [8, 4, 8, 9, 10, '\n'],
  [10, 5, 10, 11, 11, ''],
  [11, 5, 10, 11, 11, ''],
]

for (const [offset, number, start, end, next, eol] of table) {
  test(`offset ${offset} is on line ${number}`, () => {
    assert.equal(
      [lines.number(offset), lines.start(offset), lines.end(offset), lines.next(offset), lines.eol(offset)],
      [number, start, end, next, eol],
    )
  })
}

test('lines are the same from whichever end they are asked for', () => {
  const upwards = new Lines(mixed)
  assert.equal(
    table.toReversed().map(([offset]) => upwards.number(offset)),
    table.toReversed().map(([, number]) => number),
  )
  assert.is(upwards.next(mixed.length), mixed.length)
})

test('the line before, and its line end, which is the one in use', () => {
  assert.equal(
    [0, 2, 6, 8, 10].map(offset => lines.previousEnd(offset)),
    [0, 1, 4, 7, 9],
  )
  assert.equal(
    [0, 2, 6, 8, 10].map(offset => lines.eolNear(offset)),
    ['\n', '\n', '\r\n', '\r', '\n'],
  )
  assert.is(new Lines('one line').eolNear(3), '\n')
  assert.is(new Lines(text).number(text.length), 4)
})

test('a byte order mark is no part of its line', () => {
  const marked = new Lines('\uFEFFa: 1\n---\n\uFEFF  b: 1')
  assert.equal([marked.start(1), marked.column(1), marked.ownIndentation(1)], [1, 0, ''])
  assert.equal([marked.start(14), marked.column(14), marked.ownIndentation(13)], [11, 3, '  '])
  assert.is(marked.ownIndentation(14), undefined)
})

test.run()
