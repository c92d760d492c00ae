import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { download, publicAddress } from '../../../src/io/sources/download.ts'
import { listen } from '../../registry/loopback.ts'

const LIMITS = { timeout: 30_000, size: 2 ** 20, pause: 500 }

interface Answer {
  result: string
  requests: number
  /** Milliseconds that were slept, which took no time. */
  pauses: number[]
}

/** Downloads from a server of our own, which `listener` answers for; an error is a result as well. */
async function downloadFrom(
  listener: RequestListener,
  { user = '', timeout = LIMITS.timeout } = {},
): Promise<Answer> {
  let requests = 0
  const pauses: number[] = []
  const sleep = async (milliseconds: number): Promise<unknown> => pauses.push(milliseconds)
  const server = createServer((request, response) => {
    requests += 1
    listener(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  try {
    const bytes = await download(
      new URL(`http://${user}127.0.0.1:${port}/web.yaml`),
      { fetch, env: {}, sleep },
      { ...LIMITS, timeout },
    )
    return { result: Buffer.from(bytes).toString(), requests, pauses }
  } catch (error) {
    return { result: error instanceof Error ? error.message : '', requests, pauses }
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

test('the body is the manifest', async () => {
  assert.equal(await downloadFrom((_, response) => response.end('a: 1')), {
    result: 'a: 1',
    requests: 1,
    pauses: [],
  })
})

test('an error of the server is asked for again', async () => {
  let answers = 0
  const recovered = await downloadFrom((_, response) => {
    answers += 1
    if (answers < 3) response.statusCode = 503
    response.end('a: 1')
  })
  assert.equal(recovered, { result: 'a: 1', requests: 3, pauses: [500, 1000] })
  const lasting = await downloadFrom((_, response) => response.writeHead(500).end())
  assert.equal(lasting, {
    result: 'the server answered 500 Internal Server Error',
    requests: 3,
    pauses: [500, 1000],
  })
})

test('an error of the client is final', async () => {
  const missing = await downloadFrom((_, response) => response.writeHead(404).end('page'))
  assert.equal(missing, { result: 'the server answered 404 Not Found', requests: 1, pauses: [] })
})

test('a broken connection is tried again', async () => {
  const { result, requests, pauses } = await downloadFrom(request => request.socket.destroy())
  assert.match(result, /other side closed|ECONNRESET|socket/)
  assert.equal({ requests, pauses }, { requests: 3, pauses: [500, 1000] })
})

test('a server that says nothing is not waited for', async () => {
  assert.equal(await downloadFrom(() => {}, { timeout: 50 }), {
    result: 'the server did not answer in time',
    requests: 3,
    pauses: [500, 1000],
  })
})

test('a body without end is cut off', async () => {
  const endless = await downloadFrom((_, response) => {
    const chunk = Buffer.alloc(2 ** 18)
    const write = (): unknown => response.write(chunk, error => error ?? setImmediate(write))
    write()
  })
  assert.equal(endless, { result: 'the answer is larger than 1 MiB', requests: 1, pauses: [] })
})

test('user and password of the URL are sent as a header', async () => {
  const { result } = await downloadFrom((request, response) => response.end(request.headers.authorization), {
    user: 'me:p%40ss@',
  })
  assert.is(result, `Basic ${Buffer.from('me:p@ss').toString('base64')}`)
})

/** Follows redirects of servers that there are none of: the answer to each address is a status and where to go. */
async function redirected(
  from: string,
  to: Readonly<Record<string, string>>,
): Promise<{ result: string; asked: string[] }> {
  const asked: string[] = []
  const fetchFrom: typeof fetch = async (input, init) => {
    const { url } = new Request(input)
    asked.push(new Headers(init?.headers).has('authorization') ? `${url} with credential` : url)
    const location = to[url]
    return location === undefined
      ? new Response('a: 1')
      : new Response(null, { status: 302, headers: { location } })
  }
  try {
    const bytes = await download(new URL(from), { fetch: fetchFrom, env: {}, sleep: async () => {} }, LIMITS)
    return { result: Buffer.from(bytes).toString(), asked }
  } catch (error) {
    return { result: error instanceof Error ? error.message : '', asked }
  }
}

test('a redirect is followed, by the credential on its own server only', async () => {
  const to = { 'https://a.test/1': '/2', 'https://a.test/2': 'https://b.test/3' }
  assert.equal(await redirected('https://u:p@a.test/1', to), {
    result: 'a: 1',
    asked: ['https://a.test/1 with credential', 'https://a.test/2 with credential', 'https://b.test/3'],
  })
  const up = { 'http://a.test/1': 'https://a.test/1' }
  assert.is((await redirected('http://a.test/1', up)).result, 'a: 1')
})

for (const [name, to, result] of [
  [
    'from https to http',
    'http://a.test/2?sig=s',
    'the server redirects from https to http, which is refused',
  ],
  ['to a file', 'file:///etc/passwd', 'the server redirects from https to file, which is refused'],
  ['to data', 'data:text/yaml,a', 'the server redirects from https to data, which is refused'],
  ['to no address', 'https://:x', 'the server redirects to an address that is not valid'],
  ['in a circle', '/1?sig=s', 'the server redirects more than 10 times'],
] as const)
  test(`a redirect ${name} is refused, without an address that may hold a signature`, async () => {
    const from = 'https://a.test/1?sig=s'
    const { result: told, asked } = await redirected(from, { [from]: to })
    assert.is(told, result)
    assert.ok(asked.every(address => address === from))
  })

test('a redirect of a real server is followed', async () => {
  const { result, requests } = await downloadFrom((request, response) =>
    request.url === '/web.yaml'
      ? response.writeHead(307, { location: '/b.yaml' }).end()
      : response.end('b: 1'),
  )
  assert.equal([result, requests], ['b: 1', 2])
})

const direct: typeof fetch = () => Promise.reject(new Error('not by the proxy'))

/** Downloads http://manifests.test/web.yaml by the given proxy. */
async function downloadBy(proxy: string): Promise<Omit<Answer, 'requests'>> {
  const pauses: number[] = []
  const sleep = async (milliseconds: number): Promise<unknown> => pauses.push(milliseconds)
  const context = { fetch: direct, env: { HTTP_PROXY: proxy }, sleep }
  try {
    const bytes = await download(new URL('http://manifests.test/web.yaml'), context, LIMITS)
    return { result: Buffer.from(bytes).toString(), pauses }
  } catch (error) {
    return { result: error instanceof Error ? error.message : '', pauses }
  }
}

test('the proxy of the environment is asked', async () => {
  const asked: (string | undefined)[] = []
  const proxy = createServer((request, response) => {
    asked.push(request.url)
    if (asked.length === 1) response.writeHead(302, { location: '/next.yaml' }).end()
    else if (asked.length === 2) response.end('a: 1')
    else response.writeHead(asked.length === 3 ? 404 : 407).end()
  })
  const port = await listen(proxy)
  const address = `http://127.0.0.1:${port}`
  try {
    assert.equal(await downloadBy(address), { result: 'a: 1', pauses: [] })
    assert.equal(asked, ['http://manifests.test/web.yaml', 'http://manifests.test/next.yaml'])
    assert.equal(await downloadBy(address), { result: 'the server answered 404 Not Found', pauses: [] })
    assert.equal(await downloadBy(address), {
      result: 'the proxy does not connect to the server (PROXY_ANSWERED_407)',
      pauses: [],
    })
  } finally {
    proxy.close()
  }
  assert.equal(await downloadBy('ftp://proxy.test'), {
    result: 'the proxy does not connect to the server (ERR_INVALID_PROXY)',
    pauses: [],
  })
})

test('no credential is part of the name', () => {
  assert.is(
    publicAddress(new URL('https://me:pass@example.com/a.yaml?token=t#x')),
    'https://example.com/a.yaml',
  )
})

test.run()
