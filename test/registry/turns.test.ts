import { setImmediate as turnOfLoop } from 'node:timers/promises'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { RegistryError } from '../../src/registry/errors.ts'
import { shareTurns, takeTurnsAlone } from '../../src/registry/turns.ts'
import type { Leave } from '../../src/registry/turns.ts'

/** Turns with a sleep that ends when the test says so, and a list of who came in. */
function begin(concurrency: number) {
  const wakes: (() => void)[] = []
  const turns = shareTurns(concurrency, () => new Promise<void>(resolve => wakes.push(resolve)))
  const inside: string[] = []
  const leaves = new Map<string, Leave>()
  const refused: string[] = []
  return {
    turns,
    inside,
    refused,
    wake: () => wakes.shift()?.(),
    enter: (host: string, name: string): void => {
      void turns.enter(host).then(
        leave => {
          inside.push(name)
          leaves.set(name, leave)
        },
        (error: Error) => refused.push(`${name}: ${error.message}`),
      )
    },
    leave: (name: string, ...pause: Parameters<Leave>): void => {
      const leave = leaves.get(name)
      assert.ok(leave, `${name} is not inside`)
      inside.splice(inside.indexOf(name), 1)
      void leave?.(...pause)
    },
  }
}

test('so many are inside, and no more', async () => {
  const { enter, leave, inside } = begin(2)
  for (const name of ['a', 'b', 'c', 'd']) enter('host', name)
  await turnOfLoop()
  assert.equal(inside, ['a', 'b'])
  leave('a')
  await turnOfLoop()
  assert.equal(inside, ['b', 'd'])
  leave('b')
  leave('d')
  await turnOfLoop()
  assert.equal(inside, ['c'])
})

test('the host with the fewest inside is next', async () => {
  const { enter, leave, inside } = begin(3)
  for (const name of ['a1', 'a2', 'a3', 'a4']) enter('a', name)
  enter('b', 'b1')
  await turnOfLoop()
  assert.equal(inside, ['a1', 'a2', 'a3'])
  leave('a2')
  await turnOfLoop()
  assert.equal(inside, ['a1', 'a3', 'b1'])
})

test('who waits for a later attempt holds no place', async () => {
  const { enter, leave, inside } = begin(1)
  enter('a', 'a1')
  enter('a', 'a2')
  await turnOfLoop()
  leave('a1', 1000)
  await turnOfLoop()
  assert.equal(inside, ['a2'])
})

test('a host that wants to be left alone is, and the others go on', async () => {
  const { enter, leave, inside, wake } = begin(2)
  for (const name of ['a1', 'a2', 'a3']) enter('a', name)
  enter('b', 'b1')
  await turnOfLoop()
  leave('a1', 1000, true)
  leave('a2', 1000, true)
  await turnOfLoop()
  assert.equal(inside, ['b1'])
  wake()
  await turnOfLoop()
  assert.equal(inside, ['b1'])
  wake()
  await turnOfLoop()
  assert.equal(inside, ['b1', 'a3'])
})

test('a closed host refuses those who wait and those who come', async () => {
  const { enter, leave, inside, refused, turns } = begin(1)
  for (const name of ['a1', 'a2']) enter('a', name)
  enter('b', 'b1')
  await turnOfLoop()
  turns.close('a', new RegistryError('unreachable', 'gone', ''))
  turns.close('a', new RegistryError('unreachable', 'another', ''))
  enter('a', 'a3')
  await turnOfLoop()
  assert.equal(refused, ['a2: gone', 'a3: gone'])
  leave('a1')
  await turnOfLoop()
  assert.equal(inside, ['b1'])
})

test('alone there is nobody to wait for', async () => {
  const slept: number[] = []
  const turns = takeTurnsAlone(async milliseconds => slept.push(milliseconds))
  const leaves = await Promise.all([turns.enter('a'), turns.enter('a')])
  for (const leave of leaves) await leave()
  await leaves[0]?.(0)
  await leaves[1]?.(7, true)
  assert.equal(slept, [0, 7])
})

test.run()
