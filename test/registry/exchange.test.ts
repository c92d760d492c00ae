import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { RegistryError } from '../../src/registry/registry-error.ts'
import { exchange } from '../../src/registry/exchange.ts'
import { answerWith, challenging, token, visit } from './plain-registry.ts'
import { pullToken } from './pull-token.ts'

const host = 'contoso.azurecr.io'
const entraToken = 'entra-token'
const END = Date.UTC(2026, 8, 10, 11) / 1000

test('an Entra token becomes a pair with an end', async () => {
  const password = token({ exp: END })
  const listener = challenging(answerWith(200, { refresh_token: password }))
  const { result, asked } = await visit(listener, client => exchange({ host, entraToken }, client))
  assert.equal(result, {
    username: '00000000-0000-0000-0000-000000000000',
    password,
    expires: new Date('2026-09-10T11:00:00Z'),
  })
  assert.equal(asked.slice(1), [
    {
      method: 'POST',
      path: '/oauth2/exchange',
      authorization: undefined,
      body: `grant_type=access_token&service=${host}&access_token=entra-token`,
    },
  ])
})

test('the service is what the challenge says, and the tenant is told if there is one', async () => {
  const regional = 'contoso.eastus2.geo.azurecr.io'
  const listener = challenging(answerWith(200, { refresh_token: 'opaque' }), regional, host)
  const { result, asked } = await visit(listener, client =>
    exchange({ host: regional, entraToken, tenant: 'contoso.onmicrosoft.com' }, client),
  )
  assert.equal(result, { username: '00000000-0000-0000-0000-000000000000', password: 'opaque' })
  assert.match(
    asked[1]?.body ?? '',
    `service=${host}&access_token=entra-token&tenant=contoso.onmicrosoft.com`,
  )
})

test('no host but a login server of ACR is even asked', async () => {
  for (const other of [
    'contoso.azurecr.io.example.com',
    'contoso.azurecr.com',
    'contoso.eastus2.data.azurecr.io',
    'contoso.azurecr.io@example.com',
    'azurecr.io',
    'localhost:5443',
  ]) {
    const { result, asked } = await visit(answerWith(401, '{}'), client =>
      exchange({ host: other, entraToken }, client),
    )
    assert.instance(result, RegistryError)
    assert.is(result instanceof RegistryError && result.code, 'untrusted')
    assert.is(asked.length, 0)
  }
})

test('a realm elsewhere gets no token', async () => {
  const listener = challenging(
    answerWith(200, { refresh_token: 'x' }),
    'contoso.azurecr.io.example.com',
    host,
  )
  const { result, asked } = await visit(listener, client => exchange({ host, entraToken }, client))
  assert.is(result instanceof RegistryError && result.code, 'untrusted')
  assert.is(asked.length, 1)
})

test('an exchange that gives no token is no exchange', async () => {
  for (const body of ['', 'null', '[]', '{}', '{"refresh_token":1}', '{"refresh_token":"a\\nb"}', '<html>']) {
    const { result } = await visit(challenging(answerWith(200, body)), client =>
      exchange({ host, entraToken }, client),
    )
    assert.is(result instanceof RegistryError && result.code, 'unexpected', body)
  }
})

const question = { host, repository: 'team/app', credential: { username: 'user', password: 'pa:ss' } }

function granting(access: unknown): string {
  return token({ exp: END, access })
}

test('a pull is verified as a kubelet asks', async () => {
  const access = granting([{ type: 'repository', name: 'team/app', actions: ['pull'] }])
  const listener = challenging(answerWith(200, { access_token: access }))
  const { result, asked } = await visit(listener, client => pullToken(question, client))
  assert.equal(result, { token: access, expires: new Date('2026-09-10T11:00:00Z') })
  assert.equal(asked.slice(1), [
    {
      method: 'GET',
      path: '/oauth2/token?service=contoso.azurecr.io&scope=repository%3Ateam%2Fapp%3Apull',
      authorization: `Basic ${Buffer.from('user:pa:ss').toString('base64')}`,
      body: '',
    },
  ])
})

test('anybody may be asked about', async () => {
  const access = granting([{ type: 'repository', name: 'team/app', actions: ['*'] }])
  const listener = challenging(answerWith(200, { token: access }))
  const { asked } = await visit(listener, client => pullToken({ ...question, credential: undefined }, client))
  assert.is(asked[1]?.authorization, undefined)
})

test('a token that opens nothing is a refusal', async () => {
  for (const access of [
    [],
    [null],
    [{ type: 'repository', name: 'team/app', actions: [] }],
    [{ type: 'repository', name: 'team/app' }],
    [{ type: 'repository', name: 'team/app', actions: ['metadata/read'] }],
    [{ type: 'repository', name: 'team/other', actions: ['pull'] }],
    [{ type: 'registry', name: 'team/app', actions: ['pull'] }],
  ]) {
    const listener = challenging(answerWith(200, { access_token: granting(access) }))
    const { result } = await visit(listener, client => pullToken(question, client))
    assert.is(result instanceof RegistryError && result.code, 'denied', JSON.stringify(access))
  }
})

test('a token that does not say what it opens is left to the registry', async () => {
  for (const opaque of ['opaque', granting(undefined), granting('pull'), 'a.b.c']) {
    const { result } = await visit(challenging(answerWith(200, { access_token: opaque })), client =>
      pullToken(question, client),
    )
    assert.is(!(result instanceof Error) && result.token, opaque)
  }
})

test('an answer without a token is not understood', async () => {
  for (const body of [
    '',
    '{}',
    '{"token":1}',
    '{"access_token":""}',
    '{"access_token":"a\\r\\nb"}',
    '<html>',
  ]) {
    const { result } = await visit(challenging(answerWith(200, body)), client => pullToken(question, client))
    assert.is(result instanceof RegistryError && result.code, 'unexpected', body)
  }
})

test.run()
