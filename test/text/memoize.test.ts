import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { memoize } from '../../src/text/memoize.ts'

test('a key is answered from memory, and made anew after many others', () => {
  const made: string[] = []
  const double = memoize((key: string) => {
    made.push(key)
    return key + key
  })
  assert.is(double('a'), 'aa')
  assert.is(double('a'), 'aa')
  assert.equal(made, ['a'])
  for (let other = 0; other < 1000; other += 1) double(`${other}`)
  assert.is(double('a'), 'aa')
  assert.is(made.filter(key => key === 'a').length, 2)
})

test('an object is the same key only as itself', () => {
  const countOf = memoize((list: readonly string[]) => `${list.length}`)
  const list = ['a']
  assert.is(countOf(list), '1')
  list.push('b')
  assert.is(countOf(list), '1')
  assert.is(countOf([...list]), '2')
})

test.run()
