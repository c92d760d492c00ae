import { renderSecrets } from './render-secrets.ts'
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { anyCharacter } from '../characters.ts'
import { parse, parseAllDocuments } from 'yaml'
import { writeDockerConfig } from '../../src/pull-secret/docker-config.ts'
import { goJson } from '../../src/pull-secret/go/go-json.ts'
import type { Json } from '../../src/pull-secret/go/go-json.ts'
import { renderManifests, secretOf, withHash } from '../../src/pull-secret/secret-manifest.ts'
import type { SecretManifest } from '../../src/pull-secret/secret-manifest.ts'
import { writeYaml } from '../../src/pull-secret/write-yaml.ts'
import { thrownBy } from './thrown.ts'
import { propertyRuns } from '../property-runs.ts'

const plain: SecretManifest = {
  name: 'acr-secret',
  dockerConfig: '{"auths":{}}',
  labels: {},
  annotations: {},
  immutable: false,
  appendHash: false,
}

const full: SecretManifest = {
  ...plain,
  namespace: 'true',
  labels: { tier: '1', app: 'web' },
  annotations: { note: "it's a: <b>", 'a.b/c': '' },
  immutable: true,
}

test('as YAML', async () => {
  assert.is(
    await renderSecrets([plain, full], 'yaml'),
    `apiVersion: v1
data:
  .dockerconfigjson: eyJhdXRocyI6e319
kind: Secret
metadata:
  name: acr-secret
type: kubernetes.io/dockerconfigjson
---
apiVersion: v1
data:
  .dockerconfigjson: eyJhdXRocyI6e319
immutable: true
kind: Secret
metadata:
  annotations:
    a.b/c: ""
    note: 'it''s a: <b>'
  labels:
    app: web
    tier: "1"
  name: acr-secret
  namespace: "true"
type: kubernetes.io/dockerconfigjson
`,
  )
  assert.is(await renderSecrets([], 'yaml'), '')
})

test('as JSON', async () => {
  assert.is(
    await renderSecrets([full], 'json'),
    String.raw`{
    "kind": "Secret",
    "apiVersion": "v1",
    "metadata": {
        "name": "acr-secret",
        "namespace": "true",
        "labels": {
            "tier": "1",
            "app": "web"
        },
        "annotations": {
            "note": "it's a: \u003cb\u003e",
            "a.b/c": ""
        }
    },
    "immutable": true,
    "data": {
        ".dockerconfigjson": "eyJhdXRocyI6e319"
    },
    "type": "kubernetes.io/dockerconfigjson"
}
`,
  )
  const several: unknown = JSON.parse(await renderSecrets([plain, full], 'json'))
  assert.equal(several, {
    kind: 'List',
    apiVersion: 'v1',
    metadata: {},
    items: [await secretOf(plain), await secretOf(full)],
  })
  assert.equal(JSON.parse(renderManifests([], 'json')).items, [])
})

test('the hash behind the name', async () => {
  const dockerConfig = '{"auths":{"myregistry.azurecr.io":{"username":"u","password":"p","auth":"dTpw"}}}'
  assert.is(await withHash({ name: 's', dockerConfig, immutable: false }), 's-ffkt8hbh2c')
  assert.match(
    await renderSecrets([{ ...plain, name: 's', dockerConfig, appendHash: true }], 'yaml'),
    'name: s-ffkt8hbh2c\n',
  )
  assert.is.not(await withHash({ name: 's', dockerConfig, immutable: true }), 's-ffkt8hbh2c')
})

