import { execFile } from 'node:child_process'
import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { allFixtures, expectedOf as expectedResult } from '../fixtures.ts'
import { findProgram } from '../skipped.ts'
import { inject } from '../../src/inject/inject.ts'
import { applyEdits } from '../../src/manifest/edit.ts'
import { expectedOf, sorted } from './expected.ts'
import { isFields, resources } from './manifests.ts'
import type { Fields, Value } from './manifests.ts'
import { styles, writeStream } from './writing.ts'

/** The real kubectl as the judge: what it reads from the output is what it reads from the input, plus the lists. */
const differential = suite('kubectl reads')
const kubectl = findProgram('kubectl', 'the differential test against kubectl')

const ARGUMENTS = ['label', '--local', '-f', '-', 'judged=yes', '-o', 'json']

/** The objects that kubectl prints, one JSON text behind the other. */
function parseObjects(printed: string): Fields[] {
  if (printed === '') return []
  const objects = printed.split(/(?<=^\})\n(?=\{)/m).map((text): Value => JSON.parse(text))
  return objects.filter(isFields)
}

function readBy(program: string, manifests: Uint8Array): Promise<Fields[] | undefined> {
  return new Promise(resolve => {
    const child = execFile(program, ARGUMENTS, { maxBuffer: 1 << 28 }, (error, stdout) => {
      resolve(error === null ? parseObjects(stdout.trim()) : undefined)
    })
    child.stdin?.on('error', () => {})
    child.stdin?.end(manifests)
  })
}

/** Without the lists, and with what was there before ours told apart. */
function withoutLists(value: Value): Value {
  if (Array.isArray(value)) return value.map((one: Value) => withoutLists(one))
  if (!isFields(value)) return value
  const kept = Object.entries(value).filter(([key]) => key !== 'imagePullSecrets')
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutLists(inner)]))
}

differential('its printed objects, which are told apart here', () => {
  assert.equal(parseObjects(''), [])
  assert.equal(parseObjects('{\n "a": "}\\n{"\n}\n{\n "b": 1\n}'), [{ a: '}\n{' }, { b: 1 }])
  assert.equal(withoutLists([{ imagePullSecrets: [], a: { imagePullSecrets: 1, b: 2 } }]), [{ a: { b: 2 } }])
})

if (kubectl !== undefined) {
  differential('generated manifests in every style', async () => {
    // What kubectl refuses is left out, and counted.
    const samples = fc.sample(fc.tuple(resources, styles), { numRuns: 60, seed: 20_261_124 })
    let judged = 0
    for (const [all, how] of samples) {
      const input = Buffer.from(writeStream(all, { ...how, byteOrderMark: false }))
      const { sources, problems } = await inject([{ name: 'input', bytes: input }], {
        secrets: [{ name: 'acr-secret' }],
        registries: [],
        via: 'pod',
        serviceAccounts: [],
        strict: false,
      })
      assert.equal(problems, [])
      const output = sources.flatMap(({ before, edits }) => [...applyEdits(before, edits)])
      const [before, after] = await Promise.all([
        readBy(kubectl, input),
        readBy(kubectl, Buffer.concat(output)),
      ])
      if (before === undefined) continue
      judged += 1
      assert.equal(after?.map(sorted), expectedOf(before).map(sorted))
    }
    assert.ok(judged > 50, `kubectl reads ${judged} of 60 streams`)
  })

  differential('fixtures', async () => {
    const fixtures = allFixtures().filter(one => one.verb === 'inject' && !/\/(?:kind-|diff)/.test(one.name))
    const done = fixtures.filter(one => expectedResult(one).exit === 0 && !one.args.includes('--check'))
    let judged = 0
    for (const fixture of done) {
      const [before, after] = await Promise.all([
        readBy(kubectl, fixture.input),
        readBy(kubectl, expectedResult(fixture).stdout),
      ])
      if (before === undefined) continue
      judged += 1
      assert.equal(after?.map(withoutLists), before.map(withoutLists), fixture.name)
    }
    assert.ok(judged > 90, `kubectl reads ${judged} of ${done.length} fixtures`)
  })
}

differential.run()
