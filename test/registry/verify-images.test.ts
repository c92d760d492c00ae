import { setImmediate as turnOfLoop } from 'node:timers/promises'
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ImageQuestion } from '../../src/pull-secret/pulls/pull.ts'
import type { RegistryClient } from '../../src/registry/registry-request.ts'
import { verifyImages } from '../../src/registry/verify-images.ts'
import { NOW, answerWith, token, visit } from './plain-registry.ts'
import { DIGEST, manifest, registryOf } from './registry-of.ts'

const credential = { username: 'user', password: 'secret' }

function imagesOf(host: string, count: number, repository = 'app'): readonly ImageQuestion[] {
  return Array.from({ length: count }, (_, index) => ({ host, repository, tag: `v${index}`, credential }))
}

const question = (tag: string, password: string): ImageQuestion => ({
  host: 'contoso.azurecr.io',
  repository: 'app',
  tag,
  credential: { username: 'user', password },
})

type Reply = (url: URL, method: string) => Promise<Response> | Response

const challenge: Reply = ({ host }) =>
  new Response('{}', {
    status: 401,
    headers: { 'www-authenticate': `Bearer realm="https://${host}/oauth2/token",service="${host}"` },
  })
const found = (): Response => new Response('', { headers: { 'docker-content-digest': DIGEST } })
const throttled = (seconds: string): Response =>
  new Response('', { status: 429, headers: { 'retry-after': seconds } })

/** A registry in memory at every host, with a count of what is under way; `reply` answers for some, `undefined` leaves it. */
function startWire(reply: (url: URL, method: string) => ReturnType<Reply> | undefined = () => undefined) {
  const asked: string[] = []
  const pauses: number[] = []
  const load = { now: 0, most: 0 }
  const client: RegistryClient = {
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input)
      const method = init?.method ?? 'GET'
      asked.push(`${method} ${url.host}${url.pathname}`)
      load.now += 1
      load.most = Math.max(load.most, load.now)
      try {
        await turnOfLoop()
        const given = await reply(url, method)
        if (given !== undefined) return given
        if (url.pathname === '/v2/') return await challenge(url, method)
        if (url.pathname === '/oauth2/token') return Response.json({ access_token: token({}) })
        return found()
      } finally {
        load.now -= 1
      }
    },
    sleep: async milliseconds => pauses.push(milliseconds),
    now: () => NOW,
  }
  return { client, asked, pauses, load }
}

test('the answers stand in the order of the questions, each pair asked for once', async () => {
  const { client, asked } = startWire(url =>
    url.pathname.endsWith('/b') ? new Response('', { status: 404 }) : undefined,
  )
  const questions = [
    question('a', 'one'),
    question('b', 'one'),
    question('a', 'two'),
    question('a', 'one'),
    { ...question('b', 'one'), credential: { username: 'user', password: 'one', email: 'a@b' } },
    question('${TAG}', 'one'),
  ]
  const answers = await verifyImages(questions, client)
  assert.equal(
    answers.map(({ outcome }) => outcome),
    ['pulls', 'missing-image', 'pulls', 'pulls', 'missing-image', 'unaskable'],
  )
  assert.equal(asked.sort(), [
    'GET contoso.azurecr.io/oauth2/token',
    'GET contoso.azurecr.io/oauth2/token',
    'GET contoso.azurecr.io/v2/',
    'GET contoso.azurecr.io/v2/app/manifests/b',
    'HEAD contoso.azurecr.io/v2/app/manifests/a',
    'HEAD contoso.azurecr.io/v2/app/manifests/a',
    'HEAD contoso.azurecr.io/v2/app/manifests/b',
  ])
})

