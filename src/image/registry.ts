import { doubtsAbout, parseLoginServer } from './login-server.ts'
import { parseReference } from './reference.ts'
import { memoize } from '../text/memoize.ts'

/** Where an image is pulled from. */
export interface Registry {
  /** As the pull secret must name it: host, with the port if the image has one. */
  readonly host: string
  /** Other ways to name it: the whole registry of a regional host, the host without port. */
  readonly aliases: readonly string[]
  /** As the image writes it. */
  readonly domain: string
  /** What is odd about that, in words for the user. */
  readonly doubts: readonly string[]
}

/** Says of an image reference which registry's pull secret it needs, if any. */
export type RegistryOf = (reference: string) => Registry | undefined

// Some custom kinds take an address where others take an image.
const SCHEMES: readonly string[] = ['oci://', 'docker://']

/**
 * Login servers among `registries` narrow to themselves; every other host is added to what counts as ACR. What is
 * `credentialFree` needs no pull secret, and is none of them.
 */
export function registriesFrom(
  registries: readonly string[],
  credentialFree: readonly string[] = [],
): RegistryOf {
  const narrowed = new Set(registries.filter(host => parseLoginServer(host) !== undefined))
  const added = registries.filter(host => !narrowed.has(host) && !credentialFree.includes(host))
  const named = memoize((first: string): Registry | undefined => {
    const registry = acrRegistry(`${first}x`)
    const isMeant =
      registry !== undefined &&
      (narrowed.size === 0 || namesOfRegistry(registry).some(name => narrowed.has(name))) &&
      !namesOfRegistry(registry).some(name => credentialFree.includes(name))
    return isMeant ? registry : undefined
  })
  let first = ''
  let registry: Registry | undefined
  return text => {
    const reference = withoutScheme(text)
    for (const host of added)
      if (reference.startsWith(`${host}/`))
        return { host, aliases: [], domain: host, doubts: doubtsAbout(host) }
    // The same few registries come again and again, the last one above all.
    if (first !== '' && reference.startsWith(first)) return registry
    first = reference.slice(0, reference.indexOf('/') + 1)
    registry = named(first)
    return registry
  }
}

/** The registry of ACR that a reference names, if any. */
function acrRegistry(reference: string): Registry | undefined {
  const { domain } = parseReference(reference)
  const server = domain === undefined ? undefined : parseLoginServer(domain)
  if (domain === undefined || server === undefined) return undefined
  const host = server.port === undefined ? server.host : `${server.host}:${server.port}`
  return { host, aliases: [server.host, server.registry], domain, doubts: doubtsAbout(domain) }
}

export function withoutScheme(reference: string): string {
  for (const scheme of SCHEMES) if (reference.startsWith(scheme)) return reference.slice(scheme.length)
  return reference
}

/** How a registry may be named, the host first. */
export function namesOfRegistry({ host, aliases }: Registry): readonly string[] {
  return [host, ...aliases]
}
