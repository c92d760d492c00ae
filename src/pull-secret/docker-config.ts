import { CredentialError } from './credential.ts'
import type { AuthEntry } from './credential.ts'
import { isDockerConfigFile } from './docker-config-schema.ts'
import type { StoredAuth } from './docker-config-schema.ts'
import { goFields, goValues } from './go/go-fields.ts'
import { compareBytes, goString } from './go/go-json.ts'
import { isRecord } from '../text/json-record.ts'
import type { JsonRecord } from '../text/json-record.ts'

/** An entry as it is stored: the server as written, the credential possibly empty. */
export interface StoredEntry extends AuthEntry {
  /** Secret. The token that `az acr login` stores instead of a password. The kubelet ignores it. */
  readonly identityToken?: string
  /** Whether `username` or `password` differ from `auth`, which hides them. */
  readonly hidesPair?: true
}

export interface DockerConfig {
  readonly entries: readonly StoredEntry[]
  /** The suffix of the `docker-credential-*` program that stores the entries of all servers. */
  readonly credsStore?: string
  /** The suffix of such a program for each server. */
  readonly credHelpers: Readonly<Record<string, string>>
  /** Servers with entries at the top level, outside `auths`. No program reads these. */
  readonly unwrapped?: readonly string[]
}

/**
 * Writes the text of a Secret's `.dockerconfigjson`, byte for byte as `kubectl create secret docker-registry` does.
 * Throws CredentialError if a server occurs twice.
 */
export function writeDockerConfig(entries: readonly AuthEntry[]): string {
  const auths = new Map<string, string>()
  for (const { server, credential } of [...entries].sort((a, b) => compareBytes(a.server, b.server))) {
    if (auths.has(server)) throw new CredentialError(`${server} has two credentials`, 'remove one')
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

/** A docker config that the API server or the kubelet refuses. */
export class DockerConfigError extends CredentialError {
  /** `api-server`: it does not store such a Secret; `kubelet`: it pulls nothing for a pod that lists the Secret. */
  readonly refusedBy: 'api-server' | 'kubelet'

  constructor(refusedBy: DockerConfigError['refusedBy'], what: string, remedy: string) {
    super(what, remedy)
    this.refusedBy = refusedBy
  }
}

/**
 * Parses a docker config as the kubelet does (kubelet `config.go`, Go `encoding/json`). With `dockercfg`, the text
 * has the old form: the value of `auths` alone. Throws DockerConfigError if the API server (`validation.go`) or the
 * kubelet would refuse the text. The error never quotes the text.
 */
export function parseDockerConfig(
  text: string,
  form: 'dockerconfigjson' | 'dockercfg' = 'dockerconfigjson',
): DockerConfig {
  const record = parseJson(text)
  const file: unknown = form === 'dockercfg' ? { auths: namedEntries(record) } : namedFields(record)
  if (!isDockerConfigFile(file)) throw shapeError()
  const own = goFields(record, form === 'dockercfg' ? [] : ['credsStore', 'credHelpers'])
  const { credsStore, credHelpers } = own
  const unwrapped = form === 'dockercfg' ? [] : Object.keys(record).filter(key => isEntry(record[key]))
  return {
    entries: Object.entries(file.auths ?? {}).map(([server, stored]) => readEntry(server, stored ?? {})),
    ...(isText(credsStore) ? { credsStore } : {}),
    credHelpers: isRecord(credHelpers) ? textsOf(credHelpers) : {},
    ...(unwrapped.length === 0 ? {} : { unwrapped: unwrapped.map(withoutUser) }),
  }
}

/** Parses a JSON object. Null becomes an empty object, as in Go. */
function parseJson(text: string): JsonRecord {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    // The runtime's own message quotes the text, and differs between runtimes.
    throw new DockerConfigError('api-server', 'the docker config is not JSON', remedyFor(text))
  }
  if (parsed === null) return {}
  if (isRecord(parsed)) return parsed
  throw new DockerConfigError(
    'api-server',
    `the docker config is ${Array.isArray(parsed) ? 'a list' : 'a single value'}, not a JSON object`,
    'use a file such as ~/.docker/config.json',
  )
}

function remedyFor(text: string): string {
  if (text.startsWith('\ufeff')) return 'save it as UTF-8 without a byte order mark'
  return /^\s*ey[A-Za-z0-9+/]/.test(text)
    ? "it looks like base64, as in a Secret's data: decode it with base64 --decode"
    : 'use a file such as ~/.docker/config.json'
}

/** The fields that the kubelet reads, with the kubelet's names. */
function namedFields(record: JsonRecord): JsonRecord {
  const { HttpHeaders } = goFields(record, ['HttpHeaders'])
  const auths = goValues(record, 'auths')
  const strange = auths.find(value => !isRecord(value))
  return {
    ...(auths.length === 0
      ? {}
      : {
          auths: strange ?? namedEntries(Object.fromEntries(auths.filter(isRecord).flatMap(Object.entries))),
        }),
    ...(HttpHeaders === undefined ? {} : { HttpHeaders }),
  }
}

const ENTRY_FIELDS = ['username', 'password', 'email', 'auth', 'identitytoken']

function namedEntries(auths: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(auths).map(([server, stored]) => [
      server,
      isRecord(stored) ? goFields(stored, ENTRY_FIELDS) : stored,
    ]),
  )
}

