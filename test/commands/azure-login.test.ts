import { chmodSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { acr } from './in-process.ts'
import type { Ran } from './in-process.ts'

const EXPIRES = 1_800_000_000
const ENTRA_TOKEN = 'entra-token-of-az'
const refreshToken = `h.${Buffer.from(JSON.stringify({ exp: EXPIRES })).toString('base64url')}.s`

/** A registry in ACR's shape, which keeps what it was asked. */
function registry(asked: string[], answer: () => Response): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { host, pathname } = new URL(request.url)
    asked.push(`${request.method} ${host}${pathname} ${await request.text()}`.trim())
    if (pathname === '/oauth2/exchange') return answer()
    const challenge = `Bearer realm="https://${host}/oauth2/token",service="${host}"`
    return new Response('{}', { status: 401, headers: { 'www-authenticate': challenge } })
  }
}

/** Runs a command line with an `az` on PATH that is logged in: @azure/identity looks into the process's environment. */
async function withAz(line: string, fetch: typeof globalThis.fetch): Promise<Ran> {
  const answer = JSON.stringify({
    accessToken: ENTRA_TOKEN,
    expires_on: EXPIRES,
    expiresOn: '2027-01-15 08:00:00',
    tokenType: 'Bearer',
  })
  const folder = makeFolder({ az: `#!/bin/sh\necho '${answer}'\n` })
  chmodSync(join(folder, 'az'), 0o755)
  const { PATH, AZURE_TOKEN_CREDENTIALS } = process.env
  process.env['PATH'] = folder + delimiter + PATH
  process.env['AZURE_TOKEN_CREDENTIALS'] = 'AzureCliCredential'
  try {
    return await acr(line, {
      fetch,
      input: 'kind: Pod\napiVersion: v1\nspec: {containers: [{image: contoso.azurecr.io/a}]}\n',
    })
  } finally {
    process.env['PATH'] = PATH
    if (AZURE_TOKEN_CREDENTIALS === undefined) delete process.env['AZURE_TOKEN_CREDENTIALS']
    else process.env['AZURE_TOKEN_CREDENTIALS'] = AZURE_TOKEN_CREDENTIALS
  }
}

const success = (): Response => Response.json({ refresh_token: refreshToken })

const denied = (): Response =>
  Response.json({ errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] }, { status: 401 })

const configIn = ({ stdout }: Ran): unknown => {
  const [, data = ''] = /\.dockerconfigjson: (\S+)/.exec(stdout) ?? []
  return JSON.parse(Buffer.from(data, 'base64').toString())
}
const user = '00000000-0000-0000-0000-000000000000'
const pair = {
  username: user,
  password: refreshToken,
  auth: Buffer.from(`${user}:${refreshToken}`).toString('base64'),
}

if (process.platform !== 'win32') {
  test('an Entra login is exchanged once for a registry, and says when it ends', async () => {
    const asked: string[] = []
    const ran = await withAz(
      'secret --registry contoso --regions eastus2 --azure-login',
      registry(asked, success),
    )
    assert.is(ran.code, 0, ran.stderr)
    assert.equal(configIn(ran), {
      auths: { 'contoso.azurecr.io': pair, 'contoso.eastus2.geo.azurecr.io': pair },
    })
    assert.equal(asked, [
      'GET contoso.azurecr.io/v2/',
      `POST contoso.azurecr.io/oauth2/exchange grant_type=access_token&service=contoso.azurecr.io&access_token=${ENTRA_TOKEN}`,
    ])
    assert.match(ran.stdout, 'kubectl-acr/expires: ')
    assert.match(ran.stdout, '2027-01-15T08:00:00.000Z')
    assert.match(ran.stderr, 'note: the token expires at 2027-01-15 08:00 UTC')
    for (const secret of [ENTRA_TOKEN, refreshToken]) assert.not.ok(ran.stderr.includes(secret))
  })

  test('inject brings it along', async () => {
    const ran = await withAz('inject --with-secret --azure-login', registry([], success))
    assert.is(ran.code, 0, ran.stderr)
    assert.equal(configIn(ran), { auths: { 'contoso.azurecr.io': pair } })
    assert.match(ran.stdout, /kind: Secret[^]*kind: Pod/)
  })

  test('a refusal is one sentence, with nothing on stdout', async () => {
    for (const line of ['secret --registry contoso --azure-login', 'inject --with-secret --azure-login']) {
      const ran = await withAz(line, registry([], denied))
      assert.equal([ran.code, ran.stdout], [2, ''])
      assert.match(ran.stderr, /^error: [^\n]*contoso\.azurecr\.io[^\n]*\n$/)
      assert.not.ok(ran.stderr.includes(ENTRA_TOKEN))
    }
  })

  test('a host that is not of ACR gets no Entra token', async () => {
    const asked: string[] = []
    const ran = await withAz('secret --registry registry.contoso.com --azure-login', registry(asked, success))
    assert.equal([ran.code, ran.stdout, asked], [2, '', []])
    assert.match(ran.stderr, 'registry.contoso.com is not a login server of ACR')
  })
}

test('without a registry there is nothing to exchange at', async () => {
  const ran = await acr('secret --azure-login')
  assert.equal([ran.code, ran.stdout], [2, ''])
  assert.match(ran.stderr, 'no registry is named')
})

test.run()
