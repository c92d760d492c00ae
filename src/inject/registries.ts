import { parseLoginServer } from '../image/login-server.ts'
import { parseReference } from '../image/reference.ts'
import type { Source } from '../manifest/source.ts'
import { containsAny } from '../manifest/stream.ts'
import type { SecretRule } from './options.ts'

/** Where an image is pulled from. */
export interface Registry {
  /** As the pull secret must name it: host, with the port if the image has one. */
  readonly host: string
  /** Other ways to name it: the whole registry of a regional host, the host without port. */
  readonly aliases: readonly string[]
  /** As the image writes it. */
  readonly domain: string
}

/** Says of an image reference which registry's pull secret it needs, if any. */
export type RegistryOf = (reference: string) => Registry | undefined

// Some custom kinds take an address where others take an image.
const SCHEME = /^(?:oci|docker):\/\//

/** Login servers among `registries` narrow to themselves; every other host is added to what counts as ACR. */
export function registriesFrom(registries: readonly string[]): RegistryOf {
  const narrowed = new Set(registries.filter(host => parseLoginServer(host) !== undefined))
  const added = registries.filter(host => !narrowed.has(host))
  return text => {
    const reference = withoutScheme(text)
    const host = added.find(candidate => reference.startsWith(`${candidate}/`))
    if (host !== undefined) return { host, aliases: [], domain: host }
    const { domain } = parseReference(reference)
    const server = domain === undefined ? undefined : parseLoginServer(domain)
    if (domain === undefined || server === undefined) return undefined
    const withPort = server.port === undefined ? server.host : `${server.host}:${server.port}`
    const registry = { host: withPort, aliases: [server.host, server.registry], domain }
    return narrowed.size === 0 || namesOf(registry).some(name => narrowed.has(name)) ? registry : undefined
  }
}

export function withoutScheme(reference: string): string {
  return reference.replace(SCHEME, '')
}

function namesOf({ host, aliases }: Registry): readonly string[] {
  return [host, ...aliases]
}

/** The pull secrets for a registry: those of its own, else those for all; none where no rule speaks of it. */
export function secretsFor(registry: Registry, rules: readonly SecretRule[]): readonly string[] {
  for (const name of namesOf(registry)) {
    const own = rules.filter(({ host }) => host === name)
    if (own.length > 0) return own.map(rule => rule.name)
  }
  return rules.filter(({ host }) => host === undefined).map(rule => rule.name)
}

const LOGIN_SERVER_TEXT = /azurecr\.(?:io|cn|us|de)/i
const SERVICE_ACCOUNT_TEXT = /\bkind["']?[ \t]*:\s*["']?ServiceAccount\b/
const SECRET_TEXT = /\bkind["']?[ \t]*:\s*["']?(?:(?:Sealed|External)?Secret|AcrPullBinding)(?:List)?\b/
const PULL_SECRETS_TEXT = /imagePullSecrets|enforce-mountable-secrets/

/** Whether there is anything to look for in a stretch of a source. */
export type Watch = (bytes: Uint8Array) => boolean

/** Which documents inject must read: those that may name a registry and, where any does, the ServiceAccounts that matter. */
export function watchFor(
  sources: readonly Source[],
  registries: readonly string[],
  isEveryServiceAccountWatched: boolean,
): Watch {
  const added = registries.filter(host => parseLoginServer(host) === undefined)
  const namesRegistry: Watch = bytes => LOGIN_SERVER_TEXT.test(asLatin1(bytes)) || containsAny(bytes, added)
  if (!sources.some(({ bytes }) => namesRegistry(bytes))) return () => false
  return bytes => namesRegistry(bytes) || holdsServiceAccount(bytes, isEveryServiceAccountWatched)
}

/** Which documents a check must read: those that inject reads, and where any names a registry, the Secrets and what makes some. */
export function watchForCheck(sources: readonly Source[], registries: readonly string[]): Watch {
  const watched = watchFor(sources, registries, true)
  if (!sources.some(({ bytes }) => watched(bytes))) return watched
  return bytes => watched(bytes) || SECRET_TEXT.test(asLatin1(bytes))
}

/** Which documents uninject must read: those that may list one of the names and, where any does, the ServiceAccounts. */
export function watchForNames(sources: readonly Source[], names: readonly string[]): Watch {
  const listed: Watch = bytes => containsAny(bytes, names)
  if (!sources.some(({ bytes }) => listed(bytes))) return () => false
  return bytes => listed(bytes) || holdsServiceAccount(bytes, false)
}

/** Whether a document holds a ServiceAccount that lists pull secrets or is particular about them, or any at all. */
function holdsServiceAccount(bytes: Uint8Array, isAny: boolean): boolean {
  const text = asLatin1(bytes)
  return SERVICE_ACCOUNT_TEXT.test(text) && (isAny || PULL_SECRETS_TEXT.test(text))
}

/** One character a byte, which is the cheapest text to search. */
function asLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
