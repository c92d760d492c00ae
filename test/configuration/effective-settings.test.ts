import { parseSecret } from '../../src/pull-secret/parse-secret.ts'
import { parseRegistry } from '../../src/image/parse-registry.ts'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { effectiveSettings } from '../../src/configuration/effective-settings.ts'
import type {
  FlagSettings,
  EffectiveSettings,
  ValueOrigin,
} from '../../src/configuration/effective-settings.ts'
import {
  credentialFreeHosts,
  registryHosts,
  secretNames,
  secretRules,
  valuesOf,
} from '../../src/configuration/registry-settings.ts'
import { readConfiguration } from '../../src/configuration/read-configuration.ts'
import { registriesFrom } from '../../src/image/registry.ts'
import { parseKind } from '../../src/kinds/from-flag.ts'

function settings(text: string | undefined, flags: FlagSettings = {}): EffectiveSettings {
  if (text === undefined) return effectiveSettings(undefined, flags, '/here')
  const reading = readConfiguration(Buffer.from(text), { name: 'c.yaml', directory: '/r' })
  if (reading.kind === 'faulty') throw new Error(JSON.stringify(reading.faults))
  return effectiveSettings(reading.configuration, flags, '/here')
}

const secret = (...texts: readonly string[]): FlagSettings => ({ secret: texts.map(parseSecret) })
const registry = (...texts: readonly string[]): FlagSettings => ({
  registry: texts.map(text => parseRegistry(text)),
})

function isRegistry(merged: EffectiveSettings, image: string): boolean {
  return registriesFrom(registryHosts(merged), credentialFreeHosts(merged))(image) !== undefined
}

function file(line: number): ValueOrigin {
  return { by: 'file', file: 'c.yaml', line }
}

const FILE = `secret: team
registries:
- server: contoso
  secret: contoso-pull
- server: fabrikam
- server: r.contoso.com
  secret: [own, other]
- server: platform
  credentialFree: true
`
const OF_FILE = ['contoso.azurecr.io=contoso-pull', 'r.contoso.com=own', 'r.contoso.com=other', '=team']

const MERGED: readonly (readonly [
  what: string,
  text: string | undefined,
  flags: FlagSettings,
  rules: readonly string[],
  registries: readonly string[],
])[] = [
  ['nothing', undefined, {}, ['=acr-secret'], []],
  ['a secret by flag', undefined, secret('a', 'b'), ['=a', '=b'], []],
  ['of one registry', undefined, secret('contoso=a'), ['contoso.azurecr.io=a'], []],
  ['of another host', undefined, secret('r.x.io=a', 'b'), ['r.x.io=a', '=b'], ['r.x.io']],
  [
    'registries by flag',
    undefined,
    registry('contoso', 'r.x.io'),
    ['=acr-secret'],
    ['contoso.azurecr.io', 'r.x.io'],
  ],
  ['a file', FILE, {}, OF_FILE, ['r.contoso.com']],
  ['a file without a secret', 'exclude: [a]', {}, ['=acr-secret'], []],
  ['and a flag for one', 'exclude: [a]', secret('contoso=a'), ['contoso.azurecr.io=a'], []],
  ['a flag for all', FILE, secret('mine'), [...OF_FILE.slice(0, 3), '=mine'], ['r.contoso.com']],
  [
    'a flag for one',
    FILE,
    secret('contoso=mine'),
    ['contoso.azurecr.io=mine', ...OF_FILE.slice(1)],
    ['r.contoso.com'],
  ],
  ['a flag that narrows', FILE, registry('fabrikam'), ['=team'], ['fabrikam.azurecr.io']],
  [
    'a flag that narrows to a regional host',
    FILE,
    registry('contoso.eastus.geo.azurecr.io'),
    ['contoso.azurecr.io=contoso-pull', '=team'],
    ['contoso.azurecr.io', 'contoso.eastus.geo.azurecr.io'],
  ],
  ['a flag that adds', FILE, registry('r.x.io'), OF_FILE, ['r.contoso.com', 'r.x.io']],
  [
    'a file that narrows',
    `${FILE}onlyListedRegistries: true\n`,
    {},
    OF_FILE,
    ['contoso.azurecr.io', 'fabrikam.azurecr.io', 'r.contoso.com'],
  ],
]
for (const [what, text, flags, rules, registries] of MERGED)
  test(`registries and secrets: ${what}`, () => {
    const merged = settings(text, flags)
    assert.equal(
      secretRules(merged).map(({ host = '', name }) => `${host}=${name}`),
      rules,
    )
    assert.equal(registryHosts(merged), registries)
  })

