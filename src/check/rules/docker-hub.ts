import { parseLoginServer } from '../../image/login-server.ts'
import type { LoginServer } from '../../image/login-server.ts'
import { parseReference } from '../../image/reference.ts'
import type { ImageUse, Site } from '../../manifest/site.ts'
import { keyOf } from '../../pull-secret/keyring.ts'
import { effectiveList } from '../examine/effective-list.ts'
import { listedSecret } from '../examine/examine.ts'
import type { CheckContext } from '../examine/examine.ts'
import type { Finding } from '../finding.ts'
import type { PlacedResource } from '../inventory/inventory.ts'
import { atSite } from './rule.ts'

/**
 * Images without a registry, such as `contoso/app`, if the effective pull secrets are for an ACR registry with the
 * same name as their owner, such as `contoso.azurecr.io`. They are pulled from Docker Hub.
 */
export function imagesOfDockerHub(placed: PlacedResource, context: CheckContext): readonly Finding[] {
  const { resource } = placed
  if (resource.role === 'service-account') return []
  return resource.sites.flatMap(site => {
    const uses = site.images.filter(({ reference }) => ownerOnDockerHub(reference) !== undefined)
    if (uses.length === 0) return []
    const servers = serversOfPullSecrets(placed, site, context)
    return uses.flatMap(use => findingFor(placed, site, use, servers) ?? [])
  })
}

/** `contoso` of `contoso/app`; `undefined` for an image with a registry, and for one without an owner. */
function ownerOnDockerHub(reference: string): string | undefined {
  const { domain, repository } = parseReference(reference)
  const slash = repository.indexOf('/')
  return domain === undefined && slash > 0 ? repository.slice(0, slash) : undefined
}

/**
 * The login servers in the effective pull secrets. Empty if one of these is not known, or is for another registry,
 * too.
 */
function serversOfPullSecrets(
  { resource: { identity } }: PlacedResource,
  site: Site,
  context: CheckContext,
): readonly LoginServer[] {
  const { names } = effectiveList(identity, site, context.accountOf)
  const servers = names.flatMap(name => {
    const { content } = listedSecret(name, identity.namespace, context)
    if (content?.kind !== 'entries') return [undefined]
    return content.entries.map(({ server }) => parseLoginServer(keyOf(server) ?? ''))
  })
  const known = servers.filter(server => server !== undefined)
  return known.length === servers.length ? known : []
}

function findingFor(
  placed: PlacedResource,
  site: Site,
  { reference, line }: ImageUse,
  servers: readonly LoginServer[],
): Finding | undefined {
  const owner = ownerOnDockerHub(reference)
  // The label of a server is the registry's name, with the hash of a domain name label.
  const meant = servers.find(({ name }) => name === owner || name.replace(/-[a-z0-9]{16}$/, '') === owner)
  if (owner === undefined || meant === undefined) return undefined
  return atSite({ placed, site }, line, {
    code: 'image-of-docker-hub',
    severity: 'warning',
    image: reference,
    brief: 'an image of Docker Hub',
    what: `${reference} names no registry, so it is pulled from Docker Hub, and the pull secret is for ${meant.host}`,
    remedy: `write ${meant.host}${reference.slice(owner.length)}`,
  })
}
