import { verifyImage } from './verify-image.ts'
import { TOKEN_USER } from '../../src/pull-secret/credential.ts'
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { exchange } from '../../src/registry/exchange.ts'
import type { ImageQuestion, PullAnswer } from '../../src/pull-secret/pulls/pull.ts'
import { fetchThroughProxy } from '../../src/http/fetch-through-proxy.ts'
import type { RegistryClient } from '../../src/registry/registry-request.ts'
import { verifyImages } from '../../src/registry/verify-images.ts'
import { findProgram } from '../skipped.ts'
import { startAcrFront } from './acr-front.ts'
import type { AcrFront } from './acr-front.ts'
import { fetchTrusting, makeCertificate } from './loopback.ts'

const PART = 'images asked for at docker-registry'
const openssl = findProgram('openssl', PART)
const dockerRegistry = findProgram('docker-registry', PART)

if (openssl !== undefined && dockerRegistry !== undefined) {
  const test = suite<{ front: AcrFront; client: RegistryClient }>('docker-registry')
  const principal = { username: '11111111-2222-3333-4444-555555555555', password: 'p~w<>&"\\:x' }
  const scoped = { username: 'puller', password: 'only-team-app' }
  const absent = `sha256:${createHash('sha256').update('another').digest('hex')}`

  test.before(async context => {
    const front = await startAcrFront({
      openssl,
      dockerRegistry,
      users: {
        [principal.username]: {
          password: principal.password,
          repositories: ['team/app', 'team/other', 'team/none'],
        },
        [scoped.username]: { password: scoped.password, repositories: ['team/app'] },
      },
      entraTokens: { 'entra-token': ['team/app'] },
    })
    context.front = front
    context.client = { fetch: fetchTrusting(front.certificate, front.port), sleep, now: () => new Date() }
    // One after the other: a registry on files may not find a blob that it gets twice at the same time.
    await front.push('team/app', 'v1')
    await front.push('team/app', 'latest')
    await front.push('team/other', 'v1')
  })
  test.after(({ front }) => front.stop())

  const ask = (
    { front, client }: { front: AcrFront; client: RegistryClient },
    question: Partial<ImageQuestion>,
  ): Promise<PullAnswer> =>
    verifyImage({ host: front.host, repository: 'team/app', credential: principal, ...question }, client)

  test('by tag, by the default tag and by digest', async context => {
    const byTag = await ask(context, { tag: 'v1' })
    assert.is(byTag.outcome, 'pulls', inspect(byTag))
    const { digest } = byTag
    assert.match(digest ?? '', /^sha256:[0-9a-f]{64}$/)
    for (const question of [{}, { digest }, { digest, tag: 'elsewhere' }]) {
      const answer = await ask(context, question)
      assert.equal([answer.outcome, answer.digest], ['pulls', digest])
    }
  })

  test('each refusal is told from the others', async context => {
    for (const [outcome, question] of [
      ['wrong-credential', { credential: { ...principal, password: 'wrong' } }],
      ['wrong-credential', { credential: { username: 'nobody', password: 'x' } }],
      ['needs-credential', { credential: undefined }],
      ['denied', { credential: scoped, repository: 'team/other', tag: 'v1' }],
      ['missing-image', { tag: 'v2' }],
      ['missing-image', { digest: absent }],
      // For a repository that never was, docker-registry says MANIFEST_UNKNOWN too, where ACR says NAME_UNKNOWN.
      ['missing-image', { repository: 'team/none' }],
    ] as const) {
      const answer = await ask(context, question)
      assert.is(answer.outcome, outcome, inspect(answer))
    }
  })

  test('an exchanged token has an end', async context => {
    const { host } = context.front
    const credential = await exchange({ host, entraToken: 'entra-token', trustHost: true }, context.client)
    const known = await ask(context, { credential })
    const read = await ask(context, { credential: { username: TOKEN_USER, password: credential.password } })
    assert.equal([known.outcome, known.expires], ['pulls', credential.expires])
    assert.equal(read, known)
  })

  test('many images with two credentials need one token for each repository', async context => {
    const { host, asked } = context.front
    const before = asked.length
    const tags = ['v1', 'latest', ...Array.from({ length: 10 }, (_, index) => `none-${index}`)]
    const questions = [principal, scoped].flatMap(credential =>
      tags.map(tag => ({ host, repository: 'team/app', tag, credential })),
    )
    const answers = await verifyImages([...questions, ...questions], context.client)
    assert.equal(
      answers.map(({ outcome }) => outcome),
      [...questions, ...questions].map(({ tag }) => (tag.startsWith('none') ? 'missing-image' : 'pulls')),
    )
    assert.is(asked.length - before, 2)
  })

  test('a certificate that is not trusted ends it before a credential is shown', async context => {
    const { asked, port } = context.front
    const before = asked.length
    for (const fetch of [fetchThroughProxy({}), fetchTrusting(makeCertificate(openssl, 'second'), port)]) {
      const answer = await ask({ ...context, client: { ...context.client, fetch } }, {})
      assert.is(answer.outcome, 'unreachable')
      assert.match(answer.what, /^the certificate of localhost:\d+ is not trusted/)
      assert.match(answer.remedy, /NODE_EXTRA_CA_CERTS/)
    }
    assert.is(asked.length, before)
  })

  test.run()
}
