import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { applyEdits } from '../../src/manifest/edit.ts'

const apply = (text: string, ...edits: Parameters<typeof applyEdits>[1]): string =>
  Buffer.concat([...applyEdits(Buffer.from(text), edits)]).toString()

test('inserts, removes and replaces at bytes, in any order given', () => {
  assert.is(apply('abc'), 'abc')
  assert.is(apply('abc', { offset: 3, remove: 0, text: 'd' }, { offset: 0, remove: 1, text: '' }), 'bcd')
  assert.is(apply('aüc', { offset: 1, remove: 2, text: '😀' }), 'a😀c')
})

test('several insertions at one place keep their order', () => {
  assert.is(apply('ab', { offset: 1, remove: 0, text: '1' }, { offset: 1, remove: 0, text: '2' }), 'a12b')
})

test('edits that overlap, or reach beyond the end, are a bug of the caller', () => {
  assert.throws(
    () => apply('abc', { offset: 0, remove: 2, text: '' }, { offset: 1, remove: 1, text: '' }),
    'overlap',
  )
  assert.throws(() => apply('abc', { offset: 2, remove: 2, text: '' }), 'overlap')
})

test('without edits the bytes are the same memory', () => {
  const bytes = Buffer.from('abc')
  assert.is([...applyEdits(bytes, [])][0]?.buffer, bytes.buffer)
})

test('what is not removed is all there', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 40 }),
      fc.array(fc.nat(40), { maxLength: 5 }),
      (bytes, offsets) => {
        const edits = offsets.map(offset => ({ offset: Math.min(offset, bytes.length), remove: 0, text: '' }))
        assert.ok(Buffer.concat([...applyEdits(bytes, edits)]).equals(bytes))
      },
    ),
  )
})

test.run()
