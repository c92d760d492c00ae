import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { RegistryError } from '../../src/registry/registry-error.ts'
import { request } from '../../src/registry/registry-request.ts'
import type { RequestLimits } from '../../src/http/request.ts'
import type { RegistryClient } from '../../src/registry/registry-request.ts'
import { NOW, answerWith, visit } from './plain-registry.ts'
import type { Listener } from './plain-registry.ts'

const URL_OF_V2 = new URL('https://contoso.azurecr.io/v2/')
const SECRET = 'Basic c2VjcmV0'

async function ask(listener: Listener, limits: Partial<RequestLimits> = {}): Promise<unknown> {
  const question = { headers: { authorization: SECRET } }
  const { result, asked, pauses } = await visit(
    listener,
    client => request(URL_OF_V2, question, client),
    limits,
  )
  if (result instanceof RegistryError)
    return { code: result.code, what: result.message, asked: asked.length, pauses }
  return { status: result instanceof Error ? result.message : result.status, asked: asked.length, pauses }
}

/** Answers once in each way, and then with 200. */
function inTurn(...limiter: Listener[]): Listener {
  const left = [...limiter]
  return (...call) => (left.shift() ?? answerWith(200, '{}'))(...call)
}

const broken: Listener = (_, __, { socket }) => void socket.destroy()
const slow: Listener = (_, response) => void response.writeHead(200).write('{')
const endless: Listener = (_, response) => {
  response.writeHead(200)
  const more = (): void => {
    while (!response.destroyed && response.write('x'.repeat(2 ** 16))) continue
  }
  response.on('drain', more)
  more()
}
const coded = (code: string): Error => Object.assign(new Error('secret'), { code })

test('an answer is an answer, whatever its status', async () => {
  for (const status of [200, 400, 401, 403, 404])
    assert.equal(await ask(answerWith(status, '{}')), { status, asked: 1, pauses: [] })
})

test('an error of the server is asked for again, ever later', async () => {
  const [bad, none] = [answerWith(502, 'bad gateway'), answerWith(503, '')]
  assert.equal(await ask(inTurn(bad, none)), { status: 200, asked: 3, pauses: [500, 1000] })
  assert.equal(await ask(none), { status: 503, asked: 4, pauses: [500, 1000, 2000] })
})

test('a broken connection is tried again', async () => {
  assert.equal(await ask(inTurn(broken)), { status: 200, asked: 2, pauses: [500] })
  assert.equal(await ask(broken, { attempts: 2 }), {
    code: 'unavailable',
    what: 'contoso.azurecr.io cannot be reached (UND_ERR_SOCKET)',
    asked: 2,
    pauses: [500],
  })
})

test('no answer in time is tried again', async () => {
  assert.equal(await ask(() => {}, { timeout: 30, attempts: 2 }), {
    code: 'unavailable',
    what: 'contoso.azurecr.io gave no answer in time',
    asked: 2,
    pauses: [500],
  })
  assert.equal(await ask(inTurn(slow), { timeout: 100 }), { status: 200, asked: 2, pauses: [500] })
})

function throttled(retryAfter?: string): Listener {
  return (_, response) => {
    response.writeHead(429, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end('{}')
  }
}

test('a registry that is asked too often says when to come back', async () => {
  const date = new Date(NOW.getTime() + 9000).toUTCString()
  assert.equal(await ask(inTurn(throttled('7'), throttled(date), throttled())), {
    status: 200,
    asked: 4,
    pauses: [7000, 9000, 2000],
  })
  const past = new Date(0).toUTCString()
  assert.equal(await ask(inTurn(throttled(past), throttled('soon'))), {
    status: 200,
    asked: 3,
    pauses: [0, 1000],
  })
})

test('nobody waits for an hour', async () => {
  assert.equal(await ask(throttled('3600')), { status: 429, asked: 1, pauses: [] })
})

test('no redirect is followed', async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    const elsewhere: Listener = (_, response) => {
      response.writeHead(status, { location: 'https://contoso.azurecr.io/elsewhere' }).end()
    }
    assert.equal(await ask(elsewhere), {
      code: 'untrusted',
      what: `contoso.azurecr.io redirects the request (${status})`,
      asked: 1,
      pauses: [],
    })
  }
})

test('an answer without end is cut off', async () => {
  assert.equal(await ask(endless, { size: 2 ** 18 }), {
    code: 'unexpected',
    what: 'the answer of contoso.azurecr.io is larger than 262144 bytes',
    asked: 1,
    pauses: [],
  })
})

test('nothing is asked without https', async () => {
  for (const address of ['http://contoso.azurecr.io/v2/', 'https://user:secret@contoso.azurecr.io/v2/']) {
    const { result, asked } = await visit(answerWith(200, ''), client =>
      request(new URL(address), {}, client),
    )
    assert.instance(result, RegistryError)
    assert.is(asked.length, 0)
  }
})

async function failWith(cause: unknown): Promise<{ error: string; attempts: number }> {
  let attempts = 0
  const client: RegistryClient = {
    fetch: async () => {
      attempts += 1
      throw new TypeError('fetch failed', { cause })
    },
    sleep: async () => {},
    now: () => NOW,
  }
  try {
    await request(URL_OF_V2, {}, client)
    return { error: '', attempts }
  } catch (error) {
    return {
      error: error instanceof RegistryError ? `${error.message}; ${error.remedy}` : String(error),
      attempts,
    }
  }
}

test('what will not pass is not tried again', async () => {
  const unknown = await failWith(coded('ENOTFOUND'))
  assert.match(unknown.error, /^the host contoso\.azurecr\.io does not exist; check the registry's name/)
  assert.is(unknown.attempts, 1)
  for (const code of ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_HAS_EXPIRED']) {
    const untrusted = await failWith(coded(code))
    assert.match(
      untrusted.error,
      new RegExp(`certificate .* is not trusted \\(${code}\\); .*NODE_EXTRA_CA_CERTS`),
    )
    assert.is(untrusted.attempts, 1)
  }
  const proxy = await failWith(coded('PROXY_ANSWERED_407'))
  assert.match(proxy.error, /^the proxy does not connect to contoso\.azurecr\.io \(PROXY_ANSWERED_407\); /)
  assert.is(proxy.attempts, 1)
  const { error, attempts } = await failWith(coded('not a code'))
  assert.match(error, /^contoso\.azurecr\.io cannot be reached; .*HTTPS_PROXY/)
  assert.is(attempts, 4)
})

test.run()
