import { inject } from '../inject-sources.ts'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  existingSecrets,
  insertSecrets,
  neededSecrets,
} from '../../../src/inject/transform/insert-secrets.ts'
import type { Transformation } from '../../../src/inject/outcome.ts'
import { applyEdits } from '../../../src/manifest/edit.ts'

const pod = 'kind: Pod\napiVersion: v1\nspec:\n  containers:\n  - image: contoso.azurecr.io/a\n'
const json = '{"kind":"Pod","apiVersion":"v1","spec":{"containers":[{"image":"contoso.azurecr.io/a"}]}}\n'

function injectInto(input: string): Promise<Transformation> {
  return inject([{ name: 'a', bytes: Buffer.from(input) }], {
    secrets: [{ name: 'x' }],
    registries: [],
    via: 'pod',
    serviceAccounts: [],
    strict: false,
  })
}

/** What stands in front of the first workload, with `S` for the Secret. */
async function withSecret(input: string): Promise<string> {
  const transformation = await injectInto(input)
  const [needed] = neededSecrets(transformation)
  assert.ok(needed !== undefined)
  const { sources } = insertSecrets(transformation, [{ needed, yaml: 'S: 1\nS: 2\n', json: '{"S":1}\n' }])
  const output = sources
    .map(({ before, edits }) => Buffer.concat([...applyEdits(before, edits)]).toString())
    .join('')
  return output.slice(0, output.indexOf('kind') + 4)
}

const table: Record<string, [input: string, before: string]> = {
  'a stream without marker': [pod, 'S: 1\nS: 2\n---\nkind'],
  'a comment at the top': [`# c\n${pod}`, 'S: 1\nS: 2\n---\n# c\nkind'],
  'a marker': [`---\n${pod}`, '---\nS: 1\nS: 2\n---\nkind'],
  'a marker with a comment': [`a: 1\n--- # b\n${pod}`, 'a: 1\n---\nS: 1\nS: 2\n--- # b\nkind'],
  'a directive': [`%YAML 1.2\n---\n${pod}`, '%YAML 1.2\n---\nS: 1\nS: 2\n---\nkind'],
  CRLF: [pod.replaceAll('\n', '\r\n'), 'S: 1\r\nS: 2\r\n---\r\nkind'],
  'a byte order mark': [`\uFEFF${pod}`, '\uFEFFS: 1\nS: 2\n---\nkind'],
  JSON: [json, '{"S":1}\n{"kind'],
  'flow style': [
    '{kind: Pod, apiVersion: v1, spec: {containers: [{image: contoso.azurecr.io/a}]}}\n',
    'S: 1\nS: 2\n---\n{kind',
  ],
  'flow style with a key in quotes': [
    '{"apiVersion": v1, kind: Pod, spec: {containers: [{image: contoso.azurecr.io/a}]}}\n',
    'S: 1\nS: 2\n---\n{"apiVersion": v1, kind',
  ],
  'JSON behind a marker': [`---\n${json}`, '---\nS: 1\nS: 2\n---\n{"kind'],
}

for (const [name, [input, before]] of Object.entries(table)) {
  test(`in front of ${name}`, async () => assert.is(await withSecret(input), before))
}

function secret(name: string, namespace: string): string {
  return `kind: Secret\napiVersion: v1\nmetadata: {name: ${name}, namespace: ${namespace}}\n---\n`
}

test('a Secret in the input is found for the namespace and name of a needed one', async () => {
  const transformation = await injectInto(
    `${secret('x', 'other')}${secret('y', 'n')}${secret('x', 'n')}${pod.replace('spec', 'metadata: {namespace: n}\nspec')}`,
  )
  const rivals = await existingSecrets(transformation, neededSecrets(transformation))
  assert.equal(
    rivals.map(({ document }) => document),
    [3],
  )
})

test('one secret for each of many namespaces', async () => {
  const count = 4000
  const input = Array.from({ length: count }, (_, at) =>
    pod.replace('spec', `metadata: {name: a, namespace: n${at}}\nspec`),
  ).join('---\n')
  const transformation = await injectInto(input)
  const before = process.cpuUsage()
  const needed = neededSecrets(transformation)
  assert.is(needed.length, count)
  assert.equal(await existingSecrets(transformation, needed), [])
  const { user } = process.cpuUsage(before) // what reads the input once for each of them takes some ten seconds
  assert.ok(user < 3_000_000, `${user} microseconds`)
})

test.run()
