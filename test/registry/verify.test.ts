import { verifyImage } from './verify-image.ts'
import { inspect } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ImageQuestion, PullAnswer, PullOutcome } from '../../src/pull-secret/pulls/pull.ts'
import type { RequestLimits } from '../../src/http/request.ts'
import { NOW, answerWith, refusing, token, visit } from './plain-registry.ts'
import type { Listener, Visit } from './plain-registry.ts'
import { DIGEST, manifest, registryOf } from './registry-of.ts'

const credential = { username: 'user', password: 'pass-secret' }
const encoded = Buffer.from('user:pass-secret').toString('base64')
const image: ImageQuestion = { host: 'contoso.azurecr.io', repository: 'team/app', tag: 'v1', credential }
const AKA = 'authentication required, visit https://aka.ms/acr/authorization for more information.'
const FIREWALL = "client with IP '1.2.3.4' is not allowed access. Refer https://aka.ms/acr/firewall"

async function ask(
  listener: Listener,
  change: Partial<ImageQuestion> = {},
  limits: Partial<RequestLimits> = {},
): Promise<Visit<PullAnswer> & { answer: PullAnswer }> {
  const visited = await visit(listener, client => verifyImage({ ...image, ...change }, client), limits)
  if (visited.result instanceof Error) throw visited.result
  assertNoSecret(visited.result)
  return { ...visited, answer: visited.result }
}

const SECRETS = ['pass-secret', encoded, 'token-secret']

function assertNoSecret(answer: PullAnswer): void {
  const text = inspect(answer, { depth: Infinity, showHidden: true })
  // A realm's host is repeated, so that the user sees who wants the credential; no secret is sent before it is known.
  const texts = text.replaceAll('(https://token-secret)', '')
  for (const secret of SECRETS) assert.not.ok(texts.includes(secret), text)
}

function withHeader(status: number, name: string, value: string): Listener {
  return (_, response) => void response.writeHead(status, { [name]: value }).end('{}')
}

/** Asks for a user name and password on every address, as registries without token service do. */
function basicRegistry(forManifests: Listener): Listener {
  return (asked, response, request) => {
    if (asked.authorization === undefined)
      return withHeader(401, 'www-authenticate', 'Basic realm="x"')(asked, response, request)
    return forManifests(asked, response, request)
  }
}

const openRegistry = (forManifests: Listener): Listener => {
  return (asked, response, request) =>
    (asked.path === '/v2/' ? answerWith(200, '{}') : forManifests)(asked, response, request)
}

const withoutHead: Listener = (asked, response, request) =>
  (asked.method === 'HEAD' ? answerWith(405, '') : manifest)(asked, response, request)

const page = answerWith(200, '<html>Welcome</html>')
const redirect = withHeader(307, 'location', 'https://example.com/')
const cutOff: Listener = (_, __, { socket }) => void socket.destroy()
const slow: Listener = (_, response) => void response.writeHead(200).write('{')
const silent: Listener = () => {}
const endless: Listener = (_, response) => void response.writeHead(404).end('x'.repeat(2 ** 20 + 1))
const anonymous = { credential: undefined }
const past = token({ exp: NOW.getTime() / 1000 - 60 })
const invalidPair = refusing(401, 'UNAUTHORIZED', 'Invalid clientid or client secret.')

type Case = [
  name: string,
  outcome: PullOutcome,
  what: RegExp,
  remedy: RegExp,
  listener: Listener,
  change?: Partial<ImageQuestion>,
]

const WITH = /^contoso\.azurecr\.io\/team\/app:v1 can be pulled with this credential$/
const ANYBODY = /^anybody can pull contoso\.azurecr\.io\/team\/app:v1, without a credential$/
const NEEDS = /does not allow pulls from team\/app without a credential$/
const SECRET = /'kubectl acr secret'.*'kubectl acr inject'/
const DENIED = /^contoso\.azurecr\.io accepts the credential, which has no permission to pull from team\/app$/
const ACR = /check that the host is an ACR registry/

