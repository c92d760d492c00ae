import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parse, parseAllDocuments } from 'yaml'
import { blockYaml } from '../../bench/inputs/block-yaml.ts'
import { deployment } from '../../bench/inputs/deployment.ts'
import { printed } from '../../bench/inputs/files.ts'
import { otherKind } from '../../bench/inputs/other-kinds.ts'
import { ODD_SHAPES } from '../../bench/inputs/odd-shapes.ts'
import { randomFrom } from '../../bench/inputs/random.ts'
import { manifests, SHAPES } from '../../bench/inputs/shapes.ts'
import type { Shape } from '../../bench/inputs/shapes.ts'
import { acr } from '../commands/in-process.ts'
import { makeFolder } from '../folder.ts'
import { readByKubectl } from '../inject/kubectl-reader.ts'
import { findProgram } from '../skipped.ts'

const SEED = 7
const LONGEST_RESOURCE = 30_000
const textOf = (shape: Shape, bytes: number, seed = SEED): string =>
  [...manifests(shape, bytes, seed)].join('')

const documentsOf = (text: string): string[] => text.split(/^---\n/m)
const isAcr = (text: string): boolean => text.includes('.azurecr.io/')

for (const shape of SHAPES) {
  test(`${shape}: the same seed makes the same bytes, another seed others`, () => {
    assert.is(textOf(shape, 50_000), textOf(shape, 50_000))
    assert.is.not(textOf(shape, 50_000), textOf(shape, 50_000, SEED + 1))
  })

  test(`${shape}: as long as asked for, and not longer by more than a resource`, () => {
    for (const bytes of [5_000, 100_000, 200_000]) {
      const length = Buffer.byteLength(textOf(shape, bytes))
      assert.ok(length >= bytes && length < bytes + LONGEST_RESOURCE, `${length} of ${bytes}`)
    }
  })
}

for (const shape of ODD_SHAPES) {
  test(`${shape}: a manifest of the length that is asked for`, () => {
    const text = textOf(shape, 20_000)
    assert.ok(text.length >= 20_000 && text.length < 20_200)
    assert.ok(documentsOf(text).flatMap(document => parseAllDocuments(document)).length > 0)
    assert.ok(isAcr(text))
  })

  test(`${shape}: inject and check take it`, async () => {
    const input = textOf(shape, 20_000)
    const injected = await acr('inject', { input })
    assert.is(injected.code, 0, injected.stderr.slice(0, 500))
    assert.ok((await acr('check', { input })).code <= 1)
  })
}

test('numbers are the same on every machine', () => {
  const random = randomFrom(1)
  const numbers = Array.from({ length: 1000 }, () => random.below(2 ** 32))
  assert.equal(numbers.slice(0, 3), [2693262067, 11749833, 2265367787])
  assert.is(createHash('sha256').update(numbers.join()).digest('hex').slice(0, 8), '68022687')
})

test('npm yaml reads from the text what it was printed from', () => {
  const random = randomFrom(SEED)
  for (let index = 0; index < 75; index += 1)
    for (const resource of [deployment(random, index, true), otherKind(random, index, true)])
      assert.equal(parse(blockYaml(resource)), resource)
  const odd = {
    a: 'yes',
    b: '',
    c: '1',
    d: 'a: b',
    e: 'f #g',
    h: [],
    i: {},
    j: null,
    k: [1, 'x\n\ny\n'],
    l: '- m',
  }
  assert.equal(parse(blockYaml(odd)), odd)
})

test('Deployments are as long as real ones', () => {
  const random = randomFrom(SEED)
  const lengths = Array.from({ length: 2_000 }, (_, index) =>
    Buffer.byteLength(blockYaml(deployment(random, index, true))),
  ).toSorted((one, other) => one - other)
  const bars = [
    [10, 400, 550],
    [25, 500, 650],
    [50, 850, 1_050],
    [75, 1_650, 2_100],
    [90, 3_400, 4_800],
    [95, 5_000, 6_500],
    [99, 6_000, 8_000],
  ] as const
  for (const [percent, least, most] of bars) {
    const length = lengths[lengths.length * (percent / 100)] ?? 0
    assert.ok(length >= least && length <= most, `${percent} %: ${length} bytes`)
  }
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length
  assert.ok(mean > 1_450 && mean < 1_750, `${mean} bytes`)
})

