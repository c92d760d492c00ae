import { renderSecrets } from './render-secrets.ts'
import { execFile } from 'node:child_process'
import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { writeDockerConfig } from '../../src/pull-secret/docker-config.ts'
import type { ManifestFormat, SecretManifest } from '../../src/pull-secret/secret-manifest.ts'
import { findProgram } from '../skipped.ts'
import { propertyRuns } from '../property-runs.ts'

/** The real kubectl as the judge: it makes the same Secret, byte for byte, and reads what it does not make. */
const differential = suite('kubectl makes')
const kubectl = findProgram('kubectl', 'the differential test of Secrets against kubectl')

interface Given {
  readonly name: string
  readonly namespace?: string
  readonly server: string
  readonly username: string
  readonly password: string
  readonly email?: string
  readonly appendHash: boolean
}

function run(program: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(stderr, { cause: error }))
    })
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

/** Older kubectls print a null here, newer ones nothing. */
function withoutTimestamp(text: string): string {
  return text
    .replace(/^ +creationTimestamp: null\n/m, '')
    .replace(/^ +"creationTimestamp": null,\n/m, '')
    .replace(/,\n +"creationTimestamp": null\n/, '\n')
}

async function byKubectl(program: string, given: Given, format: ManifestFormat): Promise<string> {
  const { name, namespace, server, username, password, email, appendHash } = given
  const printed = await run(program, [
    'create',
    'secret',
    'docker-registry',
    name,
    '--dry-run=client',
    '-o',
    format,
    `--docker-server=${server}`,
    `--docker-username=${username}`,
    `--docker-password=${password}`,
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
    ...(email === undefined ? [] : [`--docker-email=${email}`]),
    ...(appendHash ? ['--append-hash'] : []),
  ])
  return withoutTimestamp(printed)
}

function manifestOf({ name, namespace, server, appendHash, ...credential }: Given): SecretManifest {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    dockerConfig: writeDockerConfig([{ server, credential }]),
    labels: {},
    annotations: {},
    immutable: false,
    appendHash,
  }
}

/** What is escaped or quoted in JSON or YAML, by kubectl or by others. */
const ESCAPED = Array.from('<>&"\\:\'\u2028\u2029\b\f\n\r\t\u0001\u001f\u007f\u0085é😀 ={}%,')
const texts = fc
  .tuple(
    fc.shuffledSubarray(ESCAPED, { minLength: ESCAPED.length }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80, size: 'max' }),
  )
  .map(([escaped, others]) => (escaped.join('') + others).replaceAll('\0', ''))
/** Names that are quoted in YAML, and some that only look like it. Each second one is for a namespace, which has no dot. */
const NAMES =
  'true null web y 1.2 1e3 on 08 0x1 2024-01-02 a.b e5 1.2.3 1-1 n nan 1 0b1 0.1.2 0o7 123.e5 1e-3 1.e3 no'.split(
    ' ',
  )

const givens = fc.record({
  server: fc.oneof(fc.constant('contoso.azurecr.io'), texts),
  username: texts,
  password: texts,
  email: fc.option(texts, { nil: undefined }),
})

if (kubectl !== undefined) {
  differential('the same Secret of passwords full of what is escaped', async () => {
    const samples = fc.sample(givens, { numRuns: propertyRuns(8), seed: 20_261_124 })
    for (const [at, { email, ...rest }] of samples.entries()) {
      const [name = '', namespace = ''] = [2 * at, 2 * at + 1].map(index => NAMES[index % NAMES.length])
      const given = {
        ...rest,
        name,
        appendHash: at % 4 === 1, // which makes any name plain
        ...(at % 8 === 7 ? {} : { namespace }),
        ...(email === undefined ? {} : { email }),
      }
      const format = at % 8 === 7 ? 'json' : 'yaml'
      const ours = await renderSecrets([manifestOf(given)], format)
      assert.is(ours, await byKubectl(kubectl, given, format), JSON.stringify(given))
    }
  })

  differential('objects that it can read, in both formats', async () => {
    const given: Given = { name: 'a', server: 'r.example', username: 'u', password: 'p', appendHash: false }
    const awkward = [
      'y',
      '1',
      "it's",
      '',
      'a: b #c',
      'é\n"\\\t',
      '\u2028\u0085\ufeff',
      ' x ',
      '~',
      '=',
      '- x',
      '2024-01-02',
    ]
    const annotations = Object.fromEntries(awkward.map((text, index) => [`example.com/${index}`, text]))
    const secrets = ['one', 'two'].map(namespace => ({
      ...manifestOf({ ...given, namespace }),
      labels: { on: 'y', a: '1' },
      annotations,
      immutable: true,
    }))
    for (const format of ['yaml', 'json'] as const) {
      const text = await renderSecrets(secrets, format)
      const printed = await run(kubectl, ['label', '--local', '-f', '-', 'x=y', '-o', 'json'], text)
      const objects = printed
        .split(/(?<=^\})\n(?=\{)/m)
        .map((one): unknown => JSON.parse(withoutTimestamp(one)))
      assert.equal(
        objects,
        secrets.map(({ namespace, dockerConfig }) => ({
          apiVersion: 'v1',
          kind: 'Secret',
          type: 'kubernetes.io/dockerconfigjson',
          immutable: true,
          metadata: { name: 'a', namespace, labels: { on: 'y', a: '1', x: 'y' }, annotations },
          data: { '.dockerconfigjson': Buffer.from(dockerConfig).toString('base64') },
        })),
      )
    }
  })
}

differential('the test without it', () => {
  assert.is(withoutTimestamp('  creationTimestamp: null\n  name: a\n'), '  name: a\n')
  assert.is(withoutTimestamp('{\n  "name": "a",\n  "creationTimestamp": null\n}'), '{\n  "name": "a"\n}')
  assert.is(withoutTimestamp('{\n  "creationTimestamp": null,\n  "x": 1\n}'), '{\n  "x": 1\n}')
})

differential.run()
