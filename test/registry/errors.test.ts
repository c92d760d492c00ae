import { inspect } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { RegistryError } from '../../src/registry/registry-error.ts'
import type { RegistryErrorCode } from '../../src/registry/registry-error.ts'
import { exchange } from '../../src/registry/exchange.ts'
import { challenging, refusing, visit } from './plain-registry.ts'
import type { Listener } from './plain-registry.ts'
import { pullToken } from './pull-token.ts'

const host = 'contoso.azurecr.io'
const AKA = 'authentication required, visit https://aka.ms/acr/authorization for more information.'
const FIREWALL =
  "client with IP '1.2.3.4' is not allowed access. Refer https://aka.ms/acr/firewall to grant access."
const SECRETS = ['entra-secret', 'pass-secret', 'eyJzZWNyZXQ']

const exchanging = (listener: Listener) =>
  visit(challenging(listener), client => exchange({ host, entraToken: 'entra-secret' }, client))
const pulling = (listener: Listener) =>
  visit(challenging(listener), client =>
    pullToken(
      { host, repository: 'team/app', credential: { username: 'u', password: 'pass-secret' } },
      client,
    ),
  )

type Case = [
  ask: typeof pulling | typeof exchanging,
  status: number,
  code: string,
  message: string,
  expected: RegistryErrorCode,
  what: RegExp,
  remedy: RegExp,
]

// Each text of ACR that is known, with what becomes of it.
const CASES: readonly Case[] = [
  [
    pulling,
    401,
    'UNAUTHORIZED',
    'Invalid clientid or client secret.',
    'wrong-secret',
    /pair of user/,
    /reset/,
  ],
  [
    pulling,
    400,
    'UNAUTHORIZED',
    'Invalid clientid or client secret.',
    'wrong-secret',
    /pair of user/,
    /reset/,
  ],
  [
    pulling,
    401,
    'UNAUTHORIZED',
    'Application not registered with AAD.',
    'unknown-user',
    /does not know the user name/,
    /admin/,
  ],
  [pulling, 401, 'UNAUTHORIZED', AKA, 'unauthorized', /does not accept the credential/, /az acr token show/],
  [exchanging, 401, 'UNAUTHORIZED', `${AKA} CorrelationId: 1`, 'unauthorized', /Microsoft Entra/, /AcrPull/],
  [exchanging, 401, 'UNAUTHORIZED', 'token validation failed', 'audience-refused', /audience/, /--audience/],
  [pulling, 403, 'DENIED', FIREWALL, 'firewall', /firewall of contoso/, /network-rule/],
  [exchanging, 403, 'DENIED', FIREWALL, 'firewall', /firewall of contoso/, /network-rule/],
  [
    pulling,
    403,
    'DENIED',
    'requested access to the resource is denied',
    'denied',
    /has no permission to pull/,
    /scope map/,
  ],
  [
    pulling,
    401,
    'DENIED',
    'requested access to the resource is denied',
    'denied',
    /has no permission to pull/,
    /scope map/,
  ],
  [
    pulling,
    404,
    'NAME_UNKNOWN',
    'repository name not known to registry',
    'missing',
    /no such rep/,
    /show-tags/,
  ],
  [pulling, 404, 'MANIFEST_UNKNOWN', 'manifest tagged by "x" is not found', 'missing', /or tag/, /show-tags/],
  [pulling, 429, 'TOOMANYREQUESTS', 'too many requests', 'throttled', /too many requests/, /wait a minute/],
  [exchanging, 503, 'UNAVAILABLE', 'later', 'unavailable', /is unavailable/, /azure\.status\.microsoft/],
  [pulling, 404, 'PAGE', 'a page', 'unexpected', /unexpected answer \(404 PAGE\)/, /check that the host/],
  [pulling, 418, 'eyJzZWNyZXQ', 'teapot', 'unexpected', /unexpected answer \(418\)/, /check that the host/],
]

for (const [ask, status, code, message, expected, what, remedy] of CASES) {
  test(`${ask === pulling ? 'pull' : 'exchange'}: ${status} ${code} ${message.slice(0, 40)}`, async () => {
    const { result } = await ask(refusing(status, code, message))
    if (!(result instanceof RegistryError)) throw new Error(inspect(result))
    assert.is(result.code, expected)
    assert.match(result.message, what)
    assert.match(result.message, new RegExp(`\\(${status}`))
    assert.match(result.remedy, remedy)
    assert.not.match(result.message, /\n/)
  })
}

test('an answer that is no JSON is matched as text', async () => {
  const { result } = await pulling((_, response) => {
    response.writeHead(401).end('unauthorized: Application not registered with AAD.')
  })
  assert.is(result instanceof RegistryError && result.code, 'unknown-user')
})

test('no error holds a secret, even where the server repeats it', async () => {
  const echoes: Listener[] = [400, 401, 403, 404, 418, 429, 500, 503].flatMap(status => [
    refusing(status, SECRETS.join(' '), SECRETS.join(' ')),
    (asked, response) => void response.writeHead(status, asked.body).end(asked.body + asked.authorization),
    (_, response) => void response.writeHead(status).end(SECRETS.join(' ')),
  ])
  echoes.push(
    (_, response) => void response.writeHead(302, { location: `https://${SECRETS.join('.')}/` }).end(),
    (_, response) => void response.writeHead(200).end(`{"refresh_token":"${SECRETS.join(' ')}"}`),
    (_, response) => void response.writeHead(200).end(`{"access_token":"${SECRETS.join(' ')}"}`),
    (_, __, { socket }) => void socket.destroy(),
    (_, __, { socket }) => void socket.end(`HTTP/1.1 999 ${SECRETS.join(' ')}\r\n\r\n`),
    (_, __, { socket }) => void socket.end(`${SECRETS.join(' ')}\r\n\r\n`),
  )
  const encoded = Buffer.from('u:pass-secret').toString('base64')
  for (const echo of echoes) {
    for (const ask of [pulling, exchanging]) {
      const { result } = await ask(echo)
      if (!(result instanceof RegistryError)) throw new Error(inspect(result))
      const shown = inspect(result, { depth: Infinity, showHidden: true }) + result.stack + result.remedy
      for (const secret of [...SECRETS, encoded]) assert.not.ok(shown.includes(secret), shown)
    }
  }
})

test('a credential that cannot be a header is not shown', async () => {
  const { result } = await visit(challenging(refusing(401, 'UNAUTHORIZED', AKA)), client =>
    pullToken(
      { host, repository: 'a', credential: { username: 'ü\n', password: 'pass-secret\u0000' } },
      client,
    ),
  )
  assert.not.ok(inspect(result).includes('pass-secret'))
})

test.run()
