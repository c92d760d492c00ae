import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { insertSecrets, neededSecrets } from '../../src/inject/insert-secrets.ts'
import { inject } from '../../src/inject/inject.ts'
import { applyEdits } from '../../src/manifest/edit.ts'

const pod = 'kind: Pod\napiVersion: v1\nspec:\n  containers:\n  - image: contoso.azurecr.io/a\n'
const json = '{"kind":"Pod","apiVersion":"v1","spec":{"containers":[{"image":"contoso.azurecr.io/a"}]}}\n'

/** What stands in front of the first workload, with `S` for the Secret. */
async function withSecret(input: string): Promise<string> {
  const transformation = await inject([{ name: 'a', bytes: Buffer.from(input) }], {
    secrets: [{ name: 'x' }],
    registries: [],
    via: 'pod',
    serviceAccounts: [],
    strict: false,
  })
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
}

for (const [name, [input, before]] of Object.entries(table)) {
  test(`in front of ${name}`, async () => assert.is(await withSecret(input), before))
}

test.run()
