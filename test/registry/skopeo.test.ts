import { TOKEN_USER } from '../../src/pull-secret/credential.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AuthEntry, Credential } from '../../src/pull-secret/credential.ts'
import { writeDockerConfig } from '../../src/pull-secret/docker-config.ts'
import { RegistryError } from '../../src/registry/registry-error.ts'
import { exchange } from '../../src/registry/exchange.ts'
import type { RegistryClient } from '../../src/registry/registry-request.ts'
import { findProgram } from '../skipped.ts'
import { startAcrFront } from './acr-front.ts'
import type { AcrFront } from './acr-front.ts'
import { fetchTrusting } from './loopback.ts'
import { pullToken } from './pull-token.ts'
import { pullBy } from './skopeo.ts'

const PART = 'images pulled by skopeo from docker-registry'
const openssl = findProgram('openssl', PART)
const dockerRegistry = findProgram('docker-registry', PART)
const skopeo = findProgram('skopeo', PART)

async function codeOf(verified: Promise<unknown>): Promise<string> {
  try {
    await verified
    return 'pulled'
  } catch (error) {
    return error instanceof RegistryError ? error.code : String(error)
  }
}

if (openssl !== undefined && dockerRegistry !== undefined && skopeo !== undefined) {
  const test = suite<{ front: AcrFront; client: RegistryClient }>('skopeo')
  const principal: Credential = { username: '11111111-2222-3333-4444-555555555555', password: 'p~w<>&"\\:x' }
  const scoped: Credential = { username: 'puller', password: 'only-team-app' }

  test.before(async context => {
    const front = await startAcrFront({
      openssl,
      dockerRegistry,
      users: {
        [principal.username]: { password: principal.password, repositories: ['team/app', 'team/other'] },
        [scoped.username]: { password: scoped.password, repositories: ['team/app'] },
      },
      entraTokens: { 'entra-token': ['team/app'] },
    })
    context.front = front
    context.client = { fetch: fetchTrusting(front.certificate, front.port), sleep, now: () => new Date() }
    await Promise.all([front.push('team/app', 'v1'), front.push('team/other', 'v1')])
  })
  test.after(({ front }) => front.stop())

  const pull = ({ front }: { front: AcrFront }, repository: string, entry: AuthEntry): Promise<string> =>
    pullBy(skopeo, front, repository, writeDockerConfig([entry]))

  /** Pulls with skopeo, and asks the registry as `check` does. */
  async function both(
    context: { front: AcrFront; client: RegistryClient },
    repository: string,
    credential: Credential,
  ): Promise<[string, string]> {
    const { host } = context.front
    return [
      await pull(context, repository, { server: host, credential }),
      await codeOf(pullToken({ host, repository, credential }, context.client)),
    ]
  }

  test('a service principal pulls', async context => {
    assert.equal(await both(context, 'team/app', principal), ['pulled', 'pulled'])
    assert.equal(await both(context, 'team/other', principal), ['pulled', 'pulled'])
  })

  test('a scoped token pulls from its repository, and from no other', async context => {
    assert.equal(await both(context, 'team/app', scoped), ['pulled', 'pulled'])
    const [said, code] = await both(context, 'team/other', scoped)
    assert.match(said, /requested access to the resource is denied/)
    assert.is(code, 'denied')
  })

  test('an exchanged token pulls', async context => {
    const { host } = context.front
    const credential = await exchange({ host, entraToken: 'entra-token', trustHost: true }, context.client)
    assert.is(credential.username, TOKEN_USER)
    const hours = ((credential.expires?.getTime() ?? 0) - Date.now()) / 3_600_000
    assert.ok(hours > 2.9 && hours <= 3)
    assert.equal(await both(context, 'team/app', credential), ['pulled', 'pulled'])
    const [said, code] = await both(context, 'team/other', credential)
    assert.match(said, /requested access to the resource is denied/)
    assert.is(code, 'denied')
    assert.is(
      await codeOf(exchange({ host, entraToken: 'another', trustHost: true }, context.client)),
      'unauthorized',
    )
  })

  test('a wrong password does not', async context => {
    const [said, code] = await both(context, 'team/app', { ...principal, password: 'wrong' })
    assert.match(said, /Invalid clientid or client secret/)
    assert.is(code, 'wrong-secret')
  })

  test('an unknown user does not', async context => {
    const [said, code] = await both(context, 'team/app', { username: 'nobody', password: 'x' })
    assert.match(said, /Application not registered with AAD/)
    assert.is(code, 'unknown-user')
  })

  test('a key of another host is not used', async context => {
    const entry = { server: 'contoso.azurecr.io', credential: principal }
    assert.match(await pull(context, 'team/app', entry), /authentication required/)
    const { host } = context.front
    const question = { host, repository: 'team/app', credential: undefined }
    assert.is(await codeOf(pullToken(question, context.client)), 'unauthorized')
  })

  test.run()
}
