import { inject, uninject } from './inject-sources.ts'
import { Ajv } from 'ajv'
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parse, stringify } from 'yaml'
import { injection } from '../../src/inject/inject.ts'
import type { InjectOptions } from '../../src/inject/options.ts'
import { StreamTransform } from '../../src/inject/transform/transform-stream.ts'
import { parseKind } from '../../src/kinds/from-flag.ts'
import { applyEdits } from '../../src/manifest/edit.ts'
import type { KindSources } from '../../src/manifest/crds/kind-sources.ts'
import { propertyRuns } from '../property-runs.ts'

const options: InjectOptions = {
  secrets: [{ name: 'acr-secret' }],
  registries: [],
  via: 'pod',
  serviceAccounts: [],
  strict: false,
}

type Fields = Readonly<Record<string, unknown>>
const text = { type: 'string' }
const object = (properties: Fields): Fields => ({ type: 'object', properties })
const list = (items: unknown): Fields => ({ type: 'array', items })
const named = object({ name: text })

/** A mapping with an image and a field for pull secrets: its schema, what is in a resource, and what that must become. */
interface Host {
  readonly schema: Fields
  readonly before: Fields
  readonly after: Fields
  /** From the mapping, in the notation of `--kind`. */
  readonly notation: string
  readonly isPodSpec?: boolean
}

const image = 'contoso.azurecr.io/app:1'
const containers = [{ name: 'app', image }]

const HOSTS: Readonly<Record<string, Host>> = {
  'a pod spec': {
    schema: object({
      containers: list(object({ name: text, image: text })),
      imagePullSecrets: list(named),
      serviceAccountName: text,
    }),
    before: { containers },
    after: { containers, imagePullSecrets: [{ name: 'acr-secret' }] },
    notation: '',
    isPodSpec: true,
  },
  'a list of objects': {
    schema: object({ image: text, imagePullSecrets: list(named) }),
    before: { image },
    after: { image, imagePullSecrets: [{ name: 'acr-secret' }] },
    notation: '.imagePullSecrets',
  },
  'a list of objects that names one': {
    schema: object({ baseImage: text, pullSecrets: list(named) }),
    before: { baseImage: image, pullSecrets: [{ name: 'other' }] },
    after: { baseImage: image, pullSecrets: [{ name: 'other' }, { name: 'acr-secret' }] },
    notation: '.pullSecrets(baseImage)',
  },
  'a list of names': {
    schema: object({ image: text, pullSecretRef: list(text) }),
    before: { image },
    after: { image, pullSecretRef: ['acr-secret'] },
    notation: '.pullSecretRef:strings',
  },
  'one name': {
    schema: object({ agent: object({ image: text }), customPullSecret: text }),
    before: { agent: { image } },
    after: { agent: { image }, customPullSecret: 'acr-secret' },
    notation: '.customPullSecret:string',
  },
  'one object': {
    schema: object({ image: text, imagePullSecret: named }),
    before: { image },
    after: { image, imagePullSecret: { name: 'acr-secret' } },
    notation: '.imagePullSecret:object(image)',
  },
  'an image in several fields': {
    schema: object({ repository: text, image: text, version: text, imagePullSecrets: list(text) }),
    before: { repository: 'contoso.azurecr.io', image: 'app', version: '1' },
    after: {
      repository: 'contoso.azurecr.io',
      image: 'app',
      version: '1',
      imagePullSecrets: ['acr-secret'],
    },
    notation: '.imagePullSecrets:strings',
  },
}

interface Step {
  readonly key: string
  readonly form: '' | '[]' | '{}'
}

const steps = fc.array(
  fc.record({
    key: fc.constantFrom('roles', 'worker', 'template', 'x9', 'a-b', 'groups'),
    form: fc.constantFrom<Step['form']>('', '[]', '{}'),
  }),
  { maxLength: 4 },
)

function wrapSchema(path: readonly Step[], inner: Fields): Fields {
  return path.reduceRight((schema, { key, form }) => {
    const wrapped =
      form === '[]' ? list(schema) : form === '{}' ? { type: 'object', additionalProperties: schema } : schema
    return object({ [key]: wrapped, note: text, limits: object({ cpu: text }) })
  }, inner)
}

