import { build } from 'esbuild'
import * as fc from 'fast-check'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { precompiledSchemas } from '../../plugin/precompile.ts'
import type { AuthEntry } from '../../src/pull-secret/credential.ts'
import { parseDockerConfig, writeDockerConfig } from '../../src/pull-secret/docker-config.ts'
import type { StoredEntry } from '../../src/pull-secret/docker-config.ts'
import { thrownBy } from './thrown.ts'

const server = 'contoso.azurecr.io'

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

test('what is written', () => {
  assert.is(writeDockerConfig([]), '{"auths":{}}')
  assert.is(
    writeDockerConfig([
      { server: 'fabrikam.azurecr.io', credential: { username: 'u', password: 'p' } },
      { server, credential: { username: 'u', password: 'a<b>&c"d\\e\u2028', email: 'a@b' } },
    ]),
    String.raw`{"auths":{"contoso.azurecr.io":{"username":"u","password":"a\u003cb\u003e\u0026c\"d\\e\u2028","email":"a@b","auth":"` +
      base64('u:a<b>&c"d\\e\u2028') +
      '"},"fabrikam.azurecr.io":{"username":"u","password":"p","auth":"dTpw"}}}',
  )
})

test('a password that looks like an escape stays what it is', () => {
  const credential = { username: 'u', password: String.raw`\ud800\u003c` }
  const [entry] = parseDockerConfig(writeDockerConfig([{ server, credential }])).entries
  assert.equal(entry, { server, credential })
  const half = writeDockerConfig([{ server, credential: { username: 'u', password: '\ud800' } }])
  assert.is(entryOf(JSON.parse(half).auths[server])?.credential.password, '\ufffd')
})

test('servers stand in the order of their bytes, each once', async () => {
  const credential = { username: 'u', password: '' }
  const written = writeDockerConfig(
    ['\u{1f600}', '\uffee', 'b', 'a/b', 'a.b'].map(key => ({ server: key, credential })),
  )
  assert.equal(
    parseDockerConfig(written).entries.map(entry => entry.server),
    ['a.b', 'a/b', 'b', '\uffee', '\u{1f600}'],
  )
  const twice = [
    { server, credential },
    { server, credential },
  ]
  assert.match(await thrownBy(() => writeDockerConfig(twice)), `${server} has two credentials`)
})

function entryOf(stored: unknown, key = server): StoredEntry | undefined {
  return parseDockerConfig(JSON.stringify({ auths: { [key]: stored } })).entries[0]
}

const stored: Record<string, [stored: unknown, username: string, password: string]> = {
  pair: [{ username: 'u', password: 'p' }, 'u', 'p'],
  'auth alone': [{ auth: base64('u:p') }, 'u', 'p'],
  'a password with colons': [{ auth: base64('u:p:q:') }, 'u', 'p:q:'],
  'auth without padding': [{ auth: base64('user:pw').replaceAll('=', '') }, 'user', 'pw'],
  'auth with line ends': [
    { auth: `${base64('user:p').slice(0, 4)}\r\n${base64('user:p').slice(4)}\n` },
    'user',
    'p',
  ],
  'an empty auth': [{ username: 'u', password: 'p', auth: '' }, 'u', 'p'],
  nulls: [{ username: null, password: null, email: null, auth: null, identitytoken: null }, '', ''],
  nothing: [{}, '', ''],
  null: [null, '', ''],
  'names in capitals': [{ Username: 'u', PASSWORD: 'p' }, 'u', 'p'],
  'the later of two spellings': [{ username: 'x', Username: 'u', password: 'p' }, 'u', 'p'],
  'a null behind a name': [{ username: 'u', Username: null, password: 'p' }, 'u', 'p'],
  'the long s': [{ ['u\u017fername']: 'u', ['pa\u017f\u017fword']: 'p' }, 'u', 'p'],
  'an identity token of another type': [{ username: 'u', password: 'p', identitytoken: 1 }, 'u', 'p'],
  'unknown fields': [{ username: 'u', password: 'p', registrytoken: 1, $x: {} }, 'u', 'p'],
}

for (const [name, [given, username, password]] of Object.entries(stored)) {
  test(`an entry: ${name}`, () => {
    assert.equal(entryOf(given), { server, credential: { username, password } })
  })
}

test('what az acr login leaves', () => {
  const user = '00000000-0000-0000-0000-000000000000'
  assert.equal(entryOf({ auth: base64(`${user}:`), identitytoken: 'eyJ' }), {
    server,
    credential: { username: user, password: '' },
    identityToken: 'eyJ',
  })
})

test('helpers, and a file without entries', () => {
  assert.equal(
    parseDockerConfig('{"auths":null,"credsStore":"desktop","credHelpers":{"contoso.azurecr.io":"acr-env"}}'),
    {
      entries: [],
      credsStore: 'desktop',
      credHelpers: { [server]: 'acr-env' },
    },
  )
  assert.equal(parseDockerConfig('{"credsStore":"","credHelpers":null,"HttpHeaders":{}}'), {
    entries: [],
    credHelpers: {},
  })
  assert.equal(parseDockerConfig('{"credsStore":null}'), { entries: [], credHelpers: {} })
})

test('what only docker reads may be of any type', () => {
  assert.equal(parseDockerConfig('{"credHelpers":{"a.io":1,"b.io":"x"},"credsStore":{}}'), {
    entries: [],
    credHelpers: { 'b.io': 'x' },
  })
})

test('entries at several spellings of auths, and null', () => {
  assert.equal(
    parseDockerConfig('{"auths":{"a":null},"AUTHS":{"b":{}},"Auths":null}').entries.map(
      entry => entry.server,
    ),
    ['a', 'b'],
  )
  assert.equal(parseDockerConfig('null'), { entries: [], credHelpers: {} })
  assert.equal(parseDockerConfig('null', 'dockercfg'), { entries: [], credHelpers: {} })
})

