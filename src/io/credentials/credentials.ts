import type { EntraToken } from '../../azure/identity.ts'
import { parseLoginServer } from '../../image/login-server.ts'
import type { Cloud } from '../../image/login-server.ts'
import { CredentialError } from '../../pull-secret/credential.ts'
import type { AuthEntry, Credential } from '../../pull-secret/credential.ts'
import { authEntry, passwordFrom } from '../../pull-secret/credential-rules.ts'
import { credentialsInDockerConfig } from './docker-credentials.ts'
import { readSecretFile, readSecretStream } from './secret-text.ts'
import type { InputContext } from '../sources/sources.ts'

/** The source of the credentials of a call: one for all servers. */
export type CredentialSource =
  | {
      readonly kind: 'pair'
      readonly username: string
      readonly password: PasswordSource
      readonly email?: string
    }
  | { readonly kind: 'service-principal' }
  | { readonly kind: 'azure-login'; readonly audience?: string; readonly tenant?: string }
  /** Without `path`, docker's default file. */
  | { readonly kind: 'docker-config'; readonly path?: string }

export type PasswordSource =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'stdin' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'variable'; readonly name: string }
  /** The user types the password at the terminal. */
  | { readonly kind: 'asked'; readonly ask: () => Promise<string> }

/**
 * Gets a credential for each server, in order. For a docker config without servers, gets one for each ACR registry in
 * it. Throws CredentialError, also for an expired token.
 */
export async function gatherCredentials(
  source: CredentialSource,
  servers: readonly string[],
  context: InputContext,
): Promise<readonly AuthEntry[]> {
  const entries = await gather(source, servers, context)
  const ended = entries.find(
    ({ credential }) => credential.expires !== undefined && credential.expires <= context.now(),
  )
  if (ended === undefined) return entries
  const when = ended.credential.expires?.toISOString() ?? ''
  throw new CredentialError(
    `the token for ${ended.server} expired at ${when}`,
    'log in again (az acr login), or use --azure-login',
  )
}

async function gather(
  source: CredentialSource,
  servers: readonly string[],
  context: InputContext,
): Promise<readonly AuthEntry[]> {
  if (source.kind === 'docker-config') return credentialsInDockerConfig(source.path, servers, context)
  if (servers.length === 0) throw new CredentialError('no registry is named', 'add --registry NAME')
  if (source.kind === 'azure-login') return exchangeLogin(source, servers, context)
  const credential = await pairOf(source, context)
  return servers.map(server => authEntry(server, credential))
}

async function pairOf(
  source: Extract<CredentialSource, { readonly kind: 'pair' | 'service-principal' }>,
  context: InputContext,
): Promise<Credential> {
  if (source.kind === 'service-principal')
    return {
      username: variable('AZURE_CLIENT_ID', context),
      password: passwordFrom(variable('AZURE_CLIENT_SECRET', context)),
    }
  const { username, password, email } = source
  return {
    username,
    password: passwordFrom(await readPassword(password, context)),
    ...(email === undefined ? {} : { email }),
  }
}

function readPassword(source: PasswordSource, { stdin, cwd, env }: InputContext): Promise<string> | string {
  if (source.kind === 'text') return source.text
  if (source.kind === 'asked') return source.ask()
  if (source.kind === 'stdin') return readSecretStream(stdin)
  // The value of these flags may be the password itself, by mistake. So no error repeats it.
  if (source.kind === 'file') return readSecretFile(source.path, cwd, '--password-file')
  const password = env[source.name]
  if (password === undefined)
    throw new CredentialError(
      'the variable that --password-env names is not set',
      'export the variable; --password-env takes its name, not the password',
    )
  return password
}

function variable(name: string, { env }: Pick<InputContext, 'env'>): string {
  const value = env[name]
  if (value === undefined) throw new CredentialError(`the variable ${name} is not set`, `export ${name}`)
  return value
}

/**
 * Gets one Entra token for each cloud, and exchanges it at each registry. A regional host uses its registry's token.
 */
async function exchangeLogin(
  { audience, tenant }: Extract<CredentialSource, { readonly kind: 'azure-login' }>,
  servers: readonly string[],
  { fetch, env, sleep, now }: InputContext,
): Promise<readonly AuthEntry[]> {
  const [{ entraToken }, { exchange }, { fetchThroughProxy }] = await Promise.all([
    import('../../azure/identity.ts'),
    import('../../registry/exchange.ts'),
    import('../../http/fetch-through-proxy.ts'),
  ])
  const wire = { fetch: fetchThroughProxy(env, fetch), sleep, now }
  const entraTokens = new Map<Cloud, EntraToken>()
  const credentials = new Map<string, Credential>()
  const entries: AuthEntry[] = []
  for (const server of servers) {
    const { cloud = 'public', registry: host = server } = parseLoginServer(server) ?? {}
    const request = {
      cloud,
      ...(audience === undefined ? {} : { audience }),
      ...(tenant === undefined ? {} : { tenant }),
    }
    const login =
      entraTokens.get(cloud) ?? (await entraToken(request, { authorityHost: env['AZURE_AUTHORITY_HOST'] }))
    entraTokens.set(cloud, login)
    const asked = { host, entraToken: login.token, ...(tenant === undefined ? {} : { tenant }) }
    const credential = credentials.get(host) ?? (await exchange(asked, wire))
    credentials.set(host, credential)
    entries.push(authEntry(server, credential))
  }
  return entries
}
