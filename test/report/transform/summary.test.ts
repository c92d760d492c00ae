import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Transformation } from '../../../src/inject/outcome.ts'
import { countOutcomes, summarize, tallyOf } from '../../../src/report/transform/summary.ts'
import { repeat, transformation } from '../transformations.ts'

const summaries: Record<string, Partial<Transformation>> = {
  '2 injected, 1 present, 3 without ACR images, 12 others': {
    outcomes: [
      ...repeat(12, 'not-a-workload'),
      ...repeat(2, 'injected'),
      ...repeat(1, 'present'),
      ...repeat(3, 'no-acr-image'),
    ],
  },
  '1 injected, 1 other, 1 document passed through': {
    outcomes: [...repeat(1, 'injected'), ...repeat(1, 'not-a-workload')],
    unread: 1,
  },
  'nothing to inject: no ACR image in 14 resources': {
    outcomes: [...repeat(2, 'no-acr-image'), ...repeat(12, 'not-a-workload')],
  },
  'nothing to inject: no ACR image in 1 resource and 3 other documents': {
    outcomes: repeat(1, 'no-acr-image'),
    unread: 3,
  },
  'nothing to inject: no ACR image in 40 documents': { unread: 40 },
  'nothing to inject': {},
  'nothing to inject: 3 present, 1 without ACR images': {
    outcomes: [...repeat(3, 'present'), ...repeat(1, 'no-acr-image')],
  },
  'nothing injected: 1 unplaced, 1 present': {
    outcomes: [...repeat(1, 'unplaced'), ...repeat(1, 'present')],
  },
  'nothing injected: 2 failed': { outcomes: repeat(2, 'failed') },
  'nothing was written: 1 error': {
    outcomes: repeat(2, 'injected'),
    problems: [{ code: 'invalid-syntax', source: 'a.yaml', document: 1, line: 1, what: 'x', remedy: 'y' }],
  },
  '2 uninjected': { verb: 'uninject', outcomes: repeat(2, 'removed') },
  '2 uninjected, 3 unchanged': {
    verb: 'uninject',
    outcomes: [...repeat(2, 'removed'), ...repeat(1, 'no-acr-image'), ...repeat(2, 'not-a-workload')],
  },
  'nothing to uninject: no such pull secret in 2 resources and 1 other document': {
    verb: 'uninject',
    outcomes: repeat(2, 'not-a-workload'),
    unread: 1,
  },
  'nothing to uninject': { verb: 'uninject' },
}

for (const [expected, parts] of Object.entries(summaries)) {
  test(`"${expected}"`, () => {
    assert.is(summarize(tallyOf(transformation(parts))), expected)
  })
}

test('what was only shown is still to do', () => {
  assert.is(summarize(tallyOf(transformation({ outcomes: repeat(2, 'injected') })), true), '2 to inject')
  const removed = transformation({ verb: 'uninject', outcomes: repeat(1, 'removed') })
  assert.is(summarize(tallyOf(removed), true), '1 to uninject')
})

test('every status is counted, none as 0', () => {
  assert.equal(countOutcomes([...repeat(2, 'injected'), ...repeat(1, 'failed')]), {
    injected: 2,
    removed: 0,
    unplaced: 0,
    failed: 1,
    present: 0,
    'no-acr-image': 0,
    'not-a-workload': 0,
    'not-selected': 0,
  })
})

test.run()
