import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { WorkloadKind } from '../../src/kinds/workload-kind.ts'
import { kindsNamed, renderKinds } from '../../src/report/render-kinds.ts'

const KINDS: readonly WorkloadKind[] = [
  {
    group: 'contoso.com',
    kind: 'Runner',
    versions: ['v1', 'v1beta1'],
    places: [
      { at: 'spec.template.spec' },
      { at: 'spec.agent', secrets: 'pull', entry: 'single', images: ['image', '/spec.image'] },
    ],
    advice: 'see the operator',
    origin: { by: 'crd', source: 'crd.yaml' },
  },
  { group: '', kind: 'Box', places: [{ at: '', images: ['image', '**'] }] },
  { group: 'b.io', kind: 'Same', places: [], origin: { by: 'shape' } },
  { group: 'a.io', kind: 'Same', places: [{ at: 'spec' }], origin: { by: 'flag', text: 'a.io/Same=spec' } },
]

const shown = (isDetailed: boolean): string => renderKinds(KINDS, 'table', { isDetailed, isIndented: false })

test('kinds are a table in the order of their names, then of their groups', () => {
  assert.fixture(
    shown(false),
    `KIND    GROUP        FROM          PULL SECRETS
Box     -            table         imagePullSecrets
Runner  contoso.com  crd crd.yaml  spec.template.spec.imagePullSecrets and 1 more
Same    a.io         flag          spec.imagePullSecrets
Same    b.io         shape         -
`,
  )
})

test('with all places, each has its images, and advice stands at the end', () => {
  const text = shown(true)
  assert.match(text, /^Box \(table\)\n/)
  assert.match(text, '    for image\n')
  assert.match(text, '    for all images below\n')
  assert.match(text, '\ncontoso.com/Runner v1, v1beta1 (crd crd.yaml)\n')
  assert.match(text, '    for spec.agent.image\n    for spec.image\n  see the operator\n')
})

test('JSON says where a kind comes from, and what a field holds', () => {
  const [one, indented] = [false, true].map(isIndented =>
    renderKinds(KINDS, 'json', { isDetailed: false, isIndented }),
  )
  assert.is(one?.split('\n').length, 2)
  assert.equal(JSON.parse(indented ?? ''), JSON.parse(one ?? ''))
  const { version, kinds } = JSON.parse(one ?? '')
  assert.is(version, 1)
  const [box, runner] = kinds
  assert.equal([box.from, box.source, box.advice, box.versions], ['table', null, null, []])
  assert.equal([runner.from, runner.source, runner.advice], ['crd', 'crd.yaml', 'see the operator'])
  assert.equal(
    runner.places.map(({ holds }: { holds: string }) => holds),
    ['objects', 'string'],
  )
})

test('a kind is found by what a person calls it', () => {
  for (const name of ['runner', 'Runners', 'runner.contoso.com', 'contoso.com/Runner'])
    assert.equal(kindsNamed(KINDS, name), KINDS.slice(0, 1), name)
  assert.is(kindsNamed(KINDS, 'same').length, 2)
})

test.run()
