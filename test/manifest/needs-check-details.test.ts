import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Kinds } from '../../src/kinds/kinds.ts'
import { readCheckDetails } from '../../src/manifest/check-details.ts'
import { needsCheckDetails } from '../../src/manifest/needs-check-details.ts'
import { readBy, readSource } from '../../src/manifest/read-document.ts'
import type { ReadDocument } from '../../src/manifest/read-document.ts'
import { allFixtures } from '../fixtures.ts'

const read = readBy(new Kinds())

async function documentsIn(bytes: Uint8Array): Promise<readonly ReadDocument[]> {
  return (await readSource({ name: 'input', bytes }, () => () => true, read)).documents
}

const isNeeded = async (text: string): Promise<boolean> =>
  (await documentsIn(Buffer.from(text))).some(needsCheckDetails)

test('no fixture has details that are not read', async () => {
  let passed = 0
  for (const { name, input } of allFixtures())
    for (const document of await documentsIn(input)) {
      if (needsCheckDetails(document)) continue
      const details = Object.entries(readCheckDetails(document))
      assert.equal(
        details.filter(([, of]) => of.flat().length > 0),
        [],
        `${name}, document ${document.span.index}`,
      )
      passed += 1
    }
  assert.ok(passed > 500, `only ${passed} documents need no details`)
})

const pod = (spec: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - image: contoso.azurecr.io/web\n${spec}`

const VOLUME = '  volumes:\n  - name: tls\n    secret:\n'
const rows: readonly (readonly [what: string, spec: string, isNeeded: boolean])[] = [
  ['nothing', '', false],
  ['a list', '  imagePullSecrets:\n  - name: a\n', false],
  ['a volume', `${VOLUME}      secretName: tls\n`, false],
  [
    'a volume, and what kubectl prints before',
    `${VOLUME}      # a\n      defaultMode: 420\n      secretName: tls\n`,
    false,
  ],
  [
    'a volume with items',
    `${VOLUME}      items:\n      - key: a\n        path: b\n      secretName: tls\n`,
    false,
  ],
  ['a volume in flow style', '  volumes: [{name: tls, secret: {secretName: tls}}]\n', true],
  ['a key beside the containers', '  secretName: a\n', true],
  ['a key of a container', '    secretName: a\n', true],
  ['a key behind an empty one', '    secret:\n    secretName: a\n', true],
  ['a volume and a key', `${VOLUME}      secretName: tls\n  secretName: a\n`, true],
  ['two lists', '    imagePullSecrets: []\n  imagePullSecrets:\n  - name: a\n', true],
  ['another spelling', '  image-pull-secrets: []\n', true],
  ['names in the plural', '  registrySecret: a\n', true],
]
for (const [what, spec, expected] of rows)
  test(`details of ${what}`, async () => {
    assert.is(await isNeeded(pod(spec)), expected)
  })

test('what has no pod spec has no list in a wrong place', async () => {
  const ingress =
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  tls:\n  - secretName: a\n'
  assert.is(await isNeeded(ingress), false)
})

test.run()
