import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { AuthEntry } from '../../src/pull-secret/credential.ts'
import { keyOf, keyringOf, lookup } from '../../src/pull-secret/keyring.ts'
import { matchLabel } from '../../src/pull-secret/go/label-pattern.ts'
import { normalizeServer } from '../../src/pull-secret/server.ts'

function entry(server: string, username = server): AuthEntry {
  return { server, credential: { username, password: 'p' } }
}

const keys: Record<string, string | undefined> = {
  'contoso.azurecr.io': 'contoso.azurecr.io',
  'https://contoso.azurecr.io': 'contoso.azurecr.io',
  'http://contoso.azurecr.io/': 'contoso.azurecr.io',
  'contoso.azurecr.io/v1/': 'contoso.azurecr.io',
  'https://contoso.azurecr.io/v2/': 'contoso.azurecr.io',
  'contoso.azurecr.io/v2': 'contoso.azurecr.io/v2',
  'contoso.azurecr.io/v2/team': 'contoso.azurecr.io/team',
  'contoso.azurecr.io/v3/': 'contoso.azurecr.io/v3/',
  'contoso.azurecr.io/team/': 'contoso.azurecr.io/team/',
  'contoso.azurecr.io/te%61m': 'contoso.azurecr.io/team',
  'contoso.azurecr.io:443': 'contoso.azurecr.io:443',
  'HTTPS://contoso.azurecr.io': 'HTTPS://contoso.azurecr.io',
  'user@contoso.azurecr.io': 'contoso.azurecr.io',
  'contoso.azurecr.io?x=y': 'contoso.azurecr.io',
  'contoso.azurecr.io#x/y': 'contoso.azurecr.io',
  'Contoso.azurecr.io': 'Contoso.azurecr.io',
  'münchen.example': 'münchen.example',
  '[::1]:5000': '[::1]:5000',
  '[::1': undefined,
  '[ab]ontoso.azurecr.io': undefined,
  'contoso.azurecr.io:port': undefined,
  'contoso .azurecr.io': undefined,
  'us er@contoso.azurecr.io': undefined,
  'contoso%41.azurecr.io': undefined,
  'contoso.azurecr.io/%zz': undefined,
  'contoso.azurecr.io\n': undefined,
  '': '',
}

for (const [server, key] of Object.entries(keys)) {
  test(`the key of ${JSON.stringify(server)}`, () => {
    assert.is(keyOf(server), key)
  })
}