const refused: [change: Partial<SecretManifest>, words: string][] = [
  [{ name: 'Bad_Name' }, 'not a valid name for a Secret'],
  [{ name: 'a'.repeat(250), appendHash: true }, 'not a valid name for a Secret'],
  [{ namespace: 'a.b' }, 'not a valid name for a namespace'],
  [{ namespace: '' }, 'not a valid name for a namespace'],
  [{ labels: { a: 'b c' } }, 'not a valid value for the label a'],
  [{ annotations: { 'a b': '' } }, 'not a valid key for the annotations'],
  [{ dockerConfig: '' }, 'not a JSON object'],
  [{ dockerConfig: 'hunter2' }, 'not a JSON object'],
  [{ dockerConfig: '["hunter2"]' }, 'not a JSON object'],
  [{ dockerConfig: 'null' }, 'not a JSON object'],
  [
    { dockerConfig: `{"a":"${'ä'.repeat(524_284)}x"}` },
    'is 1048577 bytes long, but a Secret holds at most 1048576',
  ],
]

for (const [change, words] of refused) {
  test(`refused: ${JSON.stringify(change).slice(0, 60)}`, async () => {
    const said = await thrownBy(() => secretOf({ ...plain, ...change }))
    assert.match(said, words)
    assert.not.match(said, 'hunter2')
  })
}

test('exactly 1 MiB is taken', async () => {
  await secretOf({ ...plain, dockerConfig: `{"a":"${'x'.repeat(2 ** 20 - 8)}"}` })
})

test('the password stands in base64 and nowhere else', async () => {
  const passwords = fc.stringMatching(/^[A-Za-z0-9~_.-]{12,20}$/)
  await fc.assert(
    fc.asyncProperty(
      passwords,
      fc.constantFrom('yaml' as const, 'json' as const),
      async (password, format) => {
        const dockerConfig = writeDockerConfig([
          { server: 'contoso.azurecr.io', credential: { username: 'u', password } },
        ])
        const text = await renderSecrets([{ ...full, dockerConfig, appendHash: true }], format)
        assert.not.ok(text.includes(password))
        const read: unknown = parse(text)
        assert.is(JSON.stringify(read).split(Buffer.from(dockerConfig).toString('base64')).length, 2)
      },
    ),
  )
})

// Of all readers, only the `yaml` package takes "e1" for a number, in YAML 1.1; kubectl writes it without quotes.
const scalars = fc
  .oneof(
    fc.string({ unit: anyCharacter }),
    fc.string({
      unit: fc.constantFrom(...Array.from(':#-?{}[],&*!|>\'"%@` \n\t\\0xe1.y~\u2028\ufeff\u0085\u007f')),
    }),
    fc.constantFrom(
      'y',
      'No',
      'ON',
      'null',
      '~',
      '1',
      '0x1F',
      '0o7',
      '0b1',
      '1_0',
      '1e3',
      '.5',
      '1.',
      '.inf',
      '.NaN',
      '-1',
      '+1',
      '12:30',
      '2024-01-02',
      '2024-01-02T00:00:00Z',
      '=',
      '<<',
      '---',
      '...',
      '- a',
      'a: b',
      'a #b',
      'a:',
      ' a',
      'a ',
    ),
  )
  .filter(text => !/^[-+._]*e[-+]?\d+$/i.test(text))
const values = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalars,
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(scalars, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value

test('what the writers write is read as the same by YAML 1.1 and 1.2', () => {
  fc.assert(
    fc.property(values, value => {
      const wrapped = { value }
      for (const version of ['1.1', '1.2'] as const)
        assert.equal(parse(writeYaml(wrapped), { version, maxAliasCount: 0, merge: false }), wrapped)
      assert.equal(JSON.parse(goJson(wrapped)), wrapped)
    }),
    { numRuns: propertyRuns(200) },
  )
})

test('scalars and empty values alone', () => {
  assert.is(writeYaml('a'), 'a\n')
  assert.is(
    writeYaml({ a: [], b: {}, c: [{ e: 'f', d: true }, ['x']] }),
    'a: []\nb: {}\nc:\n- d: true\n  e: f\n- - x\n',
  )
  assert.is(
    goJson({ a: [], b: {}, c: [true] }),
    '{\n    "a": [],\n    "b": {},\n    "c": [\n        true\n    ]\n}',
  )
})

test('several documents are told apart', async () => {
  const text = await renderSecrets([plain, full, plain], 'yaml')
  assert.is(parseAllDocuments(text).length, 3)
})

test.run()
