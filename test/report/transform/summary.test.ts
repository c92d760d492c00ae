import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Transformation } from '../../../src/inject/outcome.ts'
import { countOutcomes, summarize, tallyOf } from '../../../src/report/transform/summary.ts'
import { outcome, repeat, transformation } from '../transformations.ts'

const WARNING = { code: 'doubtful-host', line: 1, message: 'x' }
const ACCOUNT = { group: '', kind: 'ServiceAccount' }

const summaries: Record<string, Partial<Transformation>> = {
  '2 of 3 workloads changed; 1 needs no change; 15 others use no ACR image': {
    outcomes: [
      ...repeat(12, 'not-a-workload'),
      ...repeat(2, 'injected'),
      ...repeat(1, 'present'),
      ...repeat(3, 'no-acr-image'),
    ],
  },
  '1 workload changed; 2 others use no ACR image': {
    outcomes: [...repeat(1, 'injected'), ...repeat(1, 'not-a-workload')],
    unread: 1,
  },
  '3 of 12 workloads changed; 7 need no change; 2 need a look': {
    outcomes: [...repeat(3, 'injected'), ...repeat(7, 'present'), ...repeat(2, 'unplaced')],
  },
  '1 of 2 workloads changed; 1 needs a look; 1 other warning; 2 not named by --only': {
    outcomes: [
      outcome({ status: 'injected', warnings: [WARNING] }),
      outcome({ status: 'unplaced', warnings: [WARNING] }),
      ...repeat(2, 'not-selected'),
    ],
  },
  '1 workload changed; 2 warnings; 1 Secret added': {
    outcomes: [outcome({ status: 'injected', warnings: [WARNING, WARNING] })],
    addedSecrets: [{ name: 'acr-secret', registries: ['contoso.azurecr.io'], source: 'a.yaml', document: 1 }],
  },
  '1 service account changed; 2 need no change': {
    outcomes: [outcome({ status: 'injected', identity: ACCOUNT }), ...repeat(2, 'present')],
  },
  '1 service account and 1 of 3 workloads changed; 2 need no change': {
    outcomes: [
      outcome({ status: 'injected', identity: ACCOUNT }),
      ...repeat(2, 'present'),
      ...repeat(1, 'injected'),
    ],
  },
  'nothing to inject: no ACR image in 3 documents': {
    outcomes: [
      outcome(),
      outcome({ document: 2, status: 'not-a-workload' }),
      // Of one List.
      outcome({ document: 2, status: 'not-a-workload' }),
      outcome({ source: 'other.yaml', document: 2 }),
    ],
  },
  'nothing to inject: no ACR image in 4 documents': { outcomes: repeat(1, 'no-acr-image'), unread: 3 },
  'nothing to inject': {},
  'nothing to inject: 3 workloads need no change; 1 other uses no ACR image': {
    outcomes: [...repeat(3, 'present'), ...repeat(1, 'no-acr-image')],
  },
  'nothing to inject: 1 workload needs no change; 1 needs a look': {
    outcomes: [...repeat(1, 'unplaced'), ...repeat(1, 'present')],
  },
  'nothing injected: 2 resources need a look; 1 other uses no ACR image': {
    outcomes: [...repeat(2, 'unplaced'), ...repeat(1, 'no-acr-image')],
  },
  'nothing to inject: 2 not named by --only': { outcomes: repeat(2, 'not-selected') },
  'nothing was written: 1 error': {
    outcomes: repeat(2, 'injected'),
    problems: [{ code: 'invalid-syntax', source: 'a.yaml', document: 1, line: 1, what: 'x', remedy: 'y' }],
  },
  '2 workloads changed': { verb: 'uninject', outcomes: repeat(2, 'removed') },
  '2 workloads changed; 3 others unchanged': {
    verb: 'uninject',
    outcomes: [...repeat(2, 'removed'), ...repeat(1, 'no-acr-image'), ...repeat(2, 'not-a-workload')],
  },
  '1 service account changed; 1 not named by --only; 1 other unchanged': {
    verb: 'uninject',
    outcomes: [outcome({ status: 'removed', identity: ACCOUNT }), ...repeat(1, 'not-selected')],
    unread: 1,
  },
  'nothing to uninject: no such pull secret in 2 documents': {
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
  assert.is(
    summarize(tallyOf(transformation({ outcomes: repeat(2, 'injected') })), true),
    '2 workloads would change',
  )
  const removed = transformation({ verb: 'uninject', outcomes: repeat(1, 'removed') })
  assert.is(summarize(tallyOf(removed), true), '1 workload would change')
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