function isEntry(value: unknown): boolean {
  return isRecord(value) && Object.values(goFields(value, ENTRY_FIELDS)).some(isText)
}

function textsOf(record: JsonRecord): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (isText(value) ? [[key, value]] : [])),
  )
}

function shapeError(): DockerConfigError {
  // A path contains only names of fields and servers, and a message only names of types.
  const places = (isDockerConfigFile.errors ?? []).map(({ instancePath, message }) => {
    const place = instancePath.slice(1).replaceAll('~1', '/').replaceAll('~0', '~')
    return `${withoutUser(place)} ${message}`
  })
  return new DockerConfigError(
    'kubelet',
    `the docker config is not valid: ${places.join(', ')}`,
    'use a file such as ~/.docker/config.json',
  )
}

function readEntry(server: string, stored: StoredAuth): StoredEntry {
  const { username = '', password = '', email, auth, identitytoken } = stored
  const pair = isText(auth) ? readAuth(server, auth) : { username, password }
  const isHidden =
    (username !== '' && username !== pair.username) || (password !== '' && password !== pair.password)
  return {
    server,
    credential: { ...pair, ...(isText(email) ? { email } : {}) },
    ...(isText(identitytoken) ? { identityToken: identitytoken } : {}),
    ...(isHidden ? { hidesPair: true as const } : {}),
  }
}

/** `auth` wins over `username` and `password` (kubelet `config.go`). Its parts are not trimmed. */
function readAuth(server: string, auth: string): { username: string; password: string } {
  const decoded = decodeBase64(auth)
  const colon = decoded?.indexOf(':') ?? -1
  if (decoded === undefined || colon < 0)
    throw new DockerConfigError(
      'kubelet',
      `"auth" of ${withoutUser(server)} in the docker config is ${decoded === undefined ? 'not base64' : 'not a pair of user and password'}: the kubelet cannot read the whole Secret, and every pull of the pod fails`,
      "replace it with base64 of USER:PASSWORD, or remove it and write 'username' and 'password'",
    )
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) }
}

/** Decodes base64 as Go does: with or without padding, line breaks anywhere, no other characters. */
function decodeBase64(text: string): string | undefined {
  const joined = text.replaceAll(/[\r\n]/g, '')
  const [, digits] = /^([A-Za-z0-9+/]*)={0,2}$/.exec(joined) ?? []
  if (digits === undefined || digits.length % 4 === 1) return undefined
  if (joined !== digits && joined.length % 4 !== 0) return undefined
  return Buffer.from(digits, 'base64').toString()
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** A key of `auths` for an error message. A key such as `https://user:password@host` contains a secret. */
export function withoutUser(place: string): string {
  return place.replace(/^((?:auths\/|credHelpers\/)?(?:https?:\/\/)?)[^]*@/, '$1')
}