function wrapValue({ path, hasUnknown }: Case, inner: Fields): unknown {
  return path.reduceRight<unknown>((value, { key, form }) => {
    const wrapped = form === '[]' ? [value, value] : form === '{}' ? { first: value, second: value } : value
    return { note: 'kept', ...(hasUnknown === true ? { unknown: { size: 1 } } : {}), [key]: wrapped }
  }, inner)
}

const cases: fc.Arbitrary<Case> = fc.record({
  path: steps,
  host: fc.constantFrom(...Object.values(HOSTS)),
  isOld: fc.boolean(),
  isJson: fc.boolean(),
  hasUnknown: fc.boolean(),
})
interface Case {
  readonly path: readonly Step[]
  readonly host: Host
  readonly isOld: boolean
  readonly isJson: boolean
  /** Whether the resource has fields, on the way to the place, that the schema does not name. */
  readonly hasUnknown?: boolean
}

function schemaOf({ path, host }: Case): Fields {
  const spec = wrapSchema(path, host.schema)
  return object({ apiVersion: text, kind: text, metadata: { type: 'object' }, spec, status: object({}) })
}

function crdOf(one: Case): string {
  const schema = { openAPIV3Schema: schemaOf(one) }
  const crd = {
    apiVersion: `apiextensions.k8s.io/${one.isOld ? 'v1beta1' : 'v1'}`,
    kind: 'CustomResourceDefinition',
    metadata: { name: 'workers.contoso.com' },
    spec: {
      group: 'contoso.com',
      names: { kind: 'Worker', plural: 'workers' },
      ...(one.isOld
        ? { version: 'v1', validation: schema }
        : { versions: [{ name: 'v1', served: true, storage: true, schema }] }),
    },
  }
  return one.isJson ? JSON.stringify(crd, null, 2) : stringify(crd)
}

function resource(one: Case, inner: Fields): Fields {
  return {
    apiVersion: 'contoso.com/v1',
    kind: 'Worker',
    metadata: { name: 'a' },
    spec: wrapValue(one, inner),
  }
}

async function run(input: string, kinds: KindSources): Promise<string> {
  const sources = [{ name: 'input', bytes: Buffer.from(input) }]
  return outputOf(await inject(sources, { ...options, strict: true, kinds }))
}

async function runBack(input: string, kinds: KindSources): Promise<string> {
  const sources = [{ name: 'input', bytes: Buffer.from(input) }]
  return outputOf(await uninject(sources, { secrets: ['acr-secret'], serviceAccounts: [], kinds }))
}

function outputOf({ sources, problems }: Awaited<ReturnType<typeof inject>>): string {
  assert.equal(problems, [])
  return sources.map(({ before, edits }) => Buffer.concat([...applyEdits(before, edits)]).toString()).join('')
}

/** What an API server keeps of a value: it drops what a structural schema does not name (apiextensions-apiserver `pruning`). */
function pruned(value: unknown, schema: Fields): unknown {
  if (Array.isArray(value)) return value.map(item => pruned(item, Object(schema['items'])))
  if (typeof value !== 'object' || value === null) return value
  const { properties, additionalProperties } = schema
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const known: unknown = Object(properties)[key] ?? additionalProperties
      return known === undefined ? [] : [[key, pruned(inner, Object(known))] as const]
    }),
  )
}

