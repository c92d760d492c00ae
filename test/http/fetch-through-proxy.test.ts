import { TOKEN_USER } from '../../src/pull-secret/credential.ts'
import { execFile } from 'node:child_process'
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { fetchThroughProxy } from '../../src/http/fetch-through-proxy.ts'
import { findProgram } from '../skipped.ts'
import { startAcrFront } from '../registry/acr-front.ts'
import { startProxy } from '../registry/loopback.ts'
import { compiledPath } from '../runner/compiled-path.ts'

const proxy = 'http://proxy:3128'

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

/** A SOCKS 5 proxy (RFC 1928, RFC 1929) that connects to one port of this machine, and what it was asked for. */
async function startSocks(target: number): Promise<{ port: number; asked: string[]; stop(): void }> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.once('data', () => {
      socket.write(Buffer.from([5, 2]))
      socket.once('data', login => {
        const user = login.subarray(2, 2 + login.readUInt8(1)).toString()
        asked.push(`${user} ${login.subarray(3 + user.length).toString()}`)
        socket.write(Buffer.from([1, 0]))
        socket.once('data', question => {
          const name = question.subarray(5, -2).toString()
          asked.push(`${name}:${question.readUInt16BE(question.length - 2)}`)
          const through = connect(target, '127.0.0.1', () => {
            socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
            socket.pipe(through).pipe(socket)
          })
          sockets.add(through)
        })
      })
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return {
    port: address.port,
    asked,
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

async function startSite(): Promise<{ port: number; asked: string[]; stop(): void }> {
  const asked: string[] = []
  const server = createHttpServer((request, response) => {
    asked.push(
      `${request.url} ${request.headers.host} ${request.headers['proxy-authorization'] ?? ''}`.trim(),
    )
    response.end('manifest')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return { port: address.port, asked, stop: () => server.close().closeAllConnections() }
}

test('a SOCKS proxy looks the host up and connects', async () => {
  const site = await startSite()
  const socks = await startSocks(site.port)
  try {
    const through = fetchThroughProxy({ HTTP_PROXY: `socks5://me:secret@127.0.0.1:${socks.port}` })
    assert.is(await (await through('http://manifests.example/a.yaml')).text(), 'manifest')
    assert.equal(socks.asked, ['me secret', 'manifests.example:80'])
    assert.equal(site.asked, ['/a.yaml manifests.example'])
  } finally {
    socks.stop()
    site.stop()
  }
})

test('a SOCKS proxy that is not there is told without its password', async () => {
  try {
    await fetchThroughProxy({ HTTPS_PROXY: 'socks5://me:secret@127.0.0.1:1' })('https://contoso.azurecr.io/')
    assert.unreachable()
  } catch (error) {
    assert.is(error instanceof Error && error.message, 'PROXY_REFUSED')
  }
})

test('http is passed on by the proxy, which gets the whole address', async () => {
  const proxied = await startSite()
  try {
    const through = fetchThroughProxy({ HTTP_PROXY: `http://me:secret@127.0.0.1:${proxied.port}` })
    assert.is(await (await through('http://manifests.example/a.yaml?b')).text(), 'manifest')
    const said = `Basic ${Buffer.from('me:secret').toString('base64')}`
    assert.equal(proxied.asked, [`http://manifests.example/a.yaml?b manifests.example ${said}`])
  } finally {
    proxied.stop()
  }
})

const openssl = findProgram('openssl', 'a token exchanged through a proxy')
if (openssl !== undefined) {
  test('a token is exchanged through a proxy, with a certificate of NODE_EXTRA_CA_CERTS', async () => {
    const front = await startAcrFront({ openssl, users: {}, entraTokens: { 'entra-token': [] } })
    const between = await startProxy(front.port)
    const script = compiledPath(
      fileURLToPath(new URL('../registry/exchange-by-environment.ts', import.meta.url)),
    )
    const exchangeWith = async (env: Record<string, string>): Promise<string> => {
      const args = [script, 'contoso.azurecr.io']
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