const matches: [server: string, image: string, does: boolean][] = [
  ['contoso.azurecr.io', 'contoso.azurecr.io/app', true],
  ['contoso.azurecr.io', 'contoso.azurecr.io/team/app:v1', true],
  ['contoso.azurecr.io', 'contoso.azurecr.io/app@sha256:0123', true],
  ['https://contoso.azurecr.io/v2/', 'contoso.azurecr.io/app:v1@sha256:0123', true],
  ['contoso.azurecr.io', 'fabrikam.azurecr.io/app', false],
  ['contoso.azurecr.io', 'contoso.azurecr.io.evil.com/app', false],
  ['contoso.azurecr.io', 'contoso.eastus2.geo.azurecr.io/app', false],
  ['contoso.azurecr.io', 'app', false],
  ['contoso.azurecr.io', 'docker.io/contoso.azurecr.io/app', false],
  // Hosts are compared with their capitals.
  ['contoso.azurecr.io', 'Contoso.azurecr.io/app', false],
  ['Contoso.azurecr.io', 'contoso.azurecr.io/app', false],
  ['Contoso.azurecr.io', 'Contoso.azurecr.io/app', true],
  // Ports are compared as text.
  ['contoso.azurecr.io', 'contoso.azurecr.io:443/app', false],
  ['contoso.azurecr.io:443', 'contoso.azurecr.io/app', false],
  ['contoso.azurecr.io:443', 'contoso.azurecr.io:443/app', true],
  ['localhost:5000', 'localhost:5000/app:v1', true],
  ['10.0.0.4:5000', '10.0.0.4:5000/app', true],
  ['10.0.0.4', '10.0.0.4:5000/app', false],
  ['[::1]:5000', '[::1]:5000/app', true],
  ['[::1]', '[::1]/app', false],
  // A path is the beginning of a text.
  ['contoso.azurecr.io/team', 'contoso.azurecr.io/team/app', true],
  ['contoso.azurecr.io/team', 'contoso.azurecr.io/team2/app', true],
  ['contoso.azurecr.io/team/', 'contoso.azurecr.io/team2/app', false],
  ['contoso.azurecr.io/team', 'contoso.azurecr.io/app', false],
  ['contoso.azurecr.io/v2', 'contoso.azurecr.io/app', false],
  ['contoso.azurecr.io/*', 'contoso.azurecr.io/app', false],
  // Labels are patterns, of one label each.
  ['*.azurecr.io', 'contoso.azurecr.io/app', true],
  ['*.azurecr.io', 'azurecr.io/app', false],
  ['*.azurecr.io', 'contoso.eastus2.geo.azurecr.io/app', false],
  ['*.*.geo.azurecr.io', 'contoso.eastus2.geo.azurecr.io/app', true],
  ['contoso.*.geo.azurecr.io', 'contoso.eastus2.geo.azurecr.io/app', true],
  ['contoso.azurecr.*', 'contoso.azurecr.cn/app', true],
  ['*', 'contoso.azurecr.io/app', false],
  ['con*so.azurecr.io', 'contoso.azurecr.io/app', true],
  ['con*s.azurecr.io', 'contoso.azurecr.io/app', false],
  ['contos[a-o].azurecr.io', 'contoso.azurecr.io/app', true],
  ['contos[^o].azurecr.io', 'contoso.azurecr.io/app', false],
  ['contos[.azurecr.io', 'contoso.azurecr.io/app', false],
  ['contos[a-o].azurecr.io:5000', 'contoso.azurecr.io:5000/app', false],
  // In a URL "?" begins the query, so that nothing is left to compare.
  ['contos?.azurecr.io', 'contoso.azurecr.io/app', false],
  // Docker Hub's names.
  ['https://index.docker.io/v1/', 'nginx', true],
  ['https://index.docker.io/v1/', 'library/nginx:1', true],
  ['https://index.docker.io/v1/', 'docker.io/library/nginx', true],
  ['https://index.docker.io/v1/', 'index.docker.io/library/nginx', true],
  ['https://index.docker.io/v1/', 'contoso.azurecr.io/nginx', false],
  ['docker.io', 'nginx', true],
  ['docker.io/library/nginx', 'nginx', true],
  ['docker.io/team', 'team/app', true],
  ['', 'contoso.azurecr.io/app', false],
  ['contoso.azurecr.io', '', false],
  ['contoso.azurecr.io', 'contoso.azurecr.io:x/app', false],
]

for (const [server, image, does] of matches) {
  test(`${JSON.stringify(server)} ${does ? 'is' : 'is not'} for ${JSON.stringify(image)}`, () => {
    assert.is(lookup(keyringOf([{ entries: [entry(server)] }]), image).length > 0, does)
  })
}

test('the order of trying: keys backwards by the alphabet, then secrets in order', () => {
  const keyring = keyringOf([
    {
      entries: [
        entry('*.azurecr.io', 'any'),
        entry('contoso.azurecr.io', 'first'),
        entry('bad:port', 'none'),
      ],
    },
    { entries: [entry('contoso.azurecr.io/team', 'team'), entry('https://contoso.azurecr.io', 'second')] },
  ])
  const tried = (image: string): string[] =>
    lookup(keyring, image).map(({ credential }) => credential.username)
  assert.equal(tried('contoso.azurecr.io/team/app'), ['team', 'first', 'second', 'any'])
  assert.equal(tried('contoso.azurecr.io/app'), ['first', 'second', 'any'])
  assert.equal(tried('fabrikam.azurecr.io/app'), ['any'])
  assert.equal(tried('example.com/app'), [])
})

test("Docker Hub's key is asked only where no other is for the image", () => {
  const keyring = keyringOf([
    { entries: [entry('https://index.docker.io/v1/', 'hub'), entry('docker.io/team', 'team')] },
  ])
  assert.equal(
    lookup(keyring, 'team/app').map(({ credential }) => credential.username),
    ['team'],
  )
  assert.equal(
    lookup(keyring, 'other/app').map(({ credential }) => credential.username),
    ['hub'],
  )
})

