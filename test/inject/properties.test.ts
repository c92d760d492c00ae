import { inject, uninject } from './inject-sources.ts'
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parseAllDocuments } from 'yaml'
import type { InjectOptions } from '../../src/inject/options.ts'
import type { Transformation } from '../../src/inject/outcome.ts'
import { applyEdits } from '../../src/manifest/edit.ts'
import { expectedOf, listOf } from './expected.ts'
import { isFields, resources } from './manifests.ts'
import type { Fields, Value } from './manifests.ts'
import { styles, writeStream } from './writing.ts'
import { propertyRuns } from '../property-runs.ts'

const options: InjectOptions = {
  secrets: [{ name: 'acr-secret' }],
  registries: [],
  via: 'pod',
  serviceAccounts: [],
  strict: false,
}

const run = (text: string, given: Partial<InjectOptions> = {}): Promise<Transformation> =>
  inject([{ name: 'input', bytes: Buffer.from(text) }], { ...options, ...given })

const runBack = (text: string): Promise<Transformation> =>
  uninject([{ name: 'input', bytes: Buffer.from(text) }], { secrets: ['acr-secret'], serviceAccounts: [] })

function outputOf({ sources, problems }: Transformation): string {
  assert.equal(problems, [])
  return sources.map(({ before, edits }) => Buffer.concat([...applyEdits(before, edits)]).toString()).join('')
}

/** As Kubernetes reads it, with lone CR for line ends made LF, which npm yaml does not know. */
function read(text: string): Value[] {
  const documents = parseAllDocuments(text.replaceAll('\uFEFF', '').replaceAll(/\r(?!\n)/g, '\n'), {
    uniqueKeys: false,
  })
  assert.ok(Array.isArray(documents))
  return documents.map((document): Value => document.toJS()).filter(value => value !== null)
}

const forms: Readonly<Record<string, fc.Arbitrary<(all: readonly Fields[]) => string>>> = {
  'a stream': styles.map(how => (all: readonly Fields[]) => writeStream(all, how)),
  'a YAML List': styles.map(
    how => (all: readonly Fields[]) => writeStream([{ apiVersion: 'v1', kind: 'List', items: all }], how),
  ),
  'a JSON List': fc
    .constantFrom<string | number | undefined>(undefined, 2, '\t')
    .map(
      space => (all: readonly Fields[]) =>
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: all }, null, space),
    ),
  'JSON in a row': fc
    .constantFrom<number | undefined>(undefined, 4)
    .map(space => (all: readonly Fields[]) => all.map(one => JSON.stringify(one, null, space)).join('\n')),
}

const unlisted = (value: Value): Value[] =>
  isFields(value) && value['kind'] === 'List' ? listOf(value['items']) : [value]

/** Whether an edit inserts alone. In JSON and in flow style a null must give way. */
function insertsOnly({ sources }: Transformation): boolean {
  return sources.every(({ before, edits }) =>
    edits.every(
      ({ offset, remove }) =>
        remove === 0 || Buffer.from(before.subarray(offset, offset + remove)).toString() === 'null',
    ),
  )
}

function readOutput(form: string, output: string): Value[] {
  if (form === 'a JSON List') return [JSON.parse(output)]
  if (form === 'JSON in a row')
    return output.split(/(?<=^\})\n|(?<=\})\n(?=\{)/m).map((json): Value => JSON.parse(json))
  return read(output)
}

for (const [name, form] of Object.entries(forms)) {
  // One property, so that what is generated and injected serves all that must hold of it.
  test(`${name}: exactly the planned names are added, twice is once, and uninject gives the very bytes back`, async () => {
    const more = fc.constantFrom('twice', 'accounts')
    await fc.assert(
      fc.asyncProperty(resources, form, more, async (all, write, besides) => {
        const input = write(all)
        const injected = await run(input)
        const output = outputOf(injected)
        assert.equal(readOutput(name, output).flatMap(unlisted), expectedOf(all), 'not the planned names')
        assert.ok(insertsOnly(injected), 'an edit replaces more than a null')
        if (name === 'a stream')
          assert.is(injected.outcomes.length + injected.unread, all.length, 'an outcome for each resource')
        assert.is(outputOf(await runBack(output)), input, 'uninject')
        if (besides === 'twice') assert.is(outputOf(await run(output)), output, 'twice')
        else {
          const inAccounts = outputOf(await run(input, { via: 'serviceaccount' }))
          assert.is(outputOf(await runBack(inAccounts)), input, 'uninject of ServiceAccounts')
        }
      }),
      { numRuns: propertyRuns(80) },
    )
  })
}

test.run()
