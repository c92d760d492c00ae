import { inject, uninject } from '../inject-sources.ts'
import type { LocatedDiagnostic } from '../../../src/manifest/diagnostic.ts'
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { DocumentTransform } from '../../../src/inject/transform/document-transform.ts'
import { injection } from '../../../src/inject/inject.ts'
import type { InjectOptions } from '../../../src/inject/options.ts'
import type { Outcome } from '../../../src/inject/outcome.ts'
import { StreamTransform } from '../../../src/inject/transform/transform-stream.ts'
import { uninjection } from '../../../src/inject/uninject.ts'
import { applyEdits } from '../../../src/manifest/edit.ts'
import { chunksOf } from '../../manifest/chunks.ts'
import { resources } from '../manifests.ts'
import { styles, writeStream } from '../writing.ts'
import { propertyRuns } from '../../property-runs.ts'

const options: InjectOptions = {
  secrets: [{ name: 'acr-secret' }],
  registries: [],
  via: 'pod',
  serviceAccounts: [],
  strict: false,
}
const names = { secrets: ['acr-secret'], serviceAccounts: [] }

interface Streamed {
  readonly output: string
  readonly outcomes: readonly Outcome[]
  readonly problems: readonly LocatedDiagnostic[]
  readonly unread: number
}

async function stream(transform: DocumentTransform, chunks: readonly Uint8Array[]): Promise<Streamed> {
  const streamed = new StreamTransform(transform, 'input')
  const parts = []
  for (const chunk of chunks) {
    const part = await streamed.push(chunk)
    if (part === undefined) continue
    parts.push(part)
    if (part.problems.length > 0) break
  }
  if (parts.every(({ problems }) => problems.length === 0)) parts.push(await streamed.end())
  return {
    output: Buffer.concat(parts.flatMap(({ pieces }) => [...pieces])).toString(),
    outcomes: parts.flatMap(({ outcomes }) => outcomes),
    problems: parts.flatMap(({ problems }) => problems),
    unread: parts.reduce((sum, { unread }) => sum + unread, 0),
  }
}

const isOther = ({ identity }: Outcome): boolean => identity.kind !== 'ServiceAccount'

const accountsFirst = resources.map(all =>
  all.toSorted(
    (one, other) => Number(other['kind'] === 'ServiceAccount') - Number(one['kind'] === 'ServiceAccount'),
  ),
)
const sizes = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 30 })

test('a stream comes out as the whole does, however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(accountsFirst, styles, sizes, async (all, how, cuts) => {
      const bytes = Buffer.from(writeStream(all, how))
      const sources = [{ name: 'input', bytes }]
      const pairs = [
        [await inject(sources, options), injection(options)],
        [await uninject(sources, names), uninjection(names)],
      ] as const
      for (const [whole, transform] of pairs) {
        const streamed = await stream(transform, chunksOf(bytes, cuts))
        assert.equal(streamed.problems, [])
        const output = whole.sources.flatMap(({ before, edits }) => [...applyEdits(before, edits)])
        assert.is(streamed.output, Buffer.concat(output).toString())
        // What is passed over unread differs, as a stream does not know yet whether anything comes.
        const outcomes = streamed.outcomes.filter(isOther)
        if (whole.outcomes.length > 0) assert.equal(outcomes, whole.outcomes.filter(isOther))
        assert.is(streamed.outcomes.length + streamed.unread, all.length)
      }
    }),
    { numRuns: propertyRuns(100) },
  )
})

const pod =
  'kind: Pod\napiVersion: v1\nmetadata:\n  name: a\nspec:\n  containers:\n  - image: contoso.azurecr.io/a\n'
const account =
  'kind: ServiceAccount\napiVersion: v1\nmetadata:\n  name: default\nimagePullSecrets:\n- name: x\n'

test('a ServiceAccount that comes too late ends the output in front of it', async () => {
  const { output, problems } = await stream(injection(options), [
    Buffer.from(`${pod}---\n${account}---\n${pod}`),
  ])
  assert.match(output, 'acr-secret')
  assert.not.match(output, 'ServiceAccount')
  assert.equal(
    problems.map(({ document, line, remedy }) => [document, line, remedy]),
    [[2, 9, 'put ServiceAccounts first, or leave out --stream']],
  )
})

test('places count from the beginning of the stream', async () => {
  const chunks = [`${pod}---\n`, `${pod}---\n`, 'kind: [azurecr.io\n'].map(text => Buffer.from(text))
  const { problems, outcomes } = await stream(injection(options), chunks)
  assert.equal(
    outcomes.map(({ document, line }) => [document, line]),
    [
      [1, 1],
      [2, 9],
    ],
  )
  assert.is(problems[0]?.document, 3)
  assert.is(problems[0]?.line, 18)
})

test('a byte order mark and another encoding are seen at the beginning', async () => {
  const { problems } = await stream(injection(options), [Buffer.from(pod, 'utf16le')])
  assert.match(problems[0]?.what ?? '', 'UTF-16LE')
})

test('what needs all documents is no stream', () => {
  assert.throws(
    () => new StreamTransform(injection({ ...options, via: 'serviceaccount' }), 'input'),
    RangeError,
  )
})

test('a document that is larger than can be read ends the stream before it', async () => {
  const streamed = new StreamTransform(injection(options), 'input', 1_000)
  assert.ok(await streamed.push(Buffer.from('a: 1\n---\nb: 1\n---\nc: 1\n')))
  const part = await streamed.push(Buffer.from('# more\n'.repeat(150)))
  assert.equal(part?.problems, [
    {
      code: 'too-large',
      source: 'input',
      document: 3,
      line: 4,
      what: 'the document is larger than 2 GiB',
      remedy: 'split the document',
    },
  ])
  assert.equal(part?.pieces, [])
})

test.run()
