import { createServer as createHttpServer } from 'node:http'
import { connect as connectTcp, createServer } from 'node:net'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { listen, startProxy } from '../registry/loopback.ts'
import { makeFolder } from '../folder.ts'
import { findProgram } from '../skipped.ts'
import { embedded, makeAuthority } from './authority.ts'
import { withKube } from './kube.ts'
import type { Kube, Reply } from './kube.ts'
import { connectBy, kubeconfig, refusal, connectContext } from './connect-context.ts'

const named = (error: unknown): string =>
  JSON.stringify(error).replaceAll(/(127\.0\.0\.1|localhost):\d+/g, '$1:PORT')

const elsewhere = (name: string) => (): object => ({ 'tls-server-name': name })

const silent: Reply = () => {}

const halting: Reply = (_, response) => void response.writeHead(200).write('{"items":')

const redirect: Reply = (_, response) => void response.writeHead(302, { location: 'https://login' }).end()

const openssl = findProgram('openssl', 'trust in a cluster')
if (openssl !== undefined) testTrust(openssl)

function testTrust(program: string): void {
  const test = suite('trust and ways')
  const authority = makeAuthority(program)
  const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts'
  const EMPTY = { kind: 'ServiceAccountList', apiVersion: 'v1', metadata: {}, items: [] }

  const ask = (
    cluster: (kube: Kube) => object,
    env: Readonly<Record<string, string>> = {},
    reply: Reply = EMPTY,
    options: Parameters<typeof connectBy>[1] = {},
  ): Promise<number> =>
    withKube(authority, { [ACCOUNTS]: reply }, async kube => {
      const text = kube.config({ token: 'very-secret' }, cluster(kube))
      const asking = await connectBy(text, options, connectContext(env))
      await asking.listServiceAccounts(['default'])
      return kube.asked.length
    })

  test('an authority can be in a file beside the kubeconfig', async () => {
    const folder = makeFolder({
      'pki/ca.crt': Buffer.from(embedded(authority.certificate), 'base64').toString(),
    })
    const path = join(folder, 'pki/ca.crt')
    const cluster = { 'certificate-authority-data': undefined, 'certificate-authority': path }
    assert.is(await ask(() => cluster), 1)
    const missing = { ...cluster, 'certificate-authority': `${path}.none` }
    assert.equal(await refusal(ask(() => missing)), {
      code: 'missing-file',
      what: `a file of the kubeconfig ${path}.none does not exist`,
      remedy: 'check the path and its permissions',
    })
  })

  test('a certificate of an unknown authority is not trusted, except on demand', async () => {
    const cluster = { 'certificate-authority-data': undefined }
    assert.match(
      named(await refusal(ask(() => cluster))),
      /"code":"untrusted","what":"the certificate of 127\.0\.0\.1:PORT is not trusted \([A-Z_]*\)"/,
    )
    assert.is(await ask(() => ({ ...cluster, 'insecure-skip-tls-verify': true })), 1)
  })

  test('the certificate must be for the name, or for the one that the kubeconfig says', async () => {
    assert.is(await ask(elsewhere('kube.internal')), 1)
    assert.match(
      named(await refusal(ask(elsewhere('other.internal')))),
      /"code":"untrusted","what":"the certificate of 127\.0\.0\.1:PORT is for another name"/,
    )
  })

  test('a server that speaks no TLS', async () => {
    const plain = createHttpServer((_, response) => response.end())
    const port = await listen(plain)
    const error = await refusal(ask(() => ({ server: `https://127.0.0.1:${port}` })))
    plain.close()
    assert.match(named(error), /"code":"unexpected","what":"127\.0\.0\.1:PORT does not speak TLS as expected/)
  })

  test('nobody there', async () => {
    const free = createServer()
    const port = await listen(free)
    await new Promise(resolve => free.close(resolve))
    const error = await refusal(ask(() => ({ server: `https://127.0.0.1:${port}` })))
    assert.match(named(error), /"code":"unreachable","what":"127\.0\.0\.1:PORT refuses connections"/)
  })

  test('no answer in time, before the head and in the body', async () => {
    for (const reply of [silent, halting])
      assert.match(
        named(await refusal(ask(() => ({}), {}, reply, { requestTimeout: 200 }))),
        /"code":"timeout","what":"127\.0\.0\.1:PORT did not answer within 0\.2 seconds"/,
      )
  })

  test('a redirect is not followed', async () => {
    assert.match(
      named(await refusal(ask(() => ({}), {}, redirect))),
      /"what":"127\.0\.0\.1:PORT redirects the request \(302\)"/,
    )
  })

  test('a proxy of the kubeconfig, with its password', async () => {
    await withKube(authority, { [ACCOUNTS]: EMPTY }, async kube => {
      const proxy = await startProxy(kube.port)
      const cluster = {
        server: 'https://kube.internal:6443',
        'proxy-url': `http://me:secret@127.0.0.1:${proxy.port}`,
      }
      const asking = await connectBy(kube.config({}, cluster))
      await asking.listServiceAccounts(['default'])
      proxy.stop()
      const basic = Buffer.from('me:secret').toString('base64')
      assert.equal(proxy.asked, [`kube.internal:6443 Basic ${basic}`])
    })
  })

  test('a proxy of the environment, and one that refuses', async () => {
    await withKube(authority, { [ACCOUNTS]: EMPTY }, async kube => {
      const through = async (code: number): Promise<readonly string[]> => {
        const proxy = await startProxy(kube.port, code)
        const text = kube.config({}, { server: 'https://kube.internal:6443' })
        const env = { HTTPS_PROXY: `http://me:secret@127.0.0.1:${proxy.port}` }
        try {
          const asking = await connectBy(text, {}, connectContext(env))
          await asking.listServiceAccounts(['default'])
          return proxy.asked
        } finally {
          proxy.stop()
        }
      }
      assert.is((await through(200)).length, 1)
      assert.equal(await refusal(through(407)), {
        code: 'unreachable',
        what: 'the proxy does not connect to kube.internal:6443 (407)',
        remedy: 'check proxy-url in the kubeconfig, or HTTPS_PROXY; NO_PROXY lists hosts that need no proxy',
      })
    })
  })

  test('a proxy that does not answer is let go', async () => {
    await withKube(authority, {}, async kube => {
      const mute = createServer()
      const port = await listen(mute)
      const left = new Promise(resolve => {
        mute.once('connection', socket => socket.resume().once('close', resolve))
      })
      const text = kube.config({}, { 'proxy-url': `http://127.0.0.1:${port}` })
      const asking = await connectBy(text, { requestTimeout: 200 })
      const error = await refusal(asking.listServiceAccounts(['default']))
      assert.match(named(error), /did not answer within 0\.2 seconds/)
      await left
      mute.close()
    })
  })

  test('a SOCKS proxy looks the name up itself', async () => {
    await withKube(authority, { [ACCOUNTS]: EMPTY }, async kube => {
      const names: string[] = []
      const proxy = socksServer(kube.port, names)
      const port = await listen(proxy)
      const cluster = { server: 'https://kube.internal:6443', 'proxy-url': `socks5://127.0.0.1:${port}` }
      const asking = await connectBy(kube.config({}, cluster))
      await asking.listServiceAccounts(['default'])
      proxy.close()
      assert.equal(names, ['kube.internal:6443'])
    })
  })

  test('a proxy that cannot be used is an error without its address', async () => {
    const text = kubeconfig({ cluster: { server: 'https://k', 'proxy-url': 'quic://secret@p' } })
    assert.equal(await refusal(connectBy(text)), {
      code: 'bad-kubeconfig',
      what: "the cluster's proxy-url is not a valid URL",
      remedy: "set it in the kubeconfig: 'kubectl config set-cluster NAME --proxy-url=URL'",
    })
  })

  test.run()
}

/** SOCKS 5 without a password (RFC 1928), which connects to one port whatever it is asked for. */
function socksServer(target: number, names: string[]): Server {
  return createServer(socket => {
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]))
      socket.once('data', asked => {
        const length = asked[4] ?? 0
        names.push(`${asked.subarray(5, 5 + length).toString()}:${asked.readUInt16BE(5 + length)}`)
        const through = connectTcp(target, '127.0.0.1', () => {
          socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]))
          socket.pipe(through).pipe(socket)
        })
        // One that is reset does not end the other by itself.
        through.on('error', () => {}).on('close', () => socket.destroy())
        socket.on('close', () => through.destroy())
      })
    })
    socket.on('error', () => {})
  })
}