const CASES: readonly Case[] = [
  ['good', 'pulls', WITH, /^$/, registryOf({})],
  ['good, and anybody can', 'pulls', ANYBODY, /^$/, registryOf({}), anonymous],
  [
    'no anonymous token',
    'needs-credential',
    NEEDS,
    SECRET,
    registryOf({ token: refusing(401, 'UNAUTHORIZED', AKA) }),
    anonymous,
  ],
  [
    'an anonymous token for nothing',
    'needs-credential',
    NEEDS,
    SECRET,
    registryOf({ token: answerWith(200, { access_token: token({ access: [] }) }) }),
    anonymous,
  ],
  [
    'wrong pair',
    'wrong-credential',
    /pair of user name and password/,
    /credential reset/,
    registryOf({ token: invalidPair }),
  ],
  [
    'unknown user',
    'wrong-credential',
    /does not know the user name/,
    /admin-enabled/,
    registryOf({ token: refusing(401, 'UNAUTHORIZED', 'Application not registered with AAD.') }),
  ],
  [
    'wrong password of a token',
    'wrong-credential',
    /does not accept the credential/,
    /az acr token show/,
    registryOf({ token: refusing(401, 'UNAUTHORIZED', AKA) }),
  ],
  [
    'a token from before the role assignment mode changed',
    'wrong-credential',
    /does not accept the credential/,
    /AcrPull, or Container Registry Repository Reader.*role assignment mode/,
    registryOf({ token: refusing(401, 'UNAUTHORIZED', AKA) }),
    { credential: { username: 'u', password: token({ exp: 4_000_000_000 }) } },
  ],
  [
    'an ended token',
    'wrong-credential',
    /token for contoso\.azurecr\.io expired at 2026-09-10T07:59:00\.000Z$/,
    /--azure-login/,
    registryOf({ token: refusing(401, 'UNAUTHORIZED', AKA) }),
    { credential: { username: 'u', password: past } },
  ],
  [
    'out of scope',
    'denied',
    DENIED,
    /Container Registry Repository Reader .*\(ABAC\), else AcrPull; 'az acr show --name contoso --query roleAssignmentMode' shows which; .*scope map/,
    registryOf({
      token: answerWith(200, {
        access_token: token({ access: [{ type: 'repository', name: 'team/app', actions: [] }] }),
      }),
    }),
  ],
  [
    'out of scope in words',
    'denied',
    DENIED,
    /scope map/,
    registryOf({ token: refusing(401, 'DENIED', 'requested access to the resource is denied') }),
  ],
  [
    'a token that the registry refuses',
    'denied',
    DENIED,
    /AcrPull/,
    registryOf({ token: answerWith(200, { token: 'opaque' }), manifest: refusing(401, 'UNAUTHORIZED', AKA) }),
  ],
  [
    'a token that does not open',
    'denied',
    DENIED,
    /AcrPull/,
    registryOf({ manifest: refusing(403, 'DENIED', 'no') }),
  ],
  ['firewall at once', 'firewall', /firewall of contoso/, /network-rule/, refusing(403, 'DENIED', FIREWALL)],
  [
    'firewall at the token',
    'firewall',
    /firewall of contoso/,
    /network-rule/,
    registryOf({ token: refusing(403, 'DENIED', FIREWALL) }),
  ],
  [
    'firewall at the manifest',
    'firewall',
    /firewall of contoso/,
    /network-rule/,
    registryOf({ manifest: refusing(403, 'DENIED', FIREWALL) }),
  ],
  [
    'no such tag',
    'missing-image',
    /^contoso\.azurecr\.io\/team\/app:v1 does not exist$/,
    /'az acr repository show-tags --name contoso --repository team\/app'/,
    registryOf({ manifest: refusing(404, 'MANIFEST_UNKNOWN', 'manifest tagged by "v1" is not found') }),
  ],
  [
    'no such digest',
    'missing-image',
    new RegExp(`^contoso-a1b2\\.azurecr\\.io/team/app@${DIGEST} does not exist$`),
    /'az acr manifest list-metadata --registry contoso --name team\/app'/,
    openRegistry(answerWith(404, '')),
    { host: 'contoso-a1b2.azurecr.io', digest: DIGEST },
  ],
  [
    'no such repository',
    'missing-repository',
    /^contoso\.azurecr\.io has no repository team\/app$/,
    /'az acr repository list --name contoso'/,
    registryOf({ manifest: refusing(404, 'NAME_UNKNOWN', 'repository name not known to registry') }),
  ],
  [
    'no such tag elsewhere',
    'missing-image',
    /^localhost:5443\/team\/app:v1 does not exist$/,
    /^push the image, or fix its name$/,
    openRegistry(answerWith(404, '<html>')),
    { host: 'localhost:5443' },
  ],
  [
    'throttled at the challenge',
    'throttled',
    /too many requests/,
    /wait a minute/,
    refusing(429, 'TOOMANYREQUESTS', 'slow down'),
  ],
  [
    'throttled at the token',
    'throttled',
    /too many requests/,
    /wait a minute/,
    registryOf({ token: answerWith(429, '') }),
  ],
  [
    'throttled at the manifest',
    'throttled',
    /too many requests/,
    /wait a minute/,
    registryOf({ manifest: withHeader(429, 'retry-after', '1') }),
  ],
  [
    'throttled for an hour',
    'throttled',
    /too many requests/,
    /wait a minute/,
    registryOf({ manifest: withHeader(429, 'retry-after', '3600') }),
  ],
  ...[500, 502, 503, 504].map((status): Case => [
    `trouble ${status}`,
    'unavailable',
    /is unavailable/,
    /azure\.status\.microsoft/,
    registryOf({ manifest: answerWith(status, '') }),
  ]),
  [
    'trouble at the challenge',
    'unavailable',
    /is unavailable/,
    /azure\.status\.microsoft/,
    answerWith(503, '<html>'),
  ],
  ['silence', 'unreachable', /gave no answer in time/, /check the network/, silent],
  ['a slow body', 'unreachable', /gave no answer in time/, /check the network/, registryOf({ token: slow })],
  ['cut off at once', 'unreachable', /cannot be reached/, /HTTPS_PROXY/, cutOff],
  [
    'cut off at the manifest',
    'unreachable',
    /cannot be reached/,
    /HTTPS_PROXY/,
    registryOf({ manifest: cutOff }),
  ],
  ['a page for everything', 'unexpected', /something that is not a manifest/, /no proxy answers/, page],
  ['a page for a token', 'unexpected', /unexpected answer \(200\)/, ACR, registryOf({ token: page })],
  [
    'a page for a manifest',
    'unexpected',
    /something that is not a manifest/,
    /no proxy answers/,
    registryOf({ manifest: page }),
  ],
  [
    'a page that is missing',
    'unexpected',
    /does not ask for a credential \(404\)/,
    ACR,
    answerWith(404, '<html>'),
  ],
  ['a teapot', 'unexpected', /unexpected answer \(418\)/, ACR, registryOf({ manifest: answerWith(418, '') })],
  ['an error without end', 'unexpected', /larger than 1048576 bytes/, ACR, registryOf({ manifest: endless })],
  [
    'a demand without realm',
    'unexpected',
    /does not say where its tokens/,
    ACR,
    withHeader(401, 'www-authenticate', 'Negotiate'),
  ],
  [
    'a realm elsewhere',
    'untrusted',
    /another host \(https:\/\/example\.com\)/,
    /check the registry's name/,
    withHeader(401, 'www-authenticate', 'Bearer realm="https://example.com/t",service="s"'),
  ],
  ['elsewhere at once', 'untrusted', /redirects the request \(307\)/, /credentials are sent/, redirect],
  [
    'elsewhere for a token',
    'untrusted',
    /redirects the request \(307\)/,
    /credentials are sent/,
    registryOf({ token: redirect }),
  ],
  [
    'elsewhere for a manifest',
    'untrusted',
    /redirects the request \(307\)/,
    /credentials are sent/,
    registryOf({ manifest: redirect }),
  ],
  ['basic', 'pulls', WITH, /^$/, basicRegistry(manifest)],
  [
    'basic, wrong',
    'wrong-credential',
    /does not accept the credential/,
    /password/,
    basicRegistry(answerWith(401, '')),
  ],
  ['basic, none', 'needs-credential', NEEDS, SECRET, basicRegistry(manifest), anonymous],
  ['basic, forbidden', 'denied', DENIED, /AcrPull/, basicRegistry(answerWith(403, ''))],
  ['basic, missing', 'missing-image', /does not exist/, /show-tags/, basicRegistry(answerWith(404, ''))],
  ['no demand', 'pulls', ANYBODY, /^$/, openRegistry(manifest)],
  ['a demand at the manifest only', 'pulls', WITH, /^$/, openRegistry(basicRegistry(manifest))],
  [
    'a demand at the manifest only, unmet',
    'wrong-credential',
    /does not accept/,
    /password/,
    openRegistry(basicRegistry(answerWith(401, ''))),
  ],
]

