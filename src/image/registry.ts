import { loginServerWarnings, parseLoginServer } from './login-server.ts'
import { parseReference } from './reference.ts'
import { memoize } from '../text/memoize.ts'

/** The registry that an image is pulled from. */
export interface Registry {
  /** The key of its entry in a docker config: the host, with the port if the image has one. */
  readonly host: string
  /** Other names of the same registry: the global login server of a regional one, the host without its port. */
  readonly aliases: readonly string[]
  /** The domain as the image reference writes it. */
  readonly domain: string
  /** Warnings about `domain`, in words for the user. */
  readonly doubts: readonly string[]
}

/** Returns the registry whose pull secret an image reference needs, if any. */
export type RegistryOf = (reference: string) => Registry | undefined

// Some custom kinds take a URL instead of an image reference.
const SCHEMES: readonly string[] = ['oci://', 'docker://']

/**
 * Makes the lookup for the registries of a call. Without login servers in `registries`, every ACR registry counts;
 * with login servers, only these. Any other host in `registries` is added. Registries in `credentialFree` need no pull
 * secret and never count.
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
        return { host, aliases: [], domain: host, doubts: loginServerWarnings(host) }
    // Most references name the registry of the reference before them.
    if (first !== '' && reference.startsWith(first)) return registry
    first = reference.slice(0, reference.indexOf('/') + 1)
    registry = named(first)
    return registry
  }
}

/** The ACR registry that a reference names, if any. */
function acrRegistry(reference: string): Registry | undefined {
  const { domain } = parseReference(reference)
  const server = domain === undefined ? undefined : parseLoginServer(domain)
  if (domain === undefined || server === undefined) return undefined
  const host = server.port === undefined ? server.host : `${server.host}:${server.port}`
  return { host, aliases: [server.host, server.registry], domain, doubts: loginServerWarnings(domain) }
}

export function withoutScheme(reference: string): string {
  for (const scheme of SCHEMES) if (reference.startsWith(scheme)) return reference.slice(scheme.length)
  return reference
}

/** All names of a registry, the host first. */
export function namesOfRegistry({ host, aliases }: Registry): readonly string[] {
  return [host, ...aliases]
}
