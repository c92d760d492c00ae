import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { mapLimit } from '../../../src/cluster/api/map-limit.ts'

test('never more than so many, and results in their order', async () => {
  let [running, most] = [0, 0]
  const results = await mapLimit(3, [5, 1, 4, 2, 3, 0], async turns => {
    running += 1
    most = Math.max(most, running)
    for (let left = turns; left > 0; left -= 1) await Promise.resolve()
    running -= 1
    return turns
  })
  assert.equal(results, [5, 1, 4, 2, 3, 0])
  assert.is(most, 3)
})

test('after an error nothing is begun any more', async () => {
  const begun: number[] = []
  const failing = mapLimit(2, [0, 1, 2, 3, 4, 5], async at => {
    begun.push(at)
    await Promise.resolve()
    if (at === 1) throw new Error('the second one')
  })
  try {
    await failing
    assert.unreachable()
  } catch (error) {
    assert.match(String(error), /the second one/)
  }
  await new Promise(resolve => setImmediate(resolve))
  assert.ok(begun.length < 6)
})

test('nothing is done for nothing', async () => {
  assert.equal(await mapLimit(3, [], async () => 1), [])
})

test.run()