for (const [name, outcome, what, remedy, listener, change] of CASES) {
  test(name, async () => {
    // Where nothing comes, it does not matter which request waits in vain; all others get an answer in time.
    const timeout = listener === silent || name === 'a slow body' ? 100 : 10_000
    const { answer } = await ask(listener, change, { timeout, attempts: 2 })
    assert.is(answer.outcome, outcome, inspect(answer))
    assert.match(answer.what, what)
    assert.match(answer.remedy, remedy)
    assert.not.match(answer.what + answer.remedy, /\n|\.$/)
  })
}

test('it is asked as a container runtime does', async () => {
  const { asked, answer } = await ask(registryOf({}))
  assert.equal(answer, {
    outcome: 'pulls',
    what: 'contoso.azurecr.io/team/app:v1 can be pulled with this credential',
    remedy: '',
    digest: DIGEST,
  })
  const scope = 'scope=repository%3Ateam%2Fapp%3Apull'
  const [, , head] = asked
  assert.equal(
    asked.map(({ method, path }) => `${method} ${path}`),
    ['GET /v2/', `GET /oauth2/token?service=contoso.azurecr.io&${scope}`, 'HEAD /v2/team/app/manifests/v1'],
  )
  assert.equal(
    asked.map(({ authorization }) => authorization?.split(' ')[0]),
    [undefined, 'Basic', 'Bearer'],
  )
  assert.match(head?.authorization ?? '', /^Bearer [\w-]+\.[\w-]+\.signature$/)
})

