import { inject } from './inject-sources.ts'
import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { allFixtures, expectedOf as expectedResult } from '../fixtures.ts'
import { findProgram } from '../skipped.ts'
import { applyEdits } from '../../src/manifest/edit.ts'
import { expectedOf, sorted } from './expected.ts'
import { parseObjects, readByKubectl } from './kubectl-reader.ts'
import { isFields, resources } from './manifests.ts'
import type { Fields, Value } from './manifests.ts'
import { styles, writeStream } from './writing.ts'
import { propertyRuns } from '../property-runs.ts'

/** The real kubectl as the judge: what it reads from the output is what it reads from the input, plus the lists. */
const differential = suite('kubectl reads')
const kubectl = findProgram('kubectl', 'the differential test against kubectl')

/** Without the lists, and with what was there before ours told apart. */
function withoutLists(value: Value): Value {
  if (Array.isArray(value)) return value.map((one: Value) => withoutLists(one))
  if (!isFields(value)) return value
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'imagePullSecrets') return []
    const rest = withoutLists(inner)
    // A mapping may have been made for a list, or have been empty before it got one.
    return isFields(rest) && isEmpty(rest) ? [] : [[key, rest] as const]
  })
  return Object.fromEntries(kept)
}

function isEmpty(fields: Fields): boolean {
  return Object.keys(fields).length === 0
}

differential('its printed objects, which are told apart here', () => {
  assert.equal(parseObjects(''), [])
  assert.equal(parseObjects('{\n "a": "}\\n{"\n}\n{\n "b": 1\n}'), [{ a: '}\n{' }, { b: 1 }])
  assert.equal(withoutLists([{ imagePullSecrets: [], a: { imagePullSecrets: 1, b: 2 } }]), [{ a: { b: 2 } }])
  assert.equal(withoutLists([{ a: { b: { imagePullSecrets: [] } }, c: {}, d: 1 }]), [{ d: 1 }])
})

/** The name may be YAML that nobody can read. */
function configMap(name: string): Buffer {
  return Buffer.from(`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`)
}

interface Pair {
  readonly name: string
  readonly input: Uint8Array
  readonly output: Uint8Array
}

/** What kubectl reads from inputs and outputs; those that it refuses as they come are left out. */
async function judge(program: string, pairs: readonly Pair[]) {
  const inputs = await readByKubectl(
    program,
    pairs.map(({ input }) => input),
  )
  const taken = pairs.flatMap((pair, index) => {
    const before = inputs[index]
    return before === undefined ? [] : [{ ...pair, before }]
  })
  const outputs = await readByKubectl(
    program,
    taken.map(({ output }) => output),
  )
  return taken.map((pair, index) => ({ ...pair, after: outputs[index] }))
}

/** Fixtures that kubectl refuses without a word of which it is, so that it would be asked twenty times to find it. */
function isRefusedUnnamed(name: string): boolean {
  return ['inject/list-nested', 'inject/list-empty-and-null-items'].includes(name)
}

if (kubectl !== undefined) {
  differential('one by one and in batches alike', async () => {
    const inputs = ['a', '"', 'b', '[', 'c'].map(configMap)
    const read = await readByKubectl(kubectl, [...inputs, Buffer.from('# nothing\n')])
    const names = read.map(objects =>
      objects?.map(one => isFields(one['metadata']) && one['metadata']['name']),
    )
    assert.equal(names, [['a'], undefined, ['b'], undefined, ['c'], []])
  })

  differential('generated manifests in every style', async () => {
    const samples = fc.sample(fc.tuple(resources, styles), {
      numRuns: propertyRuns(60),
      seed: 20_261_124,
    })
    const pairs = await Promise.all(
      samples.map(async ([all, how], index) => {
        // kubectl cuts streams at `\n---` only, and of several documents in one it reads the first.
        const taken = how.eol === '\r' ? all.slice(0, 1) : all
        const input = Buffer.from(writeStream(taken, { ...how, byteOrderMark: false }))
        const { sources, problems } = await inject([{ name: 'input', bytes: input }], {
          secrets: [{ name: 'acr-secret' }],
          registries: [],
          via: 'pod',
          serviceAccounts: [],
          strict: false,
        })
        assert.equal(problems, [])
        const output = Buffer.concat(sources.flatMap(({ before, edits }) => [...applyEdits(before, edits)]))
        return { name: `stream ${index}`, input, output }
      }),
    )
    const judged = await judge(kubectl, pairs)
    for (const { name, before, after } of judged)
      assert.equal(after?.map(sorted), expectedOf([...before]).map(sorted), name)
    assert.ok(
      judged.length > samples.length * 0.8,
      `kubectl reads ${judged.length} of ${samples.length} streams`,
    )
  })

  differential('fixtures', async () => {
    const fixtures = allFixtures().filter(
      one => one.verb === 'inject' && !/\/(?:kind-|diff)/.test(one.name) && !isRefusedUnnamed(one.name),
    )
    const done = fixtures.filter(one => expectedResult(one).exit === 0 && !one.args.includes('--check'))
    const judged = await judge(
      kubectl,
      done.map(one => ({ name: one.name, input: one.input, output: expectedResult(one).stdout })),
    )
    for (const { name, before, after } of judged)
      assert.equal(after?.map(withoutLists), before.map(withoutLists), name)
    assert.ok(judged.length > 140, `kubectl reads ${judged.length} of ${done.length} fixtures`)
  })
}

differential.run()
