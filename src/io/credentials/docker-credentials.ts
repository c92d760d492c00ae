import { resolve } from 'node:path'
import { BYTE_ORDER_MARK } from '../../text/byte-order-mark.ts'
import { UserError } from '../../text/user-error.ts'
import { parseLoginServer } from '../../image/login-server.ts'
import { CredentialError, TOKEN_USER } from '../../pull-secret/credential.ts'
import type { AuthEntry, Credential } from '../../pull-secret/credential.ts'
import { authEntry } from '../../pull-secret/credential-rules.ts'
import { parseDockerConfig } from '../../pull-secret/docker-config.ts'
import type { DockerConfig, StoredEntry } from '../../pull-secret/docker-config.ts'
import { keyOf } from '../../pull-secret/keyring.ts'
import { serverOfRegistry } from '../../pull-secret/server.ts'
import { expiryOf } from '../../registry/token-expiry.ts'
import { askHelper } from './credential-helper.ts'
import type { ProgramContext } from '../../program/run-program.ts'
import { dockerConfigAt, dockerConfigPath, isThere, readSecretFile } from './secret-text.ts'

/** The user name with which docker's helpers mark a token. */
const TOKEN_MARK = '<token>'

/**
 * Reads credentials from a docker config: for the given servers, or for all ACR registries in it. Runs credential
 * helpers where the config names them. Throws CredentialError.
 */
export async function credentialsInDockerConfig(
  path: string | undefined,
  servers: readonly string[],
  shell: ProgramContext,
): Promise<readonly AuthEntry[]> {
  const file = path === undefined ? await dockerConfigPath(shell.env) : await dockerConfigAt(path, shell.cwd)
  if (path === undefined && !(await isThere(resolve(shell.cwd, file), 'file')))
    throw new CredentialError(`no docker config at ${file}`, `log in first: ${loginTo(servers[0])}`)
  const config = configIn(await readSecretFile(file, shell.cwd))
  const wanted = servers.length > 0 ? servers : serversOfAcr(config)
  if (wanted.length === 0)
    throw new CredentialError(`${file} has no credential for an ACR registry`, `log in first: ${loginTo()}`)
  const found = await Promise.all(
    wanted.map(async server => ({ server, credential: await credentialFor(config, server, shell) })),
  )
  const entries = found.flatMap(({ server, credential }) =>
    credential === undefined ? [] : [authEntry(server, credential)],
  )
  const missing = found.find(({ credential }) => credential === undefined)?.server
  // If no server is named, registries without a login are left out. A named server must have one.
  if (missing !== undefined && (servers.length > 0 || entries.length === 0))
    throw new CredentialError(`${file} has no credential for ${missing}`, `log in first: ${loginTo(missing)}`)
  return entries
}

/** Parses a docker config of the current form, or of the old one (`.dockercfg`): the value of `auths` alone. */
function configIn(text: string): DockerConfig {
  const plain = text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text
  const config = parseDockerConfig(plain)
  const isOld = config.entries.length === 0 && config.unwrapped !== undefined
  return isOld ? parseDockerConfig(plain, 'dockercfg') : config
}

/** The credential for a server. A regional host uses its registry's credential. */
async function credentialFor(
  config: DockerConfig,
  server: string,
  shell: ProgramContext,
): Promise<Credential | undefined> {
  const own = await credentialOf(config, server, shell)
  const registry = parseLoginServer(server)?.registry
  return (
    own ??
    (registry === undefined || registry === server ? undefined : credentialFor(config, registry, shell))
  )
}

/**
 * The credential for one server. The kubelet would use a credential in the file, so it replaces a helper that fails.
 */
async function credentialOf(
  config: DockerConfig,
  server: string,
  shell: ProgramContext,
): Promise<Credential | undefined> {
  const inFile = fromEntry(config, server)
  try {
    return (await fromHelper(config, server, shell)) ?? inFile
  } catch (error) {
    if (!(error instanceof CredentialError) || inFile === undefined) throw error
    return { ...inFile, note: `${error.message}; the credential in the file is used instead` }
  }
}

function serversOfAcr({ entries, credHelpers }: DockerConfig): readonly string[] {
  const named = [...entries.map(({ server }) => server), ...Object.keys(credHelpers)]
  const keys = named.flatMap(server => parseLoginServer(keyOf(server) ?? '') ?? [])
  return [...new Set(keys.map(({ host }) => host))]
}

async function fromHelper(
  { credHelpers, credsStore }: DockerConfig,
  server: string,
  shell: ProgramContext,
): Promise<Credential | undefined> {
  const own = Object.entries(credHelpers).find(([name]) => isFor(name, server))?.[1]
  const helper = own || credsStore
  const answer = helper === undefined ? undefined : await askHelper(helper, server, shell)
  if (answer === undefined) return undefined
  const { username, secret } = answer
  return username === TOKEN_MARK || username === TOKEN_USER
    ? tokenPair(secret)
    : { username, password: secret }
}

function fromEntry({ entries }: DockerConfig, server: string): Credential | undefined {
  const entry = entries.find(one => isFor(one.server, server))
  return entry === undefined ? undefined : pairIn(entry)
}

/** `az acr login` stores a token beside a user without a password. The kubelet needs it as the password. */
function pairIn({ identityToken, credential }: StoredEntry): Credential | undefined {
  if (identityToken !== undefined) return tokenPair(identityToken)
  if (credential.password === '') return undefined
  return pairOf(credential.username, credential.password)
}

function pairOf(username: string, password: string): Credential {
  return username === TOKEN_MARK || username === TOKEN_USER ? tokenPair(password) : { username, password }
}

function tokenPair(token: string): Credential {
  const expires = expiryOf(token)
  return { username: TOKEN_USER, password: token, ...(expires === undefined ? {} : { expires }) }
}

/** Whether a key of the config names a server, in any spelling. */
function isFor(key: string, server: string): boolean {
  try {
    return serverOfRegistry(key) === serverOfRegistry(server)
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}

function loginTo(server?: string): string {
  if (server === undefined) return 'az acr login --name NAME'
  const login = parseLoginServer(server)
  return login === undefined ? `docker login ${server}` : `az acr login --name ${login.name}`
}