test('a challenge for each host, a token for each repository, never more than so many at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          host: fc.constantFrom('one.azurecr.io', 'two.azurecr.io', 'localhost:5443'),
          repository: fc.constantFrom('app', 'team/app'),
          tag: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
          credential: fc.constantFrom(undefined, credential, { username: 'other', password: 'x' }),
        }),
        { maxLength: 60 },
      ),
      fc.integer({ min: 1, max: 9 }),
      async (questions, concurrency) => {
        const { client, asked, load } = startWire()
        const steps: string[] = []
        const onProgress = (done: number, total: number): number => steps.push(`${done}/${total}`)
        const answers = await verifyImages(questions, client, { concurrency, onProgress })
        assert.is(answers.length, questions.length)
        for (const [index, { outcome, what }] of answers.entries()) {
          const { host = '', repository = '', tag = '' } = questions[index] ?? {}
          assert.is(outcome, 'pulls')
          assert.ok(what.includes(`${host}/${repository}:${tag}`))
        }
        const count = (...keys: ('host' | 'repository' | 'tag' | 'credential')[]): number =>
          new Set(questions.map(asking => JSON.stringify(keys.map(key => asking[key] ?? '')))).size
        const pairs = count('host', 'repository', 'tag', 'credential')
        assert.is(asked.length, count('host') + count('host', 'repository', 'credential') + pairs)
        assert.ok(load.most <= concurrency)
        assert.equal(
          steps,
          [...Array(pairs + 1).keys()].map(done => `${done}/${pairs}`),
        )
      },
    ),
  )
})

test('eight at once, all eight of them', async () => {
  const { client, load } = startWire()
  await verifyImages(imagesOf('contoso.azurecr.io', 40), client)
  assert.is(load.most, 8)
})

test('eight at once at a real server', async () => {
  let open = 0
  let most = 0
  const { result } = await visit(
    registryOf({
      manifest: (entry, response, request) => {
        open += 1
        most = Math.max(most, open)
        setImmediate(() => {
          open -= 1
          manifest(entry, response, request)
        })
      },
    }),
    client => verifyImages(imagesOf('contoso.azurecr.io', 60), client),
    { timeout: 10_000 },
  )
  assert.not.instance(result, Error)
  assert.ok(
    Array.isArray(result) && result.length === 60 && result.every(({ outcome }) => outcome === 'pulls'),
  )
  assert.ok(most >= 1 && most <= 8, String(most))
})

test('Retry-After keeps everybody from the host, and then all get their answer', async () => {
  let left = 3
  const { client, pauses, asked } = startWire(url =>
    url.pathname.includes('/manifests/') && left-- > 0 ? throttled('7') : undefined,
  )
  const answers = await verifyImages(imagesOf('contoso.azurecr.io', 20), client, { concurrency: 1 })
  assert.ok(answers.every(({ outcome }) => outcome === 'pulls'))
  assert.equal(pauses, [7000, 7000, 7000])
  assert.is(asked.length, 1 + 1 + 20 + 3)
})

test('a throttled host lets the others pass', async () => {
  const slow = imagesOf('slow.azurecr.io', 20)
  const quick = imagesOf('quick.azurecr.io', 20)
  let isOver = false
  const rest = startWire(url =>
    url.host === 'slow.azurecr.io' && url.pathname.includes('/manifests/') && !isOver
      ? throttled('30')
      : undefined,
  )
  const wakes: (() => void)[] = []
  const sleep = async (): Promise<void> => {
    if (!isOver) await new Promise<void>(resolve => wakes.push(resolve))
  }
  const answers = await verifyImages(
    [...slow, ...quick],
    { ...rest.client, sleep },
    {
      // If the slow host held the others back, this would never come, and the run end without a last line.
      onProgress: done => {
        if (done < quick.length) return
        isOver = true
        for (const wake of wakes.splice(0)) wake()
      },
    },
  )
  assert.ok(answers.every(({ outcome }) => outcome === 'pulls'))
})

test('a host that stays throttled is given up after a few tries, for all images', async () => {
  const { client, asked } = startWire(url => (url.pathname === '/oauth2/token' ? throttled('1') : undefined))
  const repositories = Array.from({ length: 50 }, (_, index) =>
    imagesOf('contoso.azurecr.io', 1, `app-${index}`),
  )
  const answers = await verifyImages(repositories.flat(), client, { concurrency: 2 })
  assert.ok(answers.every(({ outcome }) => outcome === 'throttled'))
  assert.ok(asked.length <= 20, String(asked.length))
})

