import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Member, Mapping } from '../../src/manifest/syntax/node.ts'
import { toJs } from '../../src/manifest/syntax/to-js.ts'
import type { SyntaxNode } from '../../src/manifest/syntax/node.ts'

const nowhere = { start: 0, end: 0 }

function scalar(text: string): SyntaxNode {
  return { ...nowhere, type: 'scalar', text, quote: '', block: false, isNull: false }
}

function member(key: string, value: SyntaxNode): Member {
  const keyNode = scalar(key)
  return {
    ...nowhere,
    key,
    keyNode,
    value,
    written: nowhere,
    hasProperties: false,
    hasColon: true,
    isMerge: key === '<<',
  }
}

function mapping(members: readonly Member[]): Mapping {
  return { ...nowhere, type: 'mapping', flow: false, members }
}

test('merge keys count where they stand, and the last of two keys', () => {
  const merged = mapping([member('a', scalar('merged')), member('b', scalar('merged'))])
  const node = mapping([
    member('a', scalar('own')),
    member('<<', merged),
    member('b', scalar('own')),
    member('c', scalar('first')),
    member('c', scalar('last')),
  ])
  assert.equal(toJs(node), { a: 'merged', b: 'own', c: 'last' })
})

test('many keys take the time that they need', () => {
  const one = member('k', scalar('v'))
  const node = mapping(Array.from({ length: 20_000 }, (_, at) => ({ ...one, key: `k${at}` })))
  const before = process.cpuUsage()
  toJs(node)
  const { user } = process.cpuUsage(before) // what looks through all of them for each takes some two seconds
  assert.ok(user < 1_000_000, `${user} microseconds`)
})

test.run()
