import { parseLoginServer } from './login-server.ts'
import type { LoginServer } from './login-server.ts'
import { parseReference } from './reference.ts'
import { withoutScheme } from './registry.ts'

/**
 * Whether a registry is given by its name alone, so that its login server is derived from the name. A name with a
 * hash, such as `contoso-a1b2c3`, is the first label of the login server itself.
 */
export function isBareName(registry: string): boolean {
  const name = registry.trim().toLowerCase()
  return /^[a-z0-9]+$/.test(name) && name !== 'localhost'
}

/**
 * A note about the first registry that is given by its name alone and that no image confirms. If the registry has a
 * domain name label, its login server has a hash after the name (ACR, domain name label). `undefined` if there is no
 * such registry. `images` are references.
 */
export function bareNameNote(
  registries: readonly string[],
  images: Iterable<string> = [],
): string | undefined {
  const names = registries.filter(isBareName).map(one => one.trim().toLowerCase())
  if (names.length === 0) return undefined
  const servers = loginServersOf(images)
  const name = names.find(one => !servers.some(server => server.name === one && server.cloud === 'public'))
  if (name === undefined) return undefined
  const near = servers.filter(server => server.name === name || server.name.startsWith(`${name}-`))
  const [first, ...others] = new Set(near.map(({ registry }) => registry))
  if (first === undefined)
    return `a registry created with a domain name label has another login server than ${name}.azurecr.*: az acr show --name ${name} --query loginServer --output tsv`
  const among = others.length === 0 ? first : `${first} and ${others.length} more of that name`
  return `no image is of the login server that --registry ${name} means, but there are images of ${among}; to mean that one, type --registry ${first}`
}

/** The login servers of images, one for each registry. */
function loginServersOf(images: Iterable<string>): readonly LoginServer[] {
  const servers = new Map<string, LoginServer>()
  for (const image of images) {
    const { domain } = parseReference(withoutScheme(image))
    const server = domain === undefined ? undefined : parseLoginServer(domain)
    if (server !== undefined) servers.set(server.registry, server)
  }
  return [...servers.values()]
}