function failing(code: string): never {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
}

test('a host that cannot be reached is asked once, not for each image', async () => {
  for (const [code, attempts] of [
    ['ENOTFOUND', 1],
    ['CERT_HAS_EXPIRED', 1],
    ['ECONNREFUSED', 4],
  ] as const) {
    const { client, asked } = startWire(url => (url.host === 'gone.azurecr.io' ? failing(code) : undefined))
    const questions = [...imagesOf('gone.azurecr.io', 30), ...imagesOf('here.azurecr.io', 2)]
    const answers = await verifyImages(questions, client)
    assert.equal(
      answers.map(({ outcome }) => outcome),
      questions.map(({ host }) => (host === 'gone.azurecr.io' ? 'unreachable' : 'pulls')),
    )
    assert.is(asked.filter(line => line.includes('gone')).length, attempts)
  }
})

test('a host that goes away is given up, and one lost answer is not yet that', async () => {
  const lost = startWire(url => (url.pathname.includes('/manifests/') ? failing('ECONNRESET') : undefined))
  const all = await verifyImages(imagesOf('contoso.azurecr.io', 50), lost.client, { concurrency: 1 })
  assert.ok(all.every(({ outcome }) => outcome === 'unreachable'))
  assert.ok(lost.asked.length <= 25, String(lost.asked.length)) // and not four times for each of the 50
  const once = startWire(url => (url.pathname.endsWith('/v3') ? failing('ECONNRESET') : undefined))
  const most = await verifyImages(imagesOf('contoso.azurecr.io', 9), once.client)
  assert.equal(
    most.map(({ outcome }) => outcome).filter(outcome => outcome !== 'pulls'),
    ['unreachable'],
  )
})

test('a signal breaks it off', async () => {
  const reason = new Error('enough')
  const early = startWire()
  const aborted = AbortSignal.abort(reason)
  assert.is(
    await caught(verifyImages(imagesOf('a.azurecr.io', 3), early.client, { signal: aborted })),
    reason,
  )
  assert.equal(early.asked, [])

  const controller = new AbortController()
  const { client, asked } = startWire()
  const progress: number[] = []
  const onProgress = (done: number): void => {
    progress.push(done)
    if (done === 2) controller.abort(reason)
  }
  const { signal } = controller
  assert.is(await caught(verifyImages(imagesOf('a.azurecr.io', 50), client, { signal, onProgress })), reason)
  const before = asked.length
  for (let turn = 0; turn < 20; turn += 1) await turnOfLoop()
  assert.is(asked.length, before)
  assert.equal(progress, [0, 1, 2])
})

test('a signal ends a wait', async () => {
  const controller = new AbortController()
  let withoutErrors: AbortSignal | undefined
  const { client } = startWire(() => throttled('30'))
  const sleep: RegistryClient['sleep'] = async (_, __, options) => {
    withoutErrors = options?.signal
    controller.abort()
    return new Promise(() => {})
  }
  const questions = imagesOf('a.azurecr.io', 1)
  await caught(verifyImages(questions, { ...client, sleep }, { signal: controller.signal }))
  assert.is(withoutErrors, controller.signal)
})

async function caught(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  return assert.unreachable('nothing was thrown')
}

test('no questions, no requests', async () => {
  const { client, asked } = startWire()
  assert.equal(await verifyImages([], client), [])
  assert.equal(asked, [])
})

test('a mistake of ours is no answer', async () => {
  const { result } = await visit(answerWith(200, ''), client =>
    verifyImages(imagesOf('a.azurecr.io', 1), {
      ...client,
      now: () => {
        throw new Error('a bug')
      },
    }),
  )
  assert.is(result instanceof Error && result.message, 'a bug')
})

test.run()