test('a pair beside auth that says something else is hidden', () => {
  const auth = base64('u:p')
  const hides = (pair: object): boolean => entryOf({ auth, ...pair })?.hidesPair === true
  assert.is(hides({ username: 'u', password: 'p' }), false)
  assert.is(hides({ password: 'p' }), false)
  assert.is(hides({ username: 'u', password: 'new' }), true)
  assert.is(hides({ username: 'v' }), true)
})

test('the old form', () => {
  const { entries } = parseDockerConfig(
    `{"${server}":{"auth":"${base64('u:p')}","email":"a@b"}}`,
    'dockercfg',
  )
  assert.equal(entries, [{ server, credential: { username: 'u', password: 'p', email: 'a@b' } }])
})

const hidden = 'hunter2'
const unreadable: [name: string, text: string, words: string][] = [
  ['no JSON', `{"auths": ${hidden}}`, 'is not JSON'],
  ['JSON cut short', `{"auths": {"a": {"password": "${hidden}`, 'is not JSON'],
  ['a comma too many', `{"auths": {"a": {"password": "${hidden}",}}}`, 'is not JSON'],
  ['base64', base64(`{"auths":{"a":{"password":"${hidden}"}}}`), 'base64 --decode'],
  ['nothing', '', '~/.docker/config.json'],
  ['a list', `["${hidden}"]`, 'is a list, not a JSON object'],
  ['a text', `"${hidden}"`, 'is a single value, not a JSON object'],
  ['a byte order mark', `\ufeff{"auths":{}}`, 'without a byte order mark'],
  ['a header that is a number', `{"HttpHeaders":{"x":1}}`, 'HttpHeaders/x must be string'],
  ['entries in a list', `{"auths":["${hidden}"]}`, 'auths must be object'],
  ['an entry that is a text', `{"auths":{"${server}":"${hidden}"}}`, `auths/${server} must be object`],
  [
    'a password that is a list',
    `{"auths":{"https://x:${hidden}@a/b~c":{"password":["${hidden}"]}}}`,
    'auths/https://a/b~c/password must be string',
  ],
  [
    'auth that is no base64',
    `{"auths":{"${server}":{"auth":"${hidden}!"}}}`,
    `"auth" of ${server} in the docker config is not base64`,
  ],
  ['auth with spaces', `{"auths":{"${server}":{"auth":" ${base64(`u:${hidden}`)}"}}}`, 'is not base64'],
  [
    'auth cut short',
    `{"auths":{"${server}":{"auth":"${base64(`u:${hidden}`).slice(0, 5)}"}}}`,
    'is not base64',
  ],
  ['auth with too little padding', `{"auths":{"${server}":{"auth":"dQ="}}}`, 'is not base64'],
  [
    'auth without a colon',
    `{"auths":{"https://x:${hidden}@a":{"auth":"${base64(hidden)}"}}}`,
    '"auth" of https://a in the docker config is not a pair',
  ],
]

for (const [name, text, words] of unreadable) {
  test(`unreadable: ${name}`, async () => {
    const said = await thrownBy(() => parseDockerConfig(text))
    assert.ok(said.includes(words), said)
    assert.not.match(said, hidden)
    assert.not.ok(said.includes(base64(hidden).slice(0, 6)), said)
  })
}

const texts = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: fc.constantFrom(...Array.from('<>&"\\:\'\u2028\u2029é😀 =')), minLength: 1 }),
)

const entries: fc.Arbitrary<AuthEntry[]> = fc.uniqueArray(
  fc.record(
    {
      server: texts,
      credential: fc.record(
        { username: texts.map(text => text.replaceAll(':', '')), password: texts, email: texts },
        { requiredKeys: ['username', 'password'], noNullPrototype: true },
      ),
    },
    { noNullPrototype: true },
  ),
  { selector: entry => entry.server },
)

function byServer(one: AuthEntry, other: AuthEntry): number {
  return one.server < other.server ? -1 : 1
}

test('what is written is read again, and the text is plain JSON', () => {
  fc.assert(
    fc.property(entries, written => {
      const text = writeDockerConfig(written)
      assert.equal([...parseDockerConfig(text).entries].sort(byServer), [...written].sort(byServer))
      assert.not.match(text, /[<>&\u2028\u2029\n]/)
    }),
  )
})

test('no text breaks the reading, nor is it quoted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), async text => {
      try {
        parseDockerConfig(text)
      } catch {
        assert.match(await thrownBy(() => parseDockerConfig(text)), 'the docker config')
      }
    }),
  )
})

test('the bundle holds the compiled schema and no ajv', async () => {
  const { metafile, outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/pull-secret/docker-config.ts', import.meta.url))],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    plugins: [precompiledSchemas],
  })
  assert.equal(
    Object.keys(metafile.inputs).filter(file => file.includes('node_modules')),
    [],
  )
  const bundle: unknown = await import(`data:text/javascript;base64,${base64(outputFiles[0]?.text ?? '')}`)
  const parse = (text: string): unknown => {
    assert.ok(typeof bundle === 'object' && bundle !== null && 'parseDockerConfig' in bundle)
    assert.ok(typeof bundle.parseDockerConfig === 'function')
    return bundle.parseDockerConfig(text)
  }
  for (const [given] of Object.values(stored)) {
    const text = JSON.stringify({ auths: { [server]: given } })
    assert.equal(parse(text), parseDockerConfig(text))
  }
  for (const [, text] of unreadable) {
    const said = await thrownBy(() => parseDockerConfig(text))
    assert.throws(
      () => parse(text),
      (error: Error) => said.startsWith(error.message),
    )
  }
})

test.run()
