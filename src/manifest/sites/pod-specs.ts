import type { ImageUse, RepeatedKey, Site } from '../site.ts'
import { isNull, joinAddress, textOf } from '../syntax/node.ts'
import type { Mapping, Syntax } from '../syntax/node.ts'
import { POD_IMAGES } from '../../kinds/workload-kind.ts'
import type { PodPlace } from '../../kinds/workload-kind.ts'
import { readPullSecretList } from './pull-secret-list.ts'
import type { ResourceNode } from './resources.ts'
import type { SiteNode } from './sharing.ts'
import { mismatch, walk } from './walk.ts'
import type { Complain, Reached } from './walk.ts'

/** The sites of one resource, and where the scalars begin that their images stand in. */
export interface SitesOfResource {
  readonly sites: readonly SiteNode[]
  readonly claimed: ReadonlySet<number>
}

const SERVICE_ACCOUNT_NAME = ['serviceAccountName', 'serviceAccount']

/** The pod specs of a workload, by the places of its row in the table. */
export function sitesOf(
  syntax: Syntax,
  resource: ResourceNode,
  places: readonly PodPlace[],
  complain: Complain,
): SitesOfResource {
  const top: Reached = { node: resource.node, path: '', repeats: [] }
  const claimed = new Set<number>()
  const sites: SiteNode[] = []
  for (const place of places) {
    for (const host of walk(syntax, top, place.at, complain)) {
      const from = (path: string): readonly Reached[] =>
        path.startsWith('/') ? walk(syntax, top, path.slice(1), complain) : walk(syntax, host, path, complain)
      if (host.node.type !== 'mapping') {
        complain(mismatch(syntax, host.node, host.path, 'a mapping'))
        continue
      }
      const images = (place.images ?? POD_IMAGES).flatMap(from)
      const accounts = (place.serviceAccount ?? SERVICE_ACCOUNT_NAME).flatMap(from)
      for (const { node } of images) if (node.type === 'scalar') claimed.add(node.start)
      sites.push(siteAt(syntax, resource, { host, mapping: host.node, place, images, accounts }))
    }
  }
  return { sites, claimed }
}

interface Found {
  readonly host: Reached
  readonly mapping: Mapping
  readonly place: PodPlace
  readonly images: readonly Reached[]
  readonly accounts: readonly Reached[]
}

function siteAt(syntax: Syntax, resource: ResourceNode, found: Found): SiteNode {
  const { host, mapping, place } = found
  const keys = (place.secrets ?? 'imagePullSecrets').split('.')
  const { list, target, repeats } = readPullSecretList(syntax, {
    host: mapping,
    keys,
    entry: place.entry ?? 'object',
    beside: place.beside ?? ['containers'],
    path: joinAddress(host.path, keys.join('.')),
  })
  const serviceAccount = found.accounts
    .map(({ node }) => textOf(node))
    .find(name => name !== undefined && name !== '')
  const site: Site = {
    path: host.path,
    images: found.images.flatMap(image => imageUse(syntax, image)),
    ...(serviceAccount === undefined ? {} : { serviceAccount }),
    usesServiceAccount: place.serviceAccount?.length !== 0,
    onlyIfListed: place.onlyIfListed ?? false,
    list,
    ...repeatsOf([
      ...[host, ...found.images, ...found.accounts].flatMap(reached => reached.repeats),
      ...repeats,
    ]),
  }
  return { site, target, addresses: addressesOf(syntax, resource, host.path, keys) }
}

/** Each key once: many images are reached by the same. */
function repeatsOf(all: readonly RepeatedKey[]): Pick<Site, 'repeats'> {
  if (all.length === 0) return {}
  return { repeats: [...new Map(all.map(one => [one.lines.join(), one])).values()] }
}

function imageUse({ lines }: Syntax, { node, path }: Reached): readonly ImageUse[] {
  const reference = textOf(node)
  return reference === undefined || isNull(node) ? [] : [{ reference, path, line: lines.number(node.start) }]
}

/** The list at the top of a ServiceAccount. */
export function serviceAccountSite(syntax: Syntax, resource: ResourceNode): SiteNode {
  const { list, target, repeats } = readPullSecretList(syntax, {
    host: resource.node,
    keys: ['imagePullSecrets'],
    entry: 'object',
    beside: ['secrets', 'metadata'],
    behind: 'metadata',
    path: 'imagePullSecrets',
  })
  const site: Site = {
    path: '',
    images: [],
    usesServiceAccount: false,
    onlyIfListed: false,
    list,
    ...repeatsOf(repeats),
  }
  return { site, target, addresses: addressesOf(syntax, resource, '', ['imagePullSecrets']) }
}

function addressesOf(
  { hasAliases }: Syntax,
  { address }: ResourceNode,
  path: string,
  keys: readonly string[],
): readonly string[] {
  if (!hasAliases) return []
  const host = [address, path].filter(part => part !== '').join('.')
  return [host, ...keys.map((_, depth) => joinAddress(host, keys.slice(0, depth + 1).join('.')))]
}
