import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Configuration } from '../../src/configuration/configuration.ts'
import { readConfiguration } from '../../src/configuration/read-configuration.ts'

const place = { name: 'c.yaml', directory: '/r' }

/** What a text says, or all that is wrong with it. */
function reading(text: string | Uint8Array): Configuration | readonly string[] {
  const read = readConfiguration(typeof text === 'string' ? Buffer.from(text) : text, place)
  return read.kind === 'read' ? read.configuration : faultsIn(text)
}

function faultsIn(text: string | Uint8Array): readonly string[] {
  const read = readConfiguration(typeof text === 'string' ? Buffer.from(text) : text, place)
  if (read.kind === 'read') return []
  return read.faults.map(({ line, what, remedy }) => `${line}: ${what}; ${remedy}`)
}

const NOTHING: Configuration = {
  ...place,
  secrets: [],
  registries: [],
  serviceAccounts: [],
  kinds: [],
  crds: [],
  exclude: [],
}

for (const text of [
  '',
  '# secret: a\n',
  '---\n',
  '{}',
  'registries:\nexclude: ~\n',
  '\uFEFFkind: Configuration\r\n',
])
  test(`${JSON.stringify(text)} says nothing`, () => assert.equal(reading(text), NOTHING))

test('each value comes with its line', () => {
  const text = `apiVersion: kubectl-acr/v1
kind: Configuration
metadata: {name: acr, annotations: {a: b}}
secret:
- one
- two
registries:
- server: Contoso
  secret: contoso-pull
  regions: [eastus2]
- server: platform.azurecr.io
  credentialFree: true
onlyListedRegistries: true
serviceAccounts:
- name: default
  secrets: [a]
kinds:
- contoso.com/Worker=spec.template.spec
crds: [crds/]
exclude: ['*.tmp.yaml']
gitignore: false
shape: false
kustomize:
  enableHelm: true
  loadRestrictor: LoadRestrictionsNone
inject: {via: serviceaccount, strict: true}
check:
  strict: true
  failOn: warning
`
  const expected: Configuration = {
    ...place,
    secrets: [
      { value: 'one', line: 5 },
      { value: 'two', line: 6 },
    ],
    registries: [
      {
        server: { value: 'contoso.azurecr.io', line: 8 },
        secrets: [{ value: 'contoso-pull', line: 9 }],
        regions: [{ value: 'eastus2', line: 10 }],
      },
      {
        server: { value: 'platform.azurecr.io', line: 11 },
        secrets: [],
        regions: [],
        credentialFree: { value: true, line: 12 },
      },
    ],
    onlyListedRegistries: { value: true, line: 13 },
    serviceAccounts: [{ value: { name: 'default', secrets: ['a'] }, line: 15 }],
    kinds: [
      {
        value: {
          group: 'contoso.com',
          kind: 'Worker',
          places: [{ at: 'spec.template.spec' }],
          origin: { by: 'configuration', text: 'contoso.com/Worker=spec.template.spec' },
        },
        line: 18,
      },
    ],
    crds: [{ value: 'crds/', line: 19 }],
    exclude: [{ value: '*.tmp.yaml', line: 20 }],
    gitignore: { value: false, line: 21 },
    shape: { value: false, line: 22 },
    enableHelm: { value: true, line: 24 },
    loadRestrictor: { value: 'LoadRestrictionsNone', line: 25 },
    via: { value: 'serviceaccount', line: 26 },
    strictInject: { value: true, line: 26 },
    strictCheck: { value: true, line: 28 },
    failOn: { value: 'warning', line: 29 },
  }
  assert.equal(reading(text), expected)
  assert.equal(reading(text.replaceAll('\n', '\r\n')), expected)
})

test('anchors and merge keys count as they do for kubectl', () => {
  const text = `registries:
- &a {server: contoso, secret: one}
- <<: *a
  server: fabrikam
`
  const read = readConfiguration(Buffer.from(text), place)
  assert.equal(
    read.kind === 'read' &&
      read.configuration.registries.map(({ server, secrets }) => [server.value, server.line, secrets]),
    [
      ['contoso.azurecr.io', 2, [{ value: 'one', line: 2 }]],
      ['fabrikam.azurecr.io', 4, [{ value: 'one', line: 3 }]],
    ],
  )
})

const SECRET_RULE =
  'the name of a Secret: at most 253 lower-case letters, digits, "-" and ".", starting and ending with a letter or digit'