/** The same schema, by which what would be dropped is a fault. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  return 'properties' in schema ? { ...inner, additionalProperties: false } : inner
}

test('what each place must become is what its schema lets stand', () => {
  for (const [name, { schema, before, after }] of Object.entries(HOSTS)) {
    const isValid = new Ajv().compile(Object(closed(schema)))
    for (const value of [before, after]) assert.ok(isValid(value), name)
  }
})

test('what a CRD tells is what its API server takes, and prunes nothing of', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async one => {
      const crds = [{ name: 'crd.yaml', bytes: Buffer.from(crdOf(one)) }]
      const input = stringify(resource(one, one.host.before), { aliasDuplicateObjects: false })
      const output = await run(input, { crds })
      const read: unknown = parse(output)
      assert.equal(read, resource(one, one.host.after))
      const kept = pruned({ ...Object(read), metadata: {} }, schemaOf(one))
      const wanted = resource({ ...one, hasUnknown: false }, one.host.after)
      assert.equal(kept, { ...wanted, metadata: {} })
      assert.is(await run(output, { crds }), output)
      assert.is(await runBack(output, { crds }), input)
    }),
    { numRuns: propertyRuns(40) },
  )
})

test('a CRD teaches from anywhere in the input, and in a stream from before', async () => {
  await fc.assert(
    fc.asyncProperty(cases, fc.boolean(), async (one, isFirst) => {
      const input = stringify(resource(one, one.host.before), { aliasDuplicateObjects: false })
      const crd = crdOf(one)
      const both = isFirst ? `${crd}\n---\n${input}` : `${input}---\n${crd}`
      const output = await run(both, {})
      const [first = '', second = ''] = output.split('---\n')
      assert.equal(parse(isFirst ? second : first), resource(one, one.host.after))
      assert.is(isFirst ? first : second, isFirst ? `${crd}\n` : crd)
      if (isFirst) assert.is(await streamed(both), output)
    }),
    { numRuns: propertyRuns(40) },
  )
})

async function streamed(input: string): Promise<string> {
  const stream = new StreamTransform(injection({ ...options, strict: true }), 'input')
  const parts = [await stream.push(Buffer.from(input)), await stream.end()]
  return parts
    .map(part => {
      assert.equal(part?.problems ?? [], [])
      return Buffer.concat([...(part?.pieces ?? [])]).toString()
    })
    .join('')
}

test('a place that the user says is filled as one that a CRD tells', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async one => {
      const path = ['spec', ...one.path.map(({ key, form }) => key + form)].join('.')
      const given = [parseKind(`contoso.com/Worker=${path}${one.host.notation}`)]
      const input = stringify(resource(one, one.host.before), { aliasDuplicateObjects: false })
      const output = await run(input, { given })
      assert.equal(parse(output), resource(one, one.host.after))
      assert.is(await runBack(output, { given }), input)
    }),
    { numRuns: propertyRuns(40) },
  )
})

const TEMPLATES = [
  'template.spec',
  'podTemplate.spec',
  'podTemplateSpec.spec',
  'podSpec',
  'jobTemplate.spec.template.spec',
]

test('a pod template is known by its shape, unless a CRD or the user says otherwise', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom(...TEMPLATES), async (path, template) => {
      const { 'a pod spec': host } = HOSTS
      assert.ok(host)
      const keys = template.split('.').map((key): Step => ({ key, form: '' }))
      const one: Case = { path: [...path, ...keys], host, isOld: false, isJson: false }
      const input = stringify(resource(one, host.before), { aliasDuplicateObjects: false })
      const output = await run(input, {})
      assert.equal(parse(output), resource(one, host.after))
      assert.is(await runBack(output, {}), input)
      const without = object({ containers: list(object({ name: text, image: text })) })
      const crd = crdOf({ ...one, host: { ...host, schema: without } })
      for (const kinds of [{ byShape: false }, { crds: [{ name: 'crd', bytes: Buffer.from(crd) }] }]) {
        const sources = [{ name: 'input', bytes: Buffer.from(input) }]
        const { outcomes } = await inject(sources, { ...options, kinds })
        assert.equal(
          outcomes.map(({ status, warnings }) => [status, warnings.map(({ code }) => code)]),
          [['unplaced', ['unplaced-image']]],
        )
      }
    }),
    { numRuns: propertyRuns(40) },
  )
})

const NO_SHAPE: readonly (readonly [what: string, manifest: Fields])[] = [
  [
    'a policy',
    { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', spec: { template: { spec: { containers } } } },
  ],
  ['a ConfigMap', { apiVersion: 'v1', kind: 'ConfigMap', template: { spec: { containers } } }],
  [
    'text',
    { apiVersion: 'contoso.com/v1', kind: 'W', spec: { template: stringify({ spec: { containers } }) } },
  ],
  [
    'a kind that Kubernetes does not have',
    { apiVersion: 'apps/v1', kind: 'W', spec: { template: { spec: { containers } } } },
  ],
  [
    'a container without a name',
    { apiVersion: 'contoso.com/v1', kind: 'W', spec: { podSpec: { containers: [{ image }] } } },
  ],
  ['another key', { apiVersion: 'contoso.com/v1', kind: 'W', spec: { pod: { containers } } }],
  ['metadata', { apiVersion: 'contoso.com/v1', kind: 'W', metadata: { template: { spec: { containers } } } }],
]

for (const [what, manifest] of NO_SHAPE)
  test(`${what} has no pod spec by its shape`, async () => {
    const sources = [{ name: 'input', bytes: Buffer.from(stringify(manifest)) }]
    const {
      sources: [result],
    } = await inject(sources, options)
    assert.equal(result?.edits, [])
  })

test('where a schema lets anything stand, the shape tells', async () => {
  const crd = crdOf({
    path: [],
    host: {
      schema: object({
        image: text,
        imagePullSecrets: list(named),
        podTemplate: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      }),
      before: {},
      after: {},
      notation: '',
    },
    isOld: false,
    isJson: false,
  })
  const input = stringify({
    apiVersion: 'contoso.com/v1',
    kind: 'Worker',
    spec: { image, podTemplate: { spec: { containers } } },
  })
  const output = await run(input, { crds: [{ name: 'crd', bytes: Buffer.from(crd) }] })
  assert.is(output.split('- name: acr-secret').length, 3)
})

const UNSAID: readonly (readonly [what: string, spec: Fields, advice: string])[] = [
  ['lets anything stand', { 'x-kubernetes-preserve-unknown-fields': true }, 'say the place with --kind'],
  [
    'does not say what a field holds',
    object({ image: text, pullSecret: { anyOf: [text, { type: 'object' }] } }),
    '--kind contoso.com/Worker=spec.pullSecret, or spec.pullSecret:strings',
  ],
  [
    'has two fields for one image',
    object({ image: text, pullSecret: text, imagePullSecrets: list(named) }),
    'say which one with --kind',
  ],
  ['has no field', object({ image: text }), 'has no field for pull secrets'],
]

for (const [what, schema, advice] of UNSAID)
  test(`a CRD that ${what} is a warning that says so`, async () => {
    const host: Host = { schema, before: { image }, after: {}, notation: '' }
    const one: Case = { path: [], host, isOld: false, isJson: false }
    const crds = [{ name: 'crd', bytes: Buffer.from(crdOf(one)) }]
    const sources = [{ name: 'input', bytes: Buffer.from(stringify(resource(one, host.before))) }]
    const { outcomes } = await inject(sources, { ...options, kinds: { crds } })
    const [warning] = outcomes.flatMap(({ warnings }) => warnings)
    assert.match(warning?.message ?? '', advice)
  })

test('a kind that the user gives is found however it is capitalized', async () => {
  const host = HOSTS['one name']
  assert.ok(host)
  const one: Case = { path: [], host, isOld: false, isJson: false }
  const given = [parseKind('contoso.com/worker=spec.customPullSecret:string')]
  assert.equal(parse(await run(stringify(resource(one, host.before)), { given })), resource(one, host.after))
})

const PROSE: readonly string[] = ['on\n  two lines', '|-\n  a block\n\n  of two', '"with \\\n  escapes"']

for (const prose of PROSE)
  test(`a description that begins with ${prose.slice(0, 2)} hides nothing`, async () => {
    const host = HOSTS['one name']
    assert.ok(host)
    const one: Case = { path: [], host, isOld: false, isJson: false }
    const crd = crdOf(one).replaceAll(/^( *)type: object$/gm, (type: string, indent: string) => {
      return `${type}\n${indent}description: ${prose.replaceAll('\n', `\n${indent}`)}`
    })
    assert.match(crd, 'description')
    const crds = [{ name: 'crd.yaml', bytes: Buffer.from(crd) }]
    assert.equal(parse(await run(stringify(resource(one, host.before)), { crds })), resource(one, host.after))
  })

test('a list within another one keeps the names that held there', async () => {
  const crd = crdOf({
    path: [],
    host: {
      schema: object({
        image: text,
        imagePullSecrets: list(named),
        backup: object({ image: text, imagePullSecrets: list(named) }),
      }),
      before: {},
      after: {},
      notation: '',
    },
    isOld: false,
    isJson: false,
  })
  const before = { image: 'nginx', imagePullSecrets: [{ name: 'regcred' }], backup: { image } }
  const input = stringify({ apiVersion: 'contoso.com/v1', kind: 'Worker', spec: before })
  const crds = [{ name: 'crd', bytes: Buffer.from(crd) }]
  const output = await run(input, { crds })
  assert.equal(parse(output).spec.backup.imagePullSecrets, [{ name: 'regcred' }, { name: 'acr-secret' }])
  assert.is(await runBack(output, { crds }), input)
})

test.run()
