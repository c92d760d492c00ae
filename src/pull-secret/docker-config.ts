import { CredentialError } from './credential.ts'
import type { AuthEntry } from './credential.ts'
import { isDockerConfigFile } from './docker-config-schema.ts'
import type { DockerConfigFile, StoredAuth } from './docker-config-schema.ts'
import { compareBytes, goString } from './go-json.ts'

/** An entry as it was found: its server as written, and its credential perhaps empty. */
export interface StoredEntry extends AuthEntry {
  /** Secret. What `az acr login` leaves behind instead of a password; the kubelet ignores it. */
  readonly identityToken?: string
}

export interface DockerConfig {
  readonly entries: readonly StoredEntry[]
  /** The suffix of the `docker-credential-*` program that has the entries of all servers. */
  readonly credsStore?: string
  /** The suffix of that program by server. */
  readonly credHelpers: Readonly<Record<string, string>>
}

/**
 * The text for a Secret's `.dockerconfigjson`, byte for byte what `kubectl create secret docker-registry` writes.
 * Throws CredentialError if a server occurs twice.
 */
export function writeDockerConfig(entries: readonly AuthEntry[]): string {
  const auths = new Map<string, string>()
  for (const { server, credential } of [...entries].sort((a, b) => compareBytes(a.server, b.server))) {
    if (auths.has(server))
      throw new CredentialError(`there are two credentials for ${server}`, 'leave one out')
    const { username, password, email } = credential
    const fields = {
      username,
      password,
      email,
      auth: Buffer.from(`${username}:${password}`).toString('base64'),
    }
    const written = Object.entries(fields).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [`"${key}":${goString(value)}`],
    )
    auths.set(server, `${goString(server)}:{${written.join(',')}}`)
  }
  return `{"auths":{${[...auths.values()].join(',')}}}`
}

/**
 * Reads a docker config as the kubelet does (kubelet `config.go`), or with `dockercfg` one in the old form, which is
 * the value of `auths` alone. Throws CredentialError, that never quotes the text, where the kubelet would refuse it.
 */
export function parseDockerConfig(
  text: string,
  form: 'dockerconfigjson' | 'dockercfg' = 'dockerconfigjson',
): DockerConfig {
  const parsed = parseJson(text)
  const file: unknown = form === 'dockercfg' ? { auths: parsed } : parsed
  if (!isDockerConfigFile(file)) throw shapeError()
  const { auths, credsStore, credHelpers }: DockerConfigFile = file
  return {
    entries: Object.entries(auths ?? {}).map(([server, stored]) => readEntry(server, stored ?? {})),
    ...(credsStore === undefined || credsStore === null || credsStore === '' ? {} : { credsStore }),
    credHelpers: credHelpers ?? {},
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The runtime's own message quotes the text, and is another one in each runtime.
    throw new CredentialError(
      'the docker config is no JSON',
      /^\s*ey[A-Za-z0-9+/]/.test(text)
        ? "it looks like base64, as in a Secret's data: decode it with base64 --decode"
        : 'give a file such as ~/.docker/config.json',
    )
  }
}

function shapeError(): CredentialError {
  // Only names of fields and servers are in a path, and only names of types in a message.
  const places = (isDockerConfigFile.errors ?? []).map(({ instancePath, message }) => {
    const place = instancePath.slice(1).replaceAll('~1', '/').replaceAll('~0', '~')
    return `${place === '' ? 'it' : withoutUser(place)} ${message}`
  })
  return new CredentialError(
    `the docker config has not the shape of one: ${places.join(', ')}`,
    'give a file such as ~/.docker/config.json',
  )
}

function readEntry(server: string, stored: StoredAuth): StoredEntry {
  const { username, password } = readPair(server, stored)
  const { email, identitytoken } = stored
  return {
    server,
    credential: { username, password, ...(isText(email) ? { email } : {}) },
    ...(isText(identitytoken) ? { identityToken: identitytoken } : {}),
  }
}

function readPair(
  server: string,
  { username, password, auth }: StoredAuth,
): { username: string; password: string } {
  if (!isText(auth)) return { username: username ?? '', password: password ?? '' }
  const decoded = decodeBase64(auth)
  const colon = decoded?.indexOf(':') ?? -1
  if (decoded === undefined || colon < 0)
    throw new CredentialError(
      `"auth" of ${withoutUser(server)} in the docker config is ${decoded === undefined ? 'no base64' : 'no pair of user and password'}: for the kubelet, the whole Secret is unreadable and every pull of the pod fails`,
      "write it again: base64 of USER:PASSWORD, or leave it out and write 'username' and 'password'",
    )
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) }
}

/** As Go reads it: padded or not, with line ends anywhere, but nothing else in it. */
function decodeBase64(text: string): string | undefined {
  const joined = text.replaceAll(/[\r\n]/g, '')
  const [, digits] = /^([A-Za-z0-9+/]*)={0,2}$/.exec(joined) ?? []
  if (digits === undefined || digits.length % 4 === 1) return undefined
  if (joined !== digits && joined.length % 4 !== 0) return undefined
  return Buffer.from(digits, 'base64').toString()
}

function isText(value: string | null | undefined): value is string {
  return value !== undefined && value !== null && value !== ''
}

/** A key of `auths` for an error: whoever wrote `https://user:password@host` has a secret in it. */
export function withoutUser(place: string): string {
  return place.replace(/^((?:auths\/|credHelpers\/)?(?:https?:\/\/)?)[^]*@/, '$1')
}
