import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Kinds } from '../../src/kinds/kinds.ts'
import type { WorkloadKind } from '../../src/kinds/workload-kind.ts'

const jaeger = (...at: readonly string[]): WorkloadKind => ({
  group: 'jaegertracing.io',
  kind: 'Jaeger',
  versions: ['v1'],
  places: at.map(path => ({ at: path, images: ['image'] })),
  origin: { by: 'crd', source: 'crd.yaml' },
})

const placesAfter = (learnt: WorkloadKind, group: string, kind: string): readonly string[] => {
  const kinds = new Kinds()
  kinds.learn([learnt])
  return kinds.find(group, 'v1', kind)?.places.map(({ at }) => at) ?? []
}

test('a CRD adds no place where the table has one list for all images', () => {
  const learnt = jaeger('spec', 'spec.collector', 'spec.agent')
  assert.equal(placesAfter(learnt, 'jaegertracing.io', 'Jaeger'), ['spec', 'spec.agent'])
})

test('a CRD adds the places that the table lacks', () => {
  const learnt = { ...jaeger('spec.template.spec', 'spec.helper'), group: 'apps.kruise.io', kind: 'CloneSet' }
  assert.equal(placesAfter(learnt, 'apps.kruise.io', 'CloneSet'), ['spec.template.spec', 'spec.helper'])
})

test('of two CRDs of a kind the later one counts', () => {
  const kinds = new Kinds()
  const row = { ...jaeger('spec.a'), group: 'contoso.com' }
  kinds.learn([row, { ...row, places: [{ at: 'spec.b' }] }])
  kinds.learn([{ ...row, versions: ['v2'], places: [{ at: 'spec.c' }] }])
  assert.equal(kinds.find('contoso.com', 'v1', 'Jaeger')?.places, [{ at: 'spec.b' }])
  assert.equal(kinds.find('contoso.com', 'v2', 'Jaeger')?.places, [{ at: 'spec.c' }])
  assert.is(kinds.find('contoso.com', 'v3', 'Jaeger'), undefined)
})

test.run()
