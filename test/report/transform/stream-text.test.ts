import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { LocatedDiagnostic } from '../../../src/manifest/diagnostic.ts'
import { Places } from '../../../src/report/places.ts'
import { changesOf } from '../../../src/report/transform/gate.ts'
import { tallyOf } from '../../../src/report/transform/summary.ts'
import { renderEnd, renderPart } from '../../../src/report/transform/text.ts'
import { injected, outcome, transformation } from '../transformations.ts'

const places = new Places([{ name: 'deploy/web.yaml' }])
const warned = injected({ warnings: [{ code: 'empty-entry', line: 7, message: 'an entry without a name' }] })
const tally = tallyOf(transformation({ outcomes: [warned] }))
const problem: LocatedDiagnostic = {
  code: 'invalid-syntax',
  source: 'deploy/web.yaml',
  document: 2,
  line: 31,
  what: 'a tab indents the line',
  remedy: 'use spaces',
}

test('a part of a stream tells its warnings and what changed', () => {
  const text = renderPart([warned], places, { level: 'normal', color: false })
  assert.match(text, 'deploy/web.yaml:7')
  assert.match(text, 'deployment/web')
  assert.is(renderPart([warned], places, { level: 'quiet', color: false }), '')
})

test('the end of a stream tells how many, or what ends it', () => {
  assert.match(renderEnd([], tally, places, { level: 'normal', color: false }), '1 workload changed')
  assert.is(renderEnd([], tally, places, { level: 'quiet', color: false }), '')
  for (const level of ['normal', 'quiet'] as const)
    assert.match(
      renderEnd([problem], tally, places, { level, color: false }),
      /deploy\/web\.yaml:31: .*a tab[^]*\nthe output ends before document 2\n$/,
    )
})

test('what uninject would take out is still listed, where it stands', () => {
  const removed = outcome({ status: 'removed', line: 4, changes: [{ name: 'acr-secret', registries: [] }] })
  assert.equal(changesOf(removed), [
    {
      code: 'listed-pull-secret',
      source: 'deploy/web.yaml',
      resource: 'deployment/web (shop)',
      line: 4,
      what: 'pull secret acr-secret is still listed',
    },
  ])
})

test.run()
