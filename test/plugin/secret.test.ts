import { spawn } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { startAcrFront } from '../registry/acr-front.ts'
import type { AcrFront } from '../registry/acr-front.ts'
import { startProxy } from '../registry/loopback.ts'
import type { Proxy } from '../registry/loopback.ts'
import { pullBy } from '../registry/skopeo.ts'
import { findProgram } from '../skipped.ts'
import { runFromSources } from './answering-plugin.ts'
import { pluginCommand } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'

/** The built plugin prints a Secret, and a real puller pulls with it from a real registry. */
const PART = 'images pulled with what the built plugin printed'
const openssl = findProgram('openssl', PART)
const dockerRegistry = findProgram('docker-registry', PART)
const skopeo = findProgram('skopeo', PART)
const PASSWORD = 'p~w<>&"\\: x'

interface Context {
  front: AcrFront
  proxy: Proxy
}

/** Runs the launcher; with `az` logged in, and a proxy that leads to the front whatever the host. */
function acr({ front, proxy }: Context, args: readonly string[], input = ''): Promise<Ended> {
  const answer = '{"accessToken":"entra-token","expires_on":1900000000,"tokenType":"Bearer"}'
  const folder = makeFolder({ az: `#!/bin/sh\necho '${answer}'\n` })
  chmodSync(join(folder, 'az'), 0o755)
  const azure = {
    HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
    NODE_EXTRA_CA_CERTS: join(front.certificate.folder, 'ca.crt'),
    AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential',
  }
  const env = {
    PATH: folder + delimiter + (process.env['PATH'] ?? ''),
    XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'],
    ...(args.includes('--azure-login') ? azure : {}), // which lengthens a start
  }
  const [program, ...first] = pluginCommand()
  const child = spawn(program, [...first, ...args], { env })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
}

/** The same from the sources, for what is not about a process or the bundle. */
const fromSources = (args: readonly string[], input = ''): Promise<Ended> =>
  runFromSources(args, input, { PATH: process.env['PATH'] })

const configIn = ({ stdout, stderr }: Ended): string => {
  const [, content] = /\.dockerconfigjson: (\S+)/.exec(stdout) ?? []
  assert.ok(content !== undefined, stderr)
  return Buffer.from(content, 'base64').toString()
}

if (openssl !== undefined && dockerRegistry !== undefined && skopeo !== undefined) {
  const test = suite<Context>('the built plugin')

  test.before(async context => {
    const users = { puller: { password: PASSWORD, repositories: ['team/app'] } }
    const entraTokens = { 'entra-token': ['team/app'] }
    context.front = await startAcrFront({ openssl, dockerRegistry, users, entraTokens })
    context.proxy = await startProxy(context.front.port)
    await Promise.all([context.front.push('team/app', 'v1'), context.front.push('team/other', 'v1')])
  })
  test.after(async ({ front, proxy }) => {
    proxy.stop()
    await front.stop()
  })

  const pull = ({ front }: Context, repository: string, dockerConfig: string): Promise<string> =>
    pullBy(skopeo, front, repository, dockerConfig)

  test('a password on stdin pulls, from its repository alone', async context => {
    const { host } = context.front
    const printed = await acr(
      context,
      ['secret', '--registry', host, '--username', 'puller', '--password-stdin'],
      PASSWORD,
    )
    assert.is(await pull(context, 'team/app', configIn(printed)), 'pulled')
    assert.match(
      await pull(context, 'team/other', configIn(printed)),
      'requested access to the resource is denied',
    )
    const wrong = await fromSources(
      ['secret', '--registry', host, '--username', 'puller', '--password-stdin'],
      'other',
    )
    assert.match(await pull(context, 'team/app', configIn(wrong)), 'Invalid clientid or client secret')
  })

  test("kubectl's own words pull", async context => {
    const words = [
      `--docker-server=https://${context.front.host}/`,
      '--docker-username=puller',
      `--docker-password=${PASSWORD}`,
    ]
    assert.is(
      await pull(context, 'team/app', configIn(await fromSources(['secret', 'x', ...words]))),
      'pulled',
    )
  })

  let loggedIn: Promise<Ended> | undefined
  const azureLogin = async (context: Context): Promise<string> => {
    loggedIn ??= acr(context, ['secret', '--registry', 'contoso', '--azure-login'])
    return configIn(await loggedIn)
  }

  test('an Azure login pulls; its registry is reached through the proxy, under its own name', async context => {
    const { front, proxy } = context
    const config = await azureLogin(context)
    assert.match(config, '"contoso.azurecr.io"')
    assert.ok(proxy.asked.some(host => host.startsWith('contoso.azurecr.io:443')))
    assert.match(await pull(context, 'team/app', config), 'authentication required')
    const here = config.replace('contoso.azurecr.io', front.host)
    assert.is(await pull(context, 'team/app', here), 'pulled')
    assert.match(await pull(context, 'team/other', here), 'requested access to the resource is denied')
  })

  test('what az acr login leaves pulls once --docker-config has made a pair of it', async context => {
    const { host } = context.front
    const login = await azureLogin(context)
    const [, identitytoken = ''] = /"password":"([^"]+)"/.exec(login) ?? []
    const auth = Buffer.from('00000000-0000-0000-0000-000000000000:').toString('base64')
    const left = JSON.stringify({ auths: { [host]: { auth, identitytoken } } })
    const path = join(makeFolder({ 'config.json': left }), 'config.json')
    const printed = await fromSources(['secret', `--docker-config=${path}`, '--registry', host])
    assert.is(await pull(context, 'team/app', configIn(printed)), 'pulled')
  })

  test('inject brings along what pulls', async context => {
    const { host } = context.front
    const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - image: ${host}/team/app:v1\n`
    const folder = makeFolder({ 'pod.yaml': pod, password: PASSWORD })
    const files = ['-f', join(folder, 'pod.yaml'), '--password-file', join(folder, 'password')]
    const printed = await fromSources([
      'inject',
      ...files,
      '--registry',
      host,
      '--with-secret',
      '--username',
      'puller',
    ])
    assert.is(await pull(context, 'team/app', configIn(printed)), 'pulled')
    assert.match(printed.stdout, /kind: Secret[^]*kind: Pod[^]*name: acr-secret/)
  })

  test('a token that is refused is one sentence', async context => {
    const folder = makeFolder({ az: '#!/bin/sh\necho "Please run az login" >&2\nexit 1\n' })
    chmodSync(join(folder, 'az'), 0o755)
    const refused = await acr(context, [
      'secret',
      '--registry',
      'contoso',
      '--azure-login',
      '--tenant',
      'not a tenant',
    ])
    assert.equal([refused.code, refused.stdout], [2, ''])
    assert.match(refused.stderr, /^error: [^\n]+\n$/)
  })

  test.run()
}