test('the manifest may be of every type', async () => {
  let accept = ''
  await ask(
    registryOf({
      manifest: (asked, response, request) => {
        accept = request.headers.accept ?? ''
        manifest(asked, response, request)
      },
    }),
  )
  assert.equal(accept.split(', '), [
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.docker.distribution.manifest.v2+json',
  ])
})

test('by digest, by tag, or by the default tag', async () => {
  for (const [change, reference] of [
    [{ tag: undefined }, 'latest'],
    [{ digest: DIGEST }, DIGEST],
    [{ tag: undefined, digest: DIGEST }, DIGEST],
  ] as const) {
    const { asked } = await ask(registryOf({}), change)
    assert.is(asked.at(-1)?.path, `/v2/team/app/manifests/${reference}`)
  }
})

test('a registry that knows no HEAD is asked with GET', async () => {
  const { answer, asked } = await ask(registryOf({ manifest: withoutHead }))
  assert.is(answer.outcome, 'pulls')
  assert.is(asked.at(-1)?.method, 'GET')
})

test('where none is wanted, no credential is shown', async () => {
  const { asked, answer } = await ask(openRegistry(manifest))
  assert.is(answer.isAnonymous, true)
  assert.ok(asked.every(({ authorization }) => authorization === undefined))
})

test('a password goes to nobody who asks for it from elsewhere', async () => {
  for (const listener of [
    redirect,
    withHeader(401, 'www-authenticate', 'Bearer realm="https://x.example/",service="s"'),
  ]) {
    const { asked } = await ask(listener)
    assert.is(asked.length, 1)
    assert.is(asked[0]?.authorization, undefined)
  }
})

