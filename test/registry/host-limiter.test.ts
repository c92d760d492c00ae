import { setImmediate as turnOfLoop } from 'node:timers/promises'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { RegistryError } from '../../src/registry/registry-error.ts'
import { limitHosts, unlimitedHosts } from '../../src/registry/host-limiter.ts'
import type { Release } from '../../src/registry/host-limiter.ts'

/** Turns with a sleep that ends when the test says so, and a list of who came in. */
function begin(concurrency: number) {
  const wakes: (() => void)[] = []
  const limiter = limitHosts(concurrency, () => new Promise<void>(resolve => wakes.push(resolve)))
  const inside: string[] = []
  const leaves = new Map<string, Release>()
  const refused: string[] = []
  return {
    limiter,
    inside,
    refused,
    wake: () => wakes.shift()?.(),
    enter: (host: string, name: string): void => {
      void limiter.enter(host).then(
        release => {
          inside.push(name)
          leaves.set(name, release)
        },
        (error: Error) => refused.push(`${name}: ${error.message}`),
      )
    },
    release: (name: string, ...pause: Parameters<Release>): void => {
      const release = leaves.get(name)
      assert.ok(release, `${name} is not inside`)
      inside.splice(inside.indexOf(name), 1)
      void release?.(...pause)
    },
  }
}

test('so many are inside, and no more', async () => {
  const { enter, release, inside } = begin(2)
  for (const name of ['a', 'b', 'c', 'd']) enter('host', name)
  await turnOfLoop()
  assert.equal(inside, ['a', 'b'])
  release('a')
  await turnOfLoop()
  assert.equal(inside, ['b', 'd'])
  release('b')
  release('d')
  await turnOfLoop()
  assert.equal(inside, ['c'])
})

test('the host with the fewest inside is next', async () => {
  const { enter, release, inside } = begin(3)
  for (const name of ['a1', 'a2', 'a3', 'a4']) enter('a', name)
  enter('b', 'b1')
  await turnOfLoop()
  assert.equal(inside, ['a1', 'a2', 'a3'])
  release('a2')
  await turnOfLoop()
  assert.equal(inside, ['a1', 'a3', 'b1'])
})

test('who waits for a later attempt holds no place', async () => {
  const { enter, release, inside } = begin(1)
  enter('a', 'a1')
  enter('a', 'a2')
  await turnOfLoop()
  release('a1', 1000)
  await turnOfLoop()
  assert.equal(inside, ['a2'])
})

test('a host that wants to be left alone is, and the others go on', async () => {
  const { enter, release, inside, wake } = begin(2)
  for (const name of ['a1', 'a2', 'a3']) enter('a', name)
  enter('b', 'b1')
  await turnOfLoop()
  release('a1', 1000, true)
  release('a2', 1000, true)
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
  const { enter, release, inside, refused, limiter } = begin(1)
  for (const name of ['a1', 'a2']) enter('a', name)
  enter('b', 'b1')
  await turnOfLoop()
  limiter.close('a', new RegistryError('unreachable', 'gone', ''))
  limiter.close('a', new RegistryError('unreachable', 'another', ''))
  enter('a', 'a3')
  await turnOfLoop()
  assert.equal(refused, ['a2: gone', 'a3: gone'])
  release('a1')
  await turnOfLoop()
  assert.equal(inside, ['b1'])
})

test('alone there is nobody to wait for', async () => {
  const slept: number[] = []
  const limiter = unlimitedHosts(async milliseconds => slept.push(milliseconds))
  const leaves = await Promise.all([limiter.enter('a'), limiter.enter('a')])
  for (const release of leaves) await release()
  await leaves[0]?.(0)
  await leaves[1]?.(7, true)
  assert.equal(slept, [0, 7])
})

test.run()