test('ACR Deployments hold all that can be hard to read or to edit', () => {
  const documents = documentsOf(textOf('acr', 1_000_000))
  assert.ok(documents.every(isAcr))
  const kinds = ['@sha256:', '- name: regcred', 'Zürich', 'initContainers:', 'name: proxy', '"true"', "'"]
  for (const text of kinds) {
    const share = documents.filter(document => document.includes(text)).length / documents.length
    assert.ok(share > 0.02 && share < 0.5, `${text}: ${share}`)
  }
})

test('what is measured as three documents are three', () => {
  assert.is(documentsOf(textOf('acr', 5_000, 20_250_302)).length, 3)
})

test('a tenth is a tenth of the bytes, and none is none', () => {
  const all = textOf('tenth', 1_000_000)
  const ofAcr = documentsOf(all).filter(isAcr).join('')
  assert.ok(Math.abs(ofAcr.length / all.length - 0.1) < 0.01, `${ofAcr.length} of ${all.length}`)
  assert.not.match(textOf('none', 1_000_000), 'azurecr')
  assert.match(textOf('none', 1_000_000), 'kind: CustomResourceDefinition')
})

test('the lists hold the same Deployments', () => {
  const pretty = textOf('json-list', 50_000)
  const list: { items: unknown[] } = JSON.parse(pretty)
  assert.is(pretty, `${JSON.stringify(list, undefined, 4).replaceAll('&', '\\u0026')}\n`)
  const compact = textOf('json-list-compact', 50_000)
  assert.match(compact, '\\u0026')
  assert.is(compact.indexOf('\n'), compact.length - 1)
  const [fromCompact, fromYaml]: { items: unknown[] }[] = [
    JSON.parse(compact),
    parse(textOf('yaml-list', 50_000)),
  ]
  assert.equal(fromCompact?.items.slice(0, 1), list.items.slice(0, 1))
  assert.equal(fromYaml?.items.slice(0, 1), list.items.slice(0, 1))
})

test('the command prints the same as the generator', () => {
  const [program = '', ...args] = printed('acr', 1_100_000)
  const output = execFileSync(program, args, { maxBuffer: 1 << 26 }).toString()
  assert.is(output, textOf('acr', 1_100_000, 20_250_302))
})

const kubectl = findProgram('kubectl', 'benchmark inputs, as kubectl reads them')
if (kubectl !== undefined) {
  test('kubectl reads every one', async () => {
    const texts = SHAPES.map(shape => textOf(shape, 30_000))
    const read = await readByKubectl(
      kubectl,
      texts.map(text => Buffer.from(text)),
    )
    for (const [at, text] of texts.entries()) {
      const names = (read[at] ?? []).map(({ kind, metadata }) =>
        JSON.stringify([kind, Object(metadata).name]),
      )
      const [first] = documentsOf(text).map((document): { items?: unknown[] } => parse(document))
      assert.is(names.length, first?.items?.length ?? documentsOf(text).length, SHAPES[at])
      assert.is(new Set(names).size, names.length)
    }
  })

  test('kustomize prints Deployments as they are, in its own order', () => {
    const text = textOf('acr', 200_000)
    const kustomization = 'resources:\n- manifests.yaml\n'
    const folder = makeFolder({ 'kustomization.yaml': kustomization, 'manifests.yaml': text })
    const printedByKustomize = execFileSync(kubectl, ['kustomize', folder], { maxBuffer: 1 << 26 }).toString()
    assert.equal(documentsOf(printedByKustomize).toSorted(), documentsOf(text).toSorted())
  })
}

test.run()