const REFUSED: readonly (readonly [text: string, ...faults: string[]])[] = [
  ['secret', '1: expected keys and values, found "secret"; correct it'],
  ['- a', '1: expected keys and values, found a list; correct it'],
  ['\nsecrt: a', '2: there is no key secrt; did you mean secret?'],
  ['Secret: a', '1: there is no key Secret; did you mean secret?'],
  ['via: pod', '1: there is no key via; did you mean inject.via?'],
  [
    '~: a',
    '1: there is no key ""; the keys of a configuration are apiVersion, kind, metadata, secret, registries, onlyListedRegistries, serviceAccounts, kinds, crds, exclude, gitignore, shape, kustomize, inject, check',
  ],
  ['strict: true', '1: there is no key strict; did you mean inject.strict or check.strict?'],
  ['inject: {what: 1}', '1: there is no key inject.what; the keys of inject are via, strict'],
  ['secret: Pull', `1: secret: expected ${SECRET_RULE}, found "Pull"; correct it, as in contoso-pull`],
  ['secret: [a, 7]', '1: secret[1]: expected a string, found the number 7; put it in quotes: "7"'],
  [
    'secret: []',
    '1: secret: expected a list that is not empty, found an empty list; correct it, as in contoso-pull',
  ],
  [
    'secret: {a: b}',
    '1: secret: expected a string or a list, found keys and values; correct it, as in contoso-pull',
  ],
  [
    'secret: contoso.azurecr.io',
    '1: secret: contoso.azurecr.io names a registry, not a Secret; write the name of the Secret; write the registry under registries[].server',
  ],
  ['gitignore: yes', '1: gitignore: expected true or false, found "yes"; write true'],
  ['gitignore: Off', '1: gitignore: expected true or false, found "Off"; write false'],
  ['exclude: a', '1: exclude: expected a list, found "a"; write it as a list: ["a"]'],
  [
    'exclude: [/]',
    '1: exclude[0]: expected a glob as in .gitignore, such as node_modules/, found "/"; correct it',
  ],
  ['exclude: [null]', '1: exclude[0]: expected a string, found nothing; correct it'],
  [
    'inject:\n  via: pods',
    '2: inject.via: expected "pod" or "serviceaccount", found "pods"; did you mean pod?',
  ],
  [
    'apiVersion: kubectl-acr/v2',
    '1: apiVersion: expected "kubectl-acr/v1", found "kubectl-acr/v2"; correct it, or update kubectl acr',
  ],
  ['kind: Config', '1: kind: expected "Configuration", found "Config"; correct it'],
  [
    'registries:\n- secret: a',
    '2: registries[0]: the key server is missing; add server, as in contoso.azurecr.io',
  ],
  [
    'registries:\n- sever: contoso',
    '2: there is no key registries[0].sever; did you mean registries[0].server?',
  ],
  [
    'registries:\n- server: https://contoso.azurecr.io',
    '2: registries[0].server https://contoso.azurecr.io: leave out the scheme; correct it',
  ],
  [
    'registries:\n- server: contoso\n- server: contoso.azurecr.io',
    '3: contoso.azurecr.io is already listed in line 2; merge the two entries; write several pull secrets as a list',
  ],
  [
    'registries:\n- server: r.contoso.com\n  regions: [eastus]',
    '3: registries[0].regions: r.contoso.com is not a login server of ACR, so it has no regional hosts; leave them out',
  ],
  [
    'registries:\n- server: contoso.eastus.geo.azurecr.io\n  regions: [eastus]',
    '2: registries[0].server: contoso.eastus.geo.azurecr.io is a regional host already; write contoso.azurecr.io',
  ],
  [
    'registries:\n- server: contoso\n  secret: a\n  credentialFree: true',
    '3: registries[0].secret: contoso.azurecr.io needs no pull secret (credentialFree) and has one; leave out one of them',
  ],
  [
    'onlyListedRegistries: true',
    '1: onlyListedRegistries is true, and registries lists no registry of ACR that needs a pull secret; list one, or leave it out',
  ],
  [
    'crds: [https://contoso.com/crd.yaml]',
    '1: crds[0]: expected a file, a directory or a glob (use --crd for a URL), found "https://contoso.com/crd.yaml"; correct it',
  ],
  ['a: 1\na: 2', '2: this key occurs twice; correct the YAML'],
  ['secret: a\n\tb: c', '2: the file is not YAML: tabs are not allowed as indentation; correct the YAML'],
  ['secret: !what a', '1: the file is not YAML: unresolved tag: !what; correct the YAML'],
  ['secret: a\n---\nsecret: b', '2: a second document begins here; keep one, without "---" after it'],
  ['secret: *a', '1: its aliases expand to too much; write it without aliases, and with fewer levels'],
]
for (const [text, ...faults] of REFUSED)
  test(`refused: ${JSON.stringify(text)}`, () => assert.equal(reading(text), faults))

test('all that is wrong is told at once, from the top', () => {
  const faults = faultsIn('foo: 1\nexclude: a\nregistries:\n- {}\n- server: 7\n  credentialFree: no\n')
  assert.equal(
    faults.map(fault => fault.split(':')[0]),
    ['1', '2', '4', '5', '6'],
  )
})

test('a value that is long is cut, and that of a key that is none is not shown', () => {
  assert.ok((faultsIn(`gitignore: ${'x'.repeat(500)}`)[0] ?? '').length < 150)
  assert.not.match(faultsIn('pasword: s3cret').join(), 's3cret')
})

test('what is no text, or makes a reader work without end, is refused', () => {
  assert.equal(faultsIn(Uint8Array.of(0xff, 0xfe, 0x61, 0)), ['1: the file is not UTF-8; save it as UTF-8'])
  const levels = Array.from(
    { length: 9 },
    (_, at) => `a${at}: &a${at} [${at === 0 ? 'x' : `*a${at - 1},`.repeat(9)}]`,
  )
  assert.equal(faultsIn(levels.join('\n')), [
    '1: its aliases expand to too much; write it without aliases, and with fewer levels',
  ])
  assert.match(faultsIn('['.repeat(100_000)).join(), /the file is nested too deeply/)
  const keys = faultsIn(Array.from({ length: 200 }, (_, at) => `k${at}: 1\n`).join(''))
  assert.is(keys.length, 101)
  assert.match(keys.at(-1) ?? '', /: there are more faults; check that this is the right file$/)
})

test.run()
