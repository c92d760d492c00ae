import { chmodSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:https'
import { createServer as createSocketServer } from 'node:net'
import type { Socket } from 'node:net'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EntraError } from '../../src/azure/entra-error.ts'
import { entraToken } from '../../src/azure/identity.ts'
import type { EntraOptions, EntraRequest } from '../../src/azure/identity.ts'
import { makeFolder } from '../folder.ts'
import { listen, makeCertificate } from '../registry/loopback.ts'
import { findProgram } from '../skipped.ts'

const SCOPE = 'https://containerregistry.azure.net/.default'
const SECRET = 'entra-secret~value'
const openssl = findProgram('openssl', '@azure/identity with an authority of this machine')

/** Calls with an environment that says nothing of Azure but what is given; `@azure/identity` reads the process's own. */
async function withEnvironment<Result>(
  env: Record<string, string>,
  call: () => Promise<Result>,
): Promise<Result> {
  const before = { ...process.env }
  for (const name of Object.keys(process.env))
    if (/^(AZURE|IDENTITY|MSI|IMDS)_|_PROXY$/i.test(name)) delete process.env[name]
  Object.assign(process.env, env)
  try {
    return await call()
  } finally {
    for (const name of Object.keys(process.env)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

async function codeOf(request: EntraRequest, options: EntraOptions = {}): Promise<string> {
  try {
    return (await entraToken(request, options)).token
  } catch (error) {
    if (!(error instanceof EntraError)) return inspect(error)
    const shown = inspect(error, { depth: Infinity, showHidden: true }) + error.stack
    assert.not.ok(shown.includes(SECRET), shown)
    return error.code
  }
}

interface Authority {
  readonly options: { readonly authorityHost: string; readonly ca: string }
  readonly forms: URLSearchParams[]
  stop(): void
}

/** Microsoft Entra for one tenant, `contoso`, and one application, `app`. */
async function startAuthority(program: string): Promise<Authority> {
  const { certificate: cert, key } = makeCertificate(program)
  const forms: URLSearchParams[] = []
  const server = createServer({ cert, key }, (request, response) => {
    void text(request).then(body => {
      const base = `https://${request.headers.host}/contoso`
      response.setHeader('content-type', 'application/json')
      if (request.url?.includes('/.well-known/'))
        return response.end(
          JSON.stringify({
            token_endpoint: `${base}/oauth2/v2.0/token`,
            authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
            issuer: `${base}/v2.0`,
            jwks_uri: `${base}/keys`,
          }),
        )
      const form = new URLSearchParams(body)
      forms.push(form)
      if (form.get('client_secret') === SECRET || form.get('client_assertion') === 'federated')
        return response.end(
          JSON.stringify({
            token_type: 'Bearer',
            expires_in: 3599,
            access_token: `token for ${form.get('scope')}`,
          }),
        )
      const number = form.get('client_secret')?.replace('AADSTS', '') ?? '7000215'
      const description = `AADSTS${number}: no. ${body}`
      const error = { error: 'invalid_client', error_description: description, error_codes: [Number(number)] }
      return response.writeHead(401).end(JSON.stringify(error))
    })
  })
  const port = await listen(server)
  return {
    options: { authorityHost: `https://127.0.0.1:${port}`, ca: cert },
    forms,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

if (openssl !== undefined) {
  const test = suite<{ authority: Authority }>('with an authority of this machine')
  test.before(async context => {
    context.authority = await startAuthority(openssl)
  })
  test.after(({ authority }) => authority.stop())

  const request: EntraRequest = { cloud: 'public', tenant: 'contoso' }

  test('a service principal gets a token for ACR', async ({ authority: { options, forms } }) => {
    const servicePrincipal = { clientId: 'app', clientSecret: SECRET }
    const { token, expires } = await entraToken(request, { ...options, servicePrincipal })
    assert.is(token, `token for ${SCOPE}`)
    const minutes = (expires.getTime() - Date.now()) / 60_000
    assert.ok(minutes > 58 && minutes <= 60)
    assert.is(forms.at(-1)?.get('client_id'), 'app')
    assert.is(forms.at(-1)?.get('grant_type'), 'client_credentials')
  })

  test('another audience is written with or without its ending', async ({ authority: { options } }) => {
    const servicePrincipal = { clientId: 'app', clientSecret: SECRET }
    for (const audience of ['https://management.azure.com', 'https://management.azure.com/.default'])
      assert.is(
        await codeOf({ ...request, audience }, { ...options, servicePrincipal }),
        'token for https://management.azure.com/.default',
      )
  })

  test('what Microsoft Entra refuses is said by its number', async ({ authority: { options } }) => {
    for (const [number, code] of [
      [7000215, 'wrong-secret'],
      [7000222, 'expired-secret'],
      [700016, 'unknown-application'],
      [90002, 'unknown-tenant'],
      [50001, 'audience-refused'],
      [500011, 'audience-refused'],
      [53003, 'blocked'],
      [700213, 'federation'],
      [4242, 'unexpected'],
    ] as const) {
      const servicePrincipal = { clientId: 'app', clientSecret: `AADSTS${number}` }
      assert.is(await codeOf(request, { ...options, servicePrincipal }), code, String(number))
    }
  })

  test('a service principal needs a tenant that can be one', async ({ authority: { options } }) => {
    const servicePrincipal = { clientId: 'app', clientSecret: SECRET }
    assert.is(await codeOf({ cloud: 'public' }, { ...options, servicePrincipal }), 'call')
    assert.is(await codeOf({ cloud: 'public', tenant: 'a b' }, { ...options, servicePrincipal }), 'call')
  })

  test('an authority that is not trusted gets nothing', async ({ authority: { options, forms } }) => {
    const servicePrincipal = { clientId: 'app', clientSecret: SECRET }
    const before = forms.length
    const { authorityHost } = options
    assert.is(await codeOf(request, { authorityHost, servicePrincipal, timeout: 5000 }), 'unreachable')
    const plain = authorityHost.replace('https', 'http')
    assert.is(await codeOf(request, { authorityHost: plain, servicePrincipal }), 'call')
    assert.is(forms.length, before)
  })

  test('the environment names a service principal', async ({ authority: { options } }) => {
    const env = { AZURE_TENANT_ID: 'contoso', AZURE_CLIENT_ID: 'app' }
    const right = { ...env, AZURE_CLIENT_SECRET: SECRET }
    assert.is(await withEnvironment(right, () => codeOf({ cloud: 'public' }, options)), `token for ${SCOPE}`)
    const wrong = { ...env, AZURE_CLIENT_SECRET: 'AADSTS7000222' }
    assert.is(await withEnvironment(wrong, () => codeOf({ cloud: 'public' }, options)), 'expired-secret')
  })

  test('a workload identity is asked for by its federated token', async ({
    authority: { options, forms },
  }) => {
    const env = {
      AZURE_TENANT_ID: 'contoso',
      AZURE_CLIENT_ID: 'app',
      AZURE_FEDERATED_TOKEN_FILE: join(makeFolder({ token: 'federated' }), 'token'),
    }
    assert.is(await withEnvironment(env, () => codeOf({ cloud: 'public' }, options)), `token for ${SCOPE}`)
    assert.is(forms.at(-1)?.get('client_assertion'), 'federated')
  })

  test.run()
}

const test = suite('without an authority')

test('an authority that never answers is left in time', async () => {
  const sockets = new Set<Socket>()
  const server = createSocketServer(socket => sockets.add(socket))
  const authorityHost = `https://127.0.0.1:${await listen(server)}`
  const servicePrincipal = { clientId: 'app', clientSecret: SECRET }
  try {
    await entraToken(
      { cloud: 'public', tenant: 'contoso' },
      { authorityHost, servicePrincipal, timeout: 100 },
    )
    assert.unreachable()
  } catch (error) {
    assert.match(error instanceof Error ? error.message : '', /Microsoft Entra did not answer in time/)
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
})

test('a managed identity is asked for on this machine', async () => {
  const asked: string[] = []
  const server = createHttpServer((request, response) => {
    asked.push(`${String(request.headers['metadata'])} ${request.url}`)
    const expires = Math.floor(Date.now() / 1000) + 3600
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({
        access_token: 'managed',
        expires_on: String(expires),
        expires_in: '3600',
        token_type: 'Bearer',
      }),
    )
  })
  const port = await listen(server)
  const env = {
    AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://127.0.0.1:${port}`,
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
  }
  try {
    assert.is(await withEnvironment(env, () => codeOf({ cloud: 'public' })), 'managed')
  } finally {
    server.closeAllConnections()
    server.close()
  }
  assert.match(asked.at(-1) ?? '', /^true \/metadata\/identity\/oauth2\/token.*containerregistry\.azure\.net/)
})

/** Asks az, which is a script of ours. */
function askAz(script: string, tenant?: string): Promise<string> {
  const folder = makeFolder({ az: `#!/bin/sh\n${script}\n` })
  chmodSync(join(folder, 'az'), 0o755)
  const env = {
    PATH: folder + delimiter + (process.env['PATH'] ?? ''),
    AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential',
  }
  return withEnvironment(env, () => codeOf({ cloud: 'china', ...(tenant === undefined ? {} : { tenant }) }))
}

if (process.platform !== 'win32') {
  test('az is asked', async () => {
    const answer = `printf '{"accessToken":"%s","expires_on":4102444800,"expiresOn":"2100-01-01 00:00:00.000000"}' "$*"`
    const command = 'account get-access-token --output json --resource https://containerregistry.azure.net'
    assert.is(await askAz(answer), command)
    assert.is(await askAz(answer, 'contoso'), `${command} --tenant contoso`)
  })

  test('an az without sign-in says what to type', async () => {
    assert.is(await askAz(`echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`), 'no-identity')
    assert.is(await askAz(`echo "AADSTS700082: The refresh token has expired" >&2; exit 1`), 'sign-in-needed')
  })
}

test('without any identity it is said where one was looked for', async () => {
  const env = { AZURE_TOKEN_CREDENTIALS: 'dev', PATH: makeFolder(), HOME: makeFolder() }
  assert.is(await withEnvironment(env, () => codeOf({ cloud: 'usgov' })), 'no-identity')
  const wrong = { AZURE_TOKEN_CREDENTIALS: 'none' }
  assert.is(await withEnvironment(wrong, () => codeOf({ cloud: 'usgov' })), 'call')
})

test.run()
