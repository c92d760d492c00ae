import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parseSyntax } from '../../src/manifest/parse-syntax.ts'
import { cutDocuments, isEmpty } from '../../src/manifest/stream.ts'
import { toJs } from '../../src/manifest/syntax/to-js.ts'
import { isRecord } from '../../src/text/json-record.ts'
import { acr } from '../commands/in-process.ts'
import { allFixtures, expectedOf, runVerb } from '../fixtures.ts'
import type { Fixture } from '../fixtures.ts'
import { makeFolder } from '../folder.ts'

/** A byte order mark, a carriage return alone, content behind a marker. */
const NOT_TO_BE_INDENTED = /\uFEFF|\r(?!\n)|^---[ \t]+[^\s#]/m

/** Flags of inject that a ConfigMap has a key for. */
const KEYS = ['secret', 'registry', 'via', 'strict', 'service-account-secret', 'kind']

test('the fixtures of inject get the same lists as a List, as JSON and as a ResourceList', async () => {
  const cwd = makeFolder()
  let compared = 0
  const different: string[] = []
  for (const fixture of allFixtures()) {
    const { name, verb, args, input } = fixture
    const { stdout, exit } = expectedOf(fixture)
    const data = dataOf(fixture)
    if (verb !== 'inject' || exit !== 0 || data === undefined) continue
    const values = valuesIn(input)
    const expected = valuesIn(stdout)
    if (values === undefined || expected === undefined || values.length === 0) continue
    if (NOT_TO_BE_INDENTED.test(input.toString())) continue
    const list = `apiVersion: v1\nkind: List\nitems:\n${itemsOf(input)}`
    if (valuesIn(Buffer.from(list)) === undefined) continue // not to be indented, as a text with tabs
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'acr' }, data }
    const head = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig: ${JSON.stringify(config)}\n`
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: values })
    const runs = {
      List: await acr(['inject', ...args], { cwd, input: list }),
      JSON: await acr(['inject', ...args], { cwd, input: json }),
      ResourceList: await acr(['fn'], { cwd, input: `${head}items:\n${itemsOf(input)}` }),
      'ResourceList in JSON': await acr(['fn'], {
        cwd,
        input: JSON.stringify({
          apiVersion: 'config.kubernetes.io/v1beta1',
          kind: 'ResourceList',
          functionConfig: config,
          items: values,
        }),
      }),
    }
    for (const [entry, { code, stdout: got, stderr }] of Object.entries(runs)) {
      // In JSON, what aliases share is written at each place.
      if (entry.includes('JSON') && /[&*]\w/.test(input.toString())) continue
      const [result]: readonly unknown[] = entry.includes('JSON')
        ? [JSON.parse(got)]
        : (valuesIn(Buffer.from(got)) ?? [])
      const items = isRecord(result) ? result['items'] : undefined
      if (code !== 0 || !isSame(items, expected)) different.push(`${name} as ${entry}: ${code} ${stderr}`)
    }
    compared += 1
  }
  assert.equal(different, [])
  assert.ok(compared > 250, `only ${compared} were compared`)
})

test('the fixtures of inject get the same bytes from a post-renderer, in place and as Argo CD calls it', async () => {
  const directory = makeFolder()
  const file = join(directory, 'input.yaml')
  const compared = { 'post-render': 0, 'in place': 0, 'of a directory': 0 }
  const different: string[] = []
  const compare = (entry: keyof typeof compared, { name }: Fixture, isSameText: boolean): void => {
    compared[entry] += 1
    if (!isSameText) different.push(`${name}, ${entry}`)
  }
  for (const fixture of allFixtures()) {
    const { verb, args, input } = fixture
    const { stdout: expected, exit } = expectedOf(fixture)
    if (verb !== 'inject' || exit !== 0) continue
    const rendered = await runVerb('post-render', args, input)
    // Helm takes blank output for an error.
    if (!isEmpty(input)) compare('post-render', fixture, rendered.stdout.equals(expected))
    // Other flags name files from where the fixtures are, or go with no directory.
    if (dataOf(fixture) === undefined) continue
    writeFileSync(file, input)
    // As plugin/argocd/acr-manifests calls it, where there is neither a kustomization nor a chart.
    const listed = await acr(['inject', ...args, '--recursive=false', '-f', '.'], { cwd: directory })
    compare('of a directory', fixture, listed.stdout === expected.toString())
    await acr(['inject', ...args, '--in-place', '-f', file], { cwd: directory })
    compare('in place', fixture, readFileSync(file).equals(expected))
  }
  assert.equal(different, [])
  for (const [entry, times] of Object.entries(compared)) assert.ok(times > 250, `${entry}: ${times}`)
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

/** The documents of a stream as items of a list in block style, indented as they are. */
function itemsOf(bytes: Buffer): string {
  return [...cutDocuments(bytes)]
    .filter(({ start, end }) => !isEmpty(bytes.subarray(start, end)))
    .map(({ start, end }) => {
      const text = bytes
        .subarray(start, end)
        .toString()
        .replace(/^---[^\r\n]*(?:\r\n|\n|\r|$)/, '')
      const lines = text.replace(/(?:\r\n|\n)$/, '').split('\n')
      return `-\n${lines.map(line => (line.trim() === '' ? line : `  ${line}`)).join('\n')}\n`
    })
    .join('')
}

test.run()