test('no other digest is repeated than one', async () => {
  for (const digest of ['pass-secret', 'sha256:pass-secret', `sha256:${'A'.repeat(64)}`]) {
    const { answer } = await ask(registryOf({ manifest: withHeader(200, 'docker-content-digest', digest) }))
    assert.is(answer.outcome, 'pulls')
    assert.is(answer.digest, undefined)
  }
})

test('the end of a token is told, from the credential or from the token itself', async () => {
  const expires = new Date('2026-09-10T11:00:00Z')
  const jwt = token({ exp: expires.getTime() / 1000 })
  for (const change of [
    { credential: { ...credential, expires } },
    { credential: { username: 'u', password: jwt } },
  ]) {
    assert.equal((await ask(registryOf({}), change)).answer.expires, expires)
    assert.equal((await ask(registryOf({ token: invalidPair }), change)).answer.expires, expires)
  }
})

test('what cannot be asked for is not asked', async () => {
  for (const [part, change] of [
    ['registry', { host: '${REGISTRY}' }],
    ['registry', { host: '' }],
    ['registry', { host: 'user@contoso.azurecr.io' }],
    ['repository', { repository: '' }],
    ['repository', { repository: '../v2/other' }],
    ['repository', { repository: 'team//app' }],
    ['repository', { repository: 'Team/app' }],
    ['repository', { repository: 'team/app?x=' }],
    ['repository', { repository: 'a'.repeat(256) }],
    ['tag', { tag: '${TAG}' }],
    ['tag', { tag: '' }],
    ['tag', { tag: '../x' }],
    ['tag', { tag: 'a'.repeat(129) }],
    ['digest', { digest: 'sha256:' }],
    ['digest', { digest: `sha256:${'0'.repeat(63)}/` }],
  ] as const) {
    const { answer, asked } = await ask(registryOf({}), change)
    assert.is(answer.outcome, 'unaskable', JSON.stringify(change))
    assert.match(answer.what, `the ${part} of the image`)
    assert.is(asked.length, 0)
  }
})

test('no answer holds a secret, even where the server repeats it', async () => {
  const words = SECRETS.join(' ')
  const echo = (status: number): Listener[] => [
    refusing(status, words, words),
    refusing(status, 'NAME_UNKNOWN', words),
    answerWith(status, words),
    withHeader(status, 'docker-content-digest', 'token-secret'),
    withHeader(status, 'content-type', 'application/vnd.oci.token-secret'),
    withHeader(status, 'www-authenticate', `Bearer realm="https://token-secret",service="pass-secret"`),
    withHeader(status, 'location', `https://${SECRETS[0]}/`),
    withHeader(status, 'retry-after', 'token-secret'),
    (_, __, { socket }) => void socket.end(`HTTP/1.1 ${status} ${words}\r\n\r\n`),
  ]
  const echoes = [200, 302, 400, 401, 403, 404, 418, 429, 500, 503, 999].flatMap(echo)
  const opaque = answerWith(200, { access_token: 'token-secret' })
  const listeners = echoes.flatMap(listener => [
    listener,
    registryOf({ token: listener }),
    registryOf({ token: opaque, manifest: listener }),
    basicRegistry(listener),
  ])
  assert.ok(listeners.length > 390)
  for (const listener of listeners) await ask(listener, {}, { timeout: 100, attempts: 1 })
})

test.run()
