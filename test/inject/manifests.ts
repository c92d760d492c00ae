import * as fc from 'fast-check'

/**
 * Generated manifests: models of resources, and the ways to write them down. The models are what the properties reason
 * about, so that nothing here uses the code under test.
 */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }
export type Fields = Record<string, Value>

const ACR_IMAGES = [
  'contoso.azurecr.io/app:v1',
  `fabrikam.azurecr.cn/a/b@sha256:${'0123'.repeat(16)}`,
  'contoso.eastus.geo.azurecr.io/x',
]
const OTHER_IMAGES = [
  'nginx',
  'mcr.microsoft.com/x:1',
  'contoso.azurecr.io.evil.com/a',
  'docker.io/contoso.azurecr.io/a',
]

const image = fc.constantFrom(...ACR_IMAGES, ...OTHER_IMAGES, ...OTHER_IMAGES)
const text = fc.constantFrom(
  'x',
  '0440',
  '1.10',
  'yes',
  'a: b',
  '- c',
  '# d',
  '',
  ' e',
  "it's",
  'ü😀',
  '{f}',
  '*g',
  'h\ni\n',
  '~',
)

const container: fc.Arbitrary<Fields> = fc
  .record({ image, name: fc.constant('main'), args: fc.array(text, { maxLength: 2 }), value: text })
  .chain(fields => shuffled(fields))

const entry: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('regcred', 'other').map(name => ({ name })) },
  { weight: 1, arbitrary: fc.constantFrom<Value>({}, { name: '' }) },
)

/** `undefined`: no key. */
const list: fc.Arbitrary<Value | undefined> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 3, arbitrary: fc.array(entry, { maxLength: 3 }) },
)

export const ACCOUNT_NAMES = ['default', 'robot']

const podSpec: fc.Arbitrary<Fields> = fc
  .record({
    containers: fc.array(container, { minLength: 1, maxLength: 2 }),
    initContainers: fc.option(fc.array(container, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    serviceAccountName: fc.option(fc.constantFrom(...ACCOUNT_NAMES), { nil: undefined }),
    volumes: fc.option(
      image.map(reference => [{ name: 'v', image: { reference } }]),
      { nil: undefined },
    ),
    nodeSelector: fc.option(fc.constant({ a: 'b' }), { nil: undefined }),
    imagePullSecrets: list,
  })
  .chain(fields => shuffled(withoutUndefined(fields)))

const metadata = fc
  .record({ name: fc.constantFrom('web', 'api'), note: text })
  .map(({ name, note }) => ({ name, namespace: 'shop', annotations: { note } }))

/** Where the pod spec of each kind is. */
export const KINDS: Readonly<Record<string, readonly [apiVersion: string, ...path: string[]]>> = {
  Pod: ['v1', 'spec'],
  Deployment: ['apps/v1', 'spec', 'template', 'spec'],
  CronJob: ['batch/v1', 'spec', 'jobTemplate', 'spec', 'template', 'spec'],
  PodTemplate: ['v1', 'template', 'spec'],
  Rollout: ['argoproj.io/v1alpha1', 'spec', 'template', 'spec'],
}

const workload: fc.Arbitrary<Fields> = fc
  .record({ kind: fc.constantFrom(...Object.keys(KINDS)), metadata, podSpec })
  .map(one => {
    const [apiVersion, ...path] = KINDS[one.kind] ?? ['v1']
    const nested = path.reduceRight<Value>((inner, key) => ({ [key]: inner }), one.podSpec)
    return { apiVersion, kind: one.kind, metadata: one.metadata, ...(isFields(nested) ? nested : {}) }
  })

const serviceAccount: fc.Arbitrary<Fields> = fc
  .record({ name: fc.constantFrom(...ACCOUNT_NAMES), imagePullSecrets: list })
  .map(one => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: one.name, namespace: 'shop' },
    ...withoutUndefined({ imagePullSecrets: one.imagePullSecrets }),
  }))

const decoy: fc.Arbitrary<Fields> = fc.constantFrom<Fields>(
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c' },
    data: { 'pod.yaml': 'kind: Pod\nspec:\n  containers:\n  - image: contoso.azurecr.io/app\n' },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } },
)

/** Workloads, at most one ServiceAccount of each name, and things to leave alone, in any order. */
export const resources: fc.Arbitrary<readonly Fields[]> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: workload },
      { weight: 2, arbitrary: serviceAccount },
      { weight: 1, arbitrary: decoy },
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map(all =>
    all.filter(
      (one, at) =>
        one['kind'] !== 'ServiceAccount' || all.findIndex(other => isSameAccount(one, other)) === at,
    ),
  )

function isSameAccount(one: Fields, other: Fields): boolean {
  return (
    other['kind'] === 'ServiceAccount' &&
    JSON.stringify(one['metadata']) === JSON.stringify(other['metadata'])
  )
}

function shuffled(fields: Fields): fc.Arbitrary<Fields> {
  const keys = Object.keys(fields)
  return fc
    .shuffledSubarray(keys, { minLength: keys.length })
    .map(order => Object.fromEntries(order.map(key => [key, fields[key] ?? null])))
}

function withoutUndefined(fields: Record<string, Value | undefined>): Fields {
  const kept: Fields = {}
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept[key] = value
  return kept
}

export function isFields(value: Value | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
