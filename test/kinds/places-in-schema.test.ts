import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { placesInSchema } from '../../src/kinds/places-in-schema.ts'
import type { SchemaPlaces } from '../../src/kinds/places-in-schema.ts'

const text = { type: 'string' }
const object = (properties: Record<string, unknown>): Record<string, unknown> => ({
  type: 'object',
  properties,
})
const list = (items: unknown): Record<string, unknown> => ({ type: 'array', items })
const map = (additionalProperties: unknown): Record<string, unknown> => ({
  type: 'object',
  additionalProperties,
})
const secrets = list(object({ name: text }))
const podSpec = object({
  containers: list(object({ name: text, image: text })),
  imagePullSecrets: secrets,
  serviceAccountName: text,
})

const nothing: SchemaPlaces = { places: [], withoutPlace: [], ambiguous: [], unclear: [], open: [] }

const ROWS: readonly (readonly [
  what: string,
  spec: Record<string, unknown>,
  places: Partial<SchemaPlaces>,
])[] = [
  ['a pod spec', { podSpec }, { places: [{ at: 'spec.podSpec' }] }],
  [
    'pod specs in the items of a list and the values of a map',
    { roles: list(object({ workers: map(object({ template: object({ spec: podSpec }) })) })) },
    { places: [{ at: 'spec.roles[].workers{}.template.spec' }] },
  ],
  [
    'a list beside an image',
    { image: text, imagePullSecrets: secrets },
    { places: [{ at: 'spec', images: ['image'], serviceAccount: [] }] },
  ],
  [
    'a list of names and images below it',
    { pullSecrets: list(text), serviceAccountName: text, agent: object({ image: text }) },
    {
      places: [
        {
          at: 'spec',
          secrets: 'pullSecrets',
          entry: 'string',
          images: ['agent.image'],
          serviceAccount: ['serviceAccountName'],
        },
      ],
    },
  ],
  [
    'one name',
    { customPullSecret: text, image: text },
    {
      places: [
        { at: 'spec', secrets: 'customPullSecret', entry: 'single', images: ['image'], serviceAccount: [] },
      ],
    },
  ],
  [
    'one object with a name',
    { imagePullSecret: object({ name: text }), image: text },
    {
      places: [
        {
          at: 'spec',
          secrets: 'imagePullSecret.name',
          entry: 'single',
          images: ['image'],
          serviceAccount: [],
        },
      ],
    },
  ],
  [
    'an image in several fields beside its list',
    { driver: object({ repository: text, image: text, version: text, imagePullSecrets: list(text) }) },
    {
      places: [{ at: 'spec.driver', entry: 'string', images: ['image', 'repository'], serviceAccount: [] }],
    },
  ],
  [
    'an image that is a mapping with a list of its own',
    { image: object({ repository: text, tag: text, pullSecrets: secrets }) },
    { places: [{ at: 'spec.image', secrets: 'pullSecrets', images: ['repository'], serviceAccount: [] }] },
  ],
  [
    'the nearest list of two',
    { imagePullSecrets: secrets, image: text, backup: object({ image: text, imagePullSecrets: secrets }) },
    {
      places: [
        { at: 'spec', images: ['image'], serviceAccount: [] },
        { at: 'spec.backup', images: ['image'], serviceAccount: [], inherits: true },
      ],
    },
  ],
  [
    'a list of images beside a list',
    { images: list(text), pullSecrets: secrets },
    { places: [{ at: 'spec', secrets: 'pullSecrets', images: ['images[]'], serviceAccount: [] }] },
  ],
  ['an image without a list', { image: text }, { withoutPlace: ['spec.image'] }],
  [
    'two lists for one image',
    { image: text, imagePullSecrets: secrets, pullSecret: text },
    { ambiguous: ['spec.image'] },
  ],
  [
    'a field of pull secrets that may hold anything',
    { image: text, pullSecret: { anyOf: [text, { type: 'object' }] } },
    { withoutPlace: ['spec.image'], unclear: ['spec.pullSecret'] },
  ],
  ['a list without an image', { imagePullSecrets: secrets }, {}],
  ['an image of a disk', { imagePullSecrets: secrets, rbd: object({ image: text }) }, {}],
  ['a policy on pulling, which is no image', { imagePullSecrets: secrets, imagePullPolicy: text }, {}],
  [
    'a mapping of any shape',
    { template: { 'x-kubernetes-preserve-unknown-fields': true } },
    { open: ['spec.template'] },
  ],
]

for (const [what, spec, places] of ROWS)
  test(`the schema of ${what}`, () => {
    assert.equal(placesInSchema(object({ spec: object(spec) })), { ...nothing, ...places })
  })

test('metadata and status are passed over', () => {
  assert.equal(placesInSchema(object({ metadata: podSpec, status: podSpec })), nothing)
})

test('a schema that is deeper than any is left at its depth', () => {
  let schema = podSpec
  for (let depth = 0; depth < 1_000; depth += 1) schema = object({ below: schema })
  assert.equal(placesInSchema(schema), nothing)
})

test.run()