// What the table in Go's path/filepath says, as far as it is about one label.
const patterns: [pattern: string, text: string, does: boolean][] = [
  ['abc', 'abc', true],
  ['*', 'abc', true],
  ['*c', 'abc', true],
  ['a*', 'a', true],
  ['a*', 'abc', true],
  ['a*b*c*d*e*', 'axbxcxdxe', true],
  ['a*b*c*d*e*', 'axbxcxdxexxx', true],
  ['a*b?c*x', 'abxbbxdbxebxczzx', true],
  ['a*b?c*x', 'abxbbxdbxebxczzy', false],
  ['ab[c]', 'abc', true],
  ['ab[b-d]', 'abc', true],
  ['ab[e-g]', 'abc', false],
  ['ab[g-e]', 'abf', false],
  ['ab[^c]', 'abc', false],
  ['ab[^e-g]', 'abc', true],
  [String.raw`a\*b`, 'a*b', true],
  [String.raw`a\*b`, 'ab', false],
  ['a?b', 'a☺b', true],
  ['a[^a]b', 'a☺b', true],
  ['a???b', 'a☺b', false],
  ['[a-ζ]*', 'α', true],
  ['*[a-ζ]', 'A', false],
  [String.raw`[\]a]`, ']', true],
  [String.raw`[\-x]`, '-', true],
  [String.raw`[x\-]`, 'z', false],
  ['[]a]', ']', false],
  ['[-]', '-', false],
  ['[x-]', 'x', false],
  ['[-x]', 'x', false],
  [String.raw`[a-b-c]`, 'a', false],
  ['[', 'a', false],
  ['[^', 'a', false],
  ['[^bc', 'a', false],
  ['a[', 'a', false],
  ['a[', 'ab', false],
  [String.raw`[a\ `.trimEnd(), 'a', false],
  ['a\\', 'a', false],
  ['', '', true],
  ['*', '', true],
  ['?', '', false],
  ['**', 'ab', true],
]

for (const [pattern, text, does] of patterns) {
  test(`"${pattern}" ${does ? 'matches' : 'does not match'} "${text}"`, () => {
    assert.is(matchLabel(pattern, text), does)
  })
}

test('many stars cost no time', () => {
  const before = process.cpuUsage()
  assert.is(matchLabel('*a'.repeat(2000), 'a'.repeat(5000) + 'b'), false)
  const { user } = process.cpuUsage(before) // which grows by this alone, however busy the machine is
  assert.ok(user < 2_000_000, `${user} microseconds`)
})

const labels = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/)
const hosts = fc.oneof(
  labels.map(label => `${label}.azurecr.io`),
  fc
    .tuple(labels, fc.stringMatching(/^[a-z]{1,8}[0-9]?$/))
    .map(([name, region]) => `${name}.${region}.geo.azurecr.cn`),
  fc.tuple(labels, labels, fc.integer({ min: 1, max: 65_535 })).map(([a, b, port]) => `${a}.${b}:${port}`),
)
const repositories = fc.stringMatching(/^[a-z0-9]{1,5}(\/[a-z0-9]{1,5}){0,2}$/)
const ends = fc.constantFrom('', ':v1', '@sha256:00', ':v1@sha256:00')
const starts = fc.constantFrom('', 'https://', 'http://')
const behind = fc.constantFrom('', '/', '/v1/', '/v2/', '/v2')

test('a server made plain is found for each of its images', () => {
  fc.assert(
    fc.property(hosts, starts, behind, repositories, ends, (host, start, end, repository, tag) => {
      fc.pre(!host.endsWith(':443'))
      const server = normalizeServer(start + host.toUpperCase() + end)
      assert.is(server, host)
      assert.is(normalizeServer(server), server)
      const ours = entry(server, 'ours')
      const keyring = keyringOf([{ entries: [entry('other.example'), ours] }])
      assert.equal(lookup(keyring, `${host}/${repository}${tag}`), [ours])
    }),
  )
})

test('no text breaks the matching', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (server, image) => {
      assert.ok(lookup(keyringOf([{ entries: [entry(server)] }]), image).length <= 1)
    }),
  )
})

test.run()
