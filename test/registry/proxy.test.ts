import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { TOKEN_USER } from '../../src/registry/exchange.ts'
import { fetchThroughProxy, proxyFor } from '../../src/registry/proxy.ts'
import { findProgram } from '../skipped.ts'
import { startAcrFront } from './acr-front.ts'
import { startProxy } from './loopback.ts'

const proxy = 'http://proxy:3128'

function proxyOf(
  env: Record<string, string>,
  address = 'https://contoso.azurecr.io/v2/',
): string | undefined {
  return proxyFor(new URL(address), env)?.href
}

test('the proxy is what curl would take', () => {
  assert.is(proxyOf({}), undefined)
  assert.is(proxyOf({ HTTP_PROXY: proxy }), undefined)
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'])
    assert.is(proxyOf({ [name]: proxy }), `${proxy}/`)
  assert.is(proxyOf({ https_proxy: 'https://one', HTTPS_PROXY: 'http://two' }), 'https://one/')
  assert.is(proxyOf({ HTTPS_PROXY: 'proxy:3128' }), `${proxy}/`)
  assert.is(proxyOf({ HTTPS_PROXY: '' }), undefined)
  assert.is(proxyOf({ HTTPS_PROXY: proxy }, 'http://contoso.azurecr.io/v2/'), undefined)
  for (const wrong of ['socks5://user:secret@proxy', 'http://'])
    assert.throws(
      () => proxyOf({ HTTPS_PROXY: wrong }),
      (error: Error) => error.message === 'ERR_INVALID_PROXY',
    )
})

function exempt(list: string, address?: string): boolean {
  return proxyOf({ HTTPS_PROXY: proxy, NO_PROXY: list }, address) === undefined
}

test('hosts that need no proxy', () => {
  for (const list of [
    '*',
    'contoso.azurecr.io',
    'CONTOSO.azurecr.io',
    'azurecr.io',
    '.azurecr.io',
    '*.azurecr.io',
    'localhost, azurecr.io',
    'localhost azurecr.io',
    'azurecr.io:443',
  ])
    assert.ok(exempt(list), list)
  for (const list of [
    '',
    ',',
    '.',
    'acr.io',
    'example.com',
    'azurecr.io:8443',
    'oso.azurecr.io',
    'x.contoso.azurecr.io',
  ])
    assert.not.ok(exempt(list), list)
  assert.ok(exempt('localhost:5443', 'https://localhost:5443/'))
  assert.ok(exempt('127.0.0.1', 'https://127.0.0.1:5443/'))
})

test('without a proxy the request is left to fetch', async () => {
  const direct = fetchThroughProxy({ NO_PROXY: '*', HTTPS_PROXY: proxy }, async () => new Response('direct'))
  assert.is(await (await direct('https://contoso.azurecr.io/')).text(), 'direct')
})

test('a proxy that refuses is told by its status', async () => {
  const refusing = await startProxy(0, 407)
  try {
    await fetchThroughProxy({ HTTPS_PROXY: `http://127.0.0.1:${refusing.port}` })(
      'https://contoso.azurecr.io/',
    )
    assert.unreachable()
  } catch (error) {
    assert.is(error instanceof Error && error.message, 'PROXY_ANSWERED_407')
  } finally {
    refusing.stop()
  }
})

const openssl = findProgram('openssl', 'a token exchanged through a proxy')
if (openssl !== undefined) {
  test('a token is exchanged through a proxy, with a certificate of NODE_EXTRA_CA_CERTS', async () => {
    const front = await startAcrFront({ openssl, users: {}, entraTokens: { 'entra-token': [] } })
    const between = await startProxy(front.port)
    const script = fileURLToPath(new URL('exchange-by-environment.ts', import.meta.url))
    const exchangeWith = async (env: Record<string, string>): Promise<string> => {
      const args = ['--import', 'tsx', script, 'contoso.azurecr.io']
      const { PATH, HOME } = process.env
      const ran = await promisify(execFile)(process.execPath, args, { env: { PATH, HOME, ...env } })
      return ran.stdout.trim()
    }
    const HTTPS_PROXY = `http://us%40er:pass@127.0.0.1:${between.port}`
    const NODE_EXTRA_CA_CERTS = join(front.certificate.folder, 'ca.crt')
    try {
      assert.is(await exchangeWith({ HTTPS_PROXY, NODE_EXTRA_CA_CERTS }), TOKEN_USER)
      const said = `contoso.azurecr.io:443 Basic ${Buffer.from('us@er:pass').toString('base64')}`
      assert.equal(between.asked, [said, said])
      assert.equal(front.asked, ['POST /oauth2/exchange'])
      assert.match(await exchangeWith({ HTTPS_PROXY }), /certificate of contoso\.azurecr\.io is not trusted/)
    } finally {
      between.stop()
      await front.stop()
    }
  })
}

test.run()
