import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { scanFast } from '../../src/manifest/fast-reader.ts'
import { parseSyntax } from '../../src/manifest/parse-syntax.ts'
import { cutDocuments, isEmpty } from '../../src/manifest/stream.ts'
import { toJs } from '../../src/manifest/syntax/to-js.ts'
import { isRecord } from '../../src/text/json-record.ts'
import { acr } from '../commands/in-process.ts'
import type { Ran } from '../commands/in-process.ts'
import { allFixtures, batchesOf, expectedOf, failuresIn, joined, runVerb } from '../fixtures.ts'
import type { Fixture } from '../fixtures.ts'
import { makeFolder } from '../folder.ts'

/** A byte order mark, a carriage return alone, content behind a marker. */
const NOT_TO_BE_INDENTED = /\uFEFF|\r(?!\n)|^---[ \t]+[^\s#]/m

/** What may be refused further in. */
const ODD_WITHIN_A_LIST = /\t|^(?:%|\.{3}|[{}])/m

/** Flags of inject that a ConfigMap has a key for. */
const KEYS = ['secret', 'registry', 'via', 'strict', 'service-account-secret', 'kind']

const cwd = makeFolder()
/** The fixtures whose flags a ConfigMap can say, as far as inject takes them. */
const fixtures = allFixtures().filter(
  one => one.verb === 'inject' && expectedOf(one).exit === 0 && dataOf(one) !== undefined,
)
const LIST = 'apiVersion: v1\nkind: List\nitems:\n'

/** What the documents of a fixture hold, before and after. */
interface Values {
  readonly before: readonly unknown[]
  readonly after: readonly unknown[]
}

const valuesOf = new Map<Fixture, Values>()
for (const fixture of fixtures) {
  const { input } = fixture
  if (NOT_TO_BE_INDENTED.test(input.toString())) continue
  const before = valuesIn(input)
  const after = valuesIn(expectedOf(fixture).stdout)
  if (before === undefined || after === undefined || before.length === 0) continue
  const mayBeIndented = !ODD_WITHIN_A_LIST.test(input.toString())
  if (!mayBeIndented && valuesIn(Buffer.from(LIST + itemsOf([input]))) === undefined) continue
  valuesOf.set(fixture, { before, after })
}

/** Fixtures that the same reader reads, since one that needs the tree needs it for a whole List. */
const [fast, slow] = [[...valuesOf.keys()].filter(isPlain), [...valuesOf.keys()].filter(one => !isPlain(one))]
const batches = [...batchesOf(fast), ...batchesOf(slow)]

function isPlain({ input }: Fixture): boolean {
  return scanFast(Buffer.from(LIST + itemsOf([input]))) !== undefined
}

type Run = (batch: readonly Fixture[], config: unknown) => Promise<boolean>

function sameItems({ code, stdout }: Ran, head: string, batch: readonly Fixture[]): boolean {
  const expected = head + itemsOf(batch.map(one => expectedOf(one).stdout))
  if (code === 0 && stdout.startsWith(expected)) return true
  // A list in flow style may be written otherwise where it is deeper.
  return code === 0 && hasItems(valuesIn(Buffer.from(stdout))?.[0], batch)
}

function hasItems(result: unknown, batch: readonly Fixture[]): boolean {
  const expected = batch.flatMap(one => valuesOf.get(one)?.after ?? [])
  return isRecord(result) && isSame(result['items'], expected)
}

const ENTRIES: Readonly<Record<string, Run>> = {
  List: async batch => {
    const input = LIST + itemsOf(batch.map(one => one.input))
    return sameItems(await acr(['inject', ...argsOf(batch)], { cwd, input }), LIST, batch)
  },
  'a List in JSON': async batch => {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: itemsBefore(batch) })
    const { code, stdout } = await acr(['inject', ...argsOf(batch)], { cwd, input })
    return code === 0 && hasItems(JSON.parse(stdout), batch)
  },
  'a ResourceList': async (batch, config) => {
    const head = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig: ${JSON.stringify(config)}\nitems:\n`
    const input = head + itemsOf(batch.map(one => one.input))
    return sameItems(await acr(['fn'], { cwd, input }), head, batch)
  },
  'a ResourceList in JSON': async (batch, config) => {
    const { code, stdout } = await acr(['fn'], {
      cwd,
      input: JSON.stringify({
        apiVersion: 'config.kubernetes.io/v1beta1',
        kind: 'ResourceList',
        functionConfig: config,
        items: itemsBefore(batch),
      }),
    })
    return code === 0 && hasItems(JSON.parse(stdout), batch)
  },
}

function argsOf([first]: readonly Fixture[]): readonly string[] {
  return first?.args ?? []
}

function itemsBefore(batch: readonly Fixture[]): readonly unknown[] {
  return batch.flatMap(one => valuesOf.get(one)?.before ?? [])
}

for (const [entry, run] of Object.entries(ENTRIES))
  test(`the fixtures of inject get the same lists as ${entry}`, async () => {
    let compared = 0
    const different: string[] = []
    for (const batch of batches) {
      // In JSON, what aliases share is written at each place.
      const some = batch.filter(({ input }) => !(entry.includes('JSON') && /[&*]\w/.test(input.toString())))
      const [first] = some
      if (first === undefined) continue
      const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'acr' }, data: dataOf(first) }
      const failures = await failuresIn(some, part => run(part, config))
      different.push(...failures.map(({ name }) => name))
      compared += some.length
    }
    assert.equal(different, [])
    assert.ok(compared > 250, `only ${compared} were compared`)
  })

test('the fixtures of inject get the same bytes from a post-renderer', async () => {
  const all = allFixtures().filter(one => one.verb === 'inject' && expectedOf(one).exit === 0)
  // Helm takes blank output for an error.
  const rendered = all.filter(({ input }) => !isEmpty(input))
  const different: string[] = []
  for (const batch of batchesOf(rendered)) {
    const failures = await failuresIn(batch, async some => {
      const { stdout } = await runVerb('post-render', argsOf(some), joined(some.map(({ input }) => input)))
      return stdout.equals(joined(some.map(one => expectedOf(one).stdout)))
    })
    different.push(...failures.map(({ name }) => name))
  }
  assert.equal(different, [])
  assert.ok(rendered.length > 250, `only ${rendered.length} were compared`)
})

test('the fixtures of inject get the same bytes in place, and as Argo CD calls it', async () => {
  const different: string[] = []
  // Files that are there are cheaper to write.
  const directories = new Map<number, string>()
  const directoryFor = (size: number): string => {
    const directory = directories.get(size) ?? makeFolder()
    directories.set(size, directory)
    return directory
  }
  for (const batch of batchesOf(fixtures)) {
    const failures = await failuresIn(batch, async some => {
      const directory = directoryFor(some.length)
      const paths = some.map((_, at) => join(directory, `${String(at).padStart(3, '0')}.yaml`))
      for (const [at, { input }] of some.entries()) writeFileSync(paths[at] ?? '', input)
      // As plugin/argocd/acr-manifests calls it, where there is neither a kustomization nor a chart.
      const listing = ['inject', ...argsOf(some), '--recursive=false', '-f', '.']
      const listed = await acr(listing, { cwd: directory })
      await acr(['inject', ...argsOf(some), '--in-place', '-f', '.'], { cwd: directory })
      const outputs = some.map(one => expectedOf(one).stdout)
      return (
        listed.stdout === joined(outputs).toString() &&
        outputs.every((output, at) => readFileSync(paths[at] ?? '').equals(output))
      )
    })
    different.push(...failures.map(({ name }) => name))
  }
  assert.equal(different, [])
  assert.ok(fixtures.length > 250, `only ${fixtures.length} were compared`)
})

/** Whether values are the same but for the order of keys, which depends on the style. */
function isSame(one: unknown, other: unknown): boolean {
  try {
    assert.equal(one, other)
    return true
  } catch {
    return false
  }
}

/** The flags of a fixture as a ConfigMap says them; `undefined` where it can't. */
function dataOf({ args }: Fixture): Readonly<Record<string, string>> | undefined {
  const data: Record<string, string> = {}
  for (let at = 0; at < args.length; at += 1) {
    const [flag = '', given] = (args[at] ?? '').split(/=(.*)/s)
    const key = flag.replace(/^--/, '')
    if (!KEYS.includes(key)) return undefined
    const value = key === 'strict' ? 'true' : (given ?? args[(at += 1)] ?? '')
    data[key] = data[key] === undefined ? value : `${data[key]}\n${value}`
  }
  return data
}

/** What the documents of a stream hold, but for nulls; `undefined` where one is not to be read. */
function valuesIn(bytes: Buffer): readonly unknown[] | undefined {
  const values: unknown[] = []
  for (const { start, end } of cutDocuments(bytes)) {
    const syntax = parseSyntax(bytes.subarray(start, end).toString())
    if (syntax.kind === 'fault') return undefined
    values.push(...syntax.roots.map(toJs).filter(value => value !== null))
  }
  return values
}

/** The documents of streams as items of a list in block style, indented as they are. */
function itemsOf(streams: readonly Buffer[]): string {
  return streams
    .flatMap(bytes => [...cutDocuments(bytes)].map(({ start, end }) => bytes.subarray(start, end)))
    .filter(document => !isEmpty(document))
    .map(document => {
      const text = document.toString().replace(/^---[^\r\n]*(?:\r\n|\n|\r|$)/, '')
      const lines = text.replace(/(?:\r\n|\n)$/, '').split('\n')
      return `-\n${lines.map(line => (line.trim() === '' ? line : `  ${line}`)).join('\n')}\n`
    })
    .join('')
}

test.run()
