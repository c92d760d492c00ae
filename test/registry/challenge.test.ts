import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { requestChallenge, parseBearer } from '../../src/registry/challenge.ts'
import { RegistryError } from '../../src/registry/registry-error.ts'
import { answerWith, visit } from './plain-registry.ts'
import type { Listener } from './plain-registry.ts'

function parameters(header: string): object {
  return Object.fromEntries(parseBearer(header))
}

test('a challenge has parameters in any order, quoted or not', () => {
  const both = { realm: 'https://h/t', service: 's' }
  assert.equal(parameters('Bearer realm="https://h/t",service="s"'), both)
  assert.equal(parameters('bearer  Service=s ,  REALM = "https://h/t"'), both)
  assert.equal(parameters('Basic realm="x", Bearer realm="https://h/t",service="s", Basic realm="y"'), {
    ...both,
  })
  assert.equal(parameters('Bearer realm="a\\"b, c",scope="repository:a:pull,push"'), {
    realm: 'a"b, c',
    scope: 'repository:a:pull,push',
  })
  assert.equal(parameters('Bearer realm="first",realm="second"'), { realm: 'first' })
  for (const none of ['', 'Basic realm="Bearer"', 'Negotiate', 'Bearer', 'Bearer realm='])
    assert.equal(parameters(none), {})
})

function challengeOf(realm: string, service = 'contoso.azurecr.io'): Listener {
  return (_, response) => {
    response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="${service}"` }).end('{}')
  }
}

async function challenge(host: string, listener: Listener): Promise<unknown> {
  const { result, asked } = await visit(listener, client => requestChallenge(host, client))
  assert.ok(asked.every(({ authorization, body }) => authorization === undefined && body === ''))
  if (result instanceof RegistryError) return result.code
  return result instanceof Error ? result : [result.realm.href, result.service]
}

test('the realm is at the host', async () => {
  for (const [host, realm] of [
    ['contoso.azurecr.io', 'https://contoso.azurecr.io/oauth2/token'],
    ['CONTOSO.azurecr.io:443', 'https://contoso.azurecr.io/oauth2/token'],
    ['localhost:5443', 'https://localhost:5443/oauth2/token'],
    ['contoso.eastus2.geo.azurecr.io', 'https://contoso.eastus2.geo.azurecr.io/oauth2/token'],
    ['contoso.eastus2.geo.azurecr.io', 'https://contoso.azurecr.io/oauth2/token'],
  ] as const)
    assert.equal(await challenge(host, challengeOf(realm)), [realm, 'contoso.azurecr.io'], `${host} ${realm}`)
})

test('a realm elsewhere is refused', async () => {
  for (const realm of [
    'http://contoso.azurecr.io/oauth2/token',
    'https://contoso.azurecr.io.example.com/oauth2/token',
    'https://contoso.azurecr.io@example.com/oauth2/token',
    'https://user:pass@contoso.azurecr.io/oauth2/token',
    'https://example.com/contoso.azurecr.io/oauth2/token',
    'https://contos0.azurecr.io/oauth2/token',
    'https://contoso.azurecr.cn/oauth2/token',
    'https://contoso.eastus2.geo.azurecr.io/oauth2/token',
    'https://contoso.azurecr.io:8443/oauth2/token',
    'https://azurecr.io/oauth2/token',
    'https://contoso.azurecr.xn--i-btb/oauth2/token',
    '/oauth2/token',
    'not a URL',
  ])
    assert.is(await challenge('contoso.azurecr.io', challengeOf(realm)), 'untrusted', realm)
})

test('a regional host trusts its own registry only', async () => {
  const host = 'contoso.eastus2.geo.azurecr.io'
  for (const other of ['fabrikam.azurecr.io', 'contoso.westus.geo.azurecr.io', 'contoso.azurecr.us'])
    assert.is(await challenge(host, challengeOf(`https://${other}/oauth2/token`)), 'untrusted', other)
})

test('what is no host is not asked', async () => {
  for (const host of [
    '',
    'contoso.azurecr.io/team',
    'a@contoso.azurecr.io',
    'contoso.azurecr.io?x',
    'a b',
    'x#',
  ])
    assert.is(
      await challenge(host, challengeOf('https://contoso.azurecr.io/oauth2/token')),
      'untrusted',
      host,
    )
})

test('a host that is no registry is told as such', async () => {
  const host = 'contoso.azurecr.io'
  assert.is(await challenge(host, answerWith(200, '{}')), 'unexpected')
  assert.is(await challenge(host, answerWith(404, 'not found')), 'unexpected')
  assert.is(await challenge(host, answerWith(401, '{}')), 'unexpected')
  assert.is(await challenge(host, challengeOf('https://contoso.azurecr.io/oauth2/token', '')), 'unexpected')
  assert.is(await challenge(host, answerWith(503, '')), 'unavailable')
})

test.run()
