import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { download, publicAddress } from '../../src/io/download.ts'

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
      { fetch, sleep },
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
    result: 'no answer in time',
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

test('no credential is part of the name', () => {
  assert.is(
    publicAddress(new URL('https://me:pass@example.com/a.yaml?token=t#x')),
    'https://example.com/a.yaml',
  )
})

test.run()