test('a registry that is free of credentials is none, unless a flag names it', () => {
  for (const image of ['platform.azurecr.io/a', 'platform.eastus.geo.azurecr.io/a']) {
    assert.not(isRegistry(settings(FILE), image))
    assert.ok(isRegistry(settings(FILE, registry('platform')), image))
    assert.ok(isRegistry(settings(FILE, secret('platform=a')), image))
  }
  assert.ok(isRegistry(settings(FILE), 'contoso.azurecr.io/a'))
  assert.ok(isRegistry(settings(FILE), 'r.contoso.com/a'))
})

test('uninject takes out all that inject may write, each once', () => {
  assert.equal(secretNames(settings(FILE)), ['contoso-pull', 'own', 'other', 'team'])
  assert.equal(secretNames(settings(undefined)), ['acr-secret'])
})

test('single values: the flag, else the file, else the default, each with who says it', () => {
  const text =
    'gitignore: false\ninject:\n  via: serviceaccount\n  strict: true\ncheck: {failOn: warning, strict: true}\n' +
    'shape: false\nkustomize: {enableHelm: true, loadRestrictor: LoadRestrictionsNone}\n'
  const plain = settings(undefined)
  const keys = ['gitignore', 'via', 'strictInject', 'strictCheck', 'failOn', 'shape'] as const
  const ofKustomize = ['enableHelm', 'loadRestrictor'] as const
  assert.equal(
    keys.map(key => plain[key]),
    [true, 'pod', false, false, 'error', true].map(value => ({ value, from: { by: 'default' } })),
  )
  assert.equal(
    keys.map(key => settings(text)[key]),
    [
      { value: false, from: file(1) },
      { value: 'serviceaccount', from: file(3) },
      { value: true, from: file(4) },
      { value: true, from: file(5) },
      { value: 'warning', from: file(5) },
      { value: false, from: file(6) },
    ],
  )
  assert.equal(
    ofKustomize.map(key => [plain[key].value, settings(text)[key]]),
    [
      [false, { value: true, from: file(7) }],
      ['LoadRestrictionsRootOnly', { value: 'LoadRestrictionsNone', from: file(7) }],
    ],
  )
  const given = {
    noIgnore: true,
    via: 'pod',
    strictInject: false,
    strictCheck: false,
    failOn: 'error',
    noShape: true,
  } as const
  assert.equal(
    keys.map(key => settings(text, given)[key]),
    [
      { value: false, from: { by: 'flag', flag: '--no-ignore' } },
      { value: 'pod', from: { by: 'flag', flag: '--via' } },
      { value: false, from: { by: 'flag', flag: '--strict' } },
      { value: false, from: { by: 'flag', flag: '--strict' } },
      { value: 'error', from: { by: 'flag', flag: '--fail-on' } },
      { value: false, from: { by: 'flag', flag: '--no-shape' } },
    ],
  )
})

test('lists add to those of the file; of one ServiceAccount or kind the flag counts', () => {
  const text = `serviceAccounts:
- {name: default, secrets: [a]}
- {name: web, namespace: shop, secrets: [a]}
kinds: [x.io/A=spec.a, x.io/B=spec.b]
crds: [crds]
exclude: [a]
`
  const merged = settings(text, {
    serviceAccountSecret: [{ name: 'web', namespace: 'shop', secrets: ['b'] }],
    kind: [parseKind('x.io/A=spec.c')],
    crd: ['more'],
    exclude: ['!a'],
  })
  assert.equal(valuesOf(merged.serviceAccounts), [
    { name: 'default', secrets: ['a'] },
    { name: 'web', namespace: 'shop', secrets: ['b'] },
  ])
  assert.equal(
    valuesOf(merged.kinds).map(({ kind, places, origin }) => [kind, places[0]?.at, origin?.by]),
    [
      ['B', 'spec.b', 'configuration'],
      ['A', 'spec.c', 'flag'],
    ],
  )
  assert.equal(valuesOf(merged.crds), [
    { text: 'crds', directory: '/r' },
    { text: 'more', directory: '/here' },
  ])
  assert.equal(valuesOf(merged.exclude), [
    { text: 'a', directory: '/r' },
    { text: '!a', directory: '/here' },
  ])
})

test.run()
