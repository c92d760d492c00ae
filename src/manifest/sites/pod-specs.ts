import type { ReportDiagnostic } from '../diagnostic.ts'
import type { ImageUse, RepeatedKey, Site } from '../site.ts'
import { isNull, joinAddress, textOf, valueOf } from '../syntax/node.ts'
import type { Mapping, Syntax, SyntaxNode } from '../syntax/node.ts'
import { POD_IMAGES, SIDECAR_ANNOTATIONS } from '../../kinds/workload-kind.ts'
import type { PodPlace } from '../../kinds/workload-kind.ts'
import { ALL_IMAGES } from '../../kinds/notation.ts'
import { composedImage, isOfSeveralFields } from './composed-image.ts'
import { readPullSecretList } from './pull-secret-list.ts'
import type { ResourceNode } from './resources.ts'
import type { SiteNode } from './sharing.ts'
import { imagesByParameter } from './images-by-parameter.ts'
import { imagesInTexts } from './images-in-texts.ts'
import { imageScalars } from './unplaced-images.ts'
import type { ImageScalar } from './unplaced-images.ts'
import { mismatch, walk } from './walk.ts'
import type { Reached } from './walk.ts'

/** The sites of one resource, and the offsets of the scalars with their images. */
export interface SitesOfResource {
  readonly sites: readonly SiteNode[]
  readonly placedOffsets: ReadonlySet<number>
}

const SERVICE_ACCOUNT_NAME = ['serviceAccountName', 'serviceAccount']

/** Reads the sites of a workload at the places of its row in the table. */
export function sitesOf(
  syntax: Syntax,
  resource: ResourceNode,
  places: readonly PodPlace[],
  report: ReportDiagnostic,
): SitesOfResource {
  const top = topOf(resource)
  const hosts = places.flatMap(place =>
    walk(syntax, top, place.at, report).flatMap(host => (isMeant(host, place) ? { place, host } : [])),
  )
  return sitesAt(syntax, resource, hosts, report)
}

function isMeant({ node }: Reached, { where }: PodPlace): boolean {
  if (where === undefined) return true
  return node.type === 'mapping' && where.values.includes(textOf(valueOf(node, where.key)) ?? '')
}

function topOf({ node }: ResourceNode): Reached {
  return { node, path: '', repeats: [] }
}

/** A mapping found for a place. */
export interface PlacedHost {
  readonly place: PodPlace
  readonly host: Reached
}

/** Reads the sites of given mappings. */
export function sitesAt(
  syntax: Syntax,
  resource: ResourceNode,
  hosts: readonly PlacedHost[],
  report: ReportDiagnostic,
): SitesOfResource {
  const top = topOf(resource)
  const placedOffsets = new Set<number>()
  const found: FoundSite[] = []
  for (const { place, host } of hosts) {
    const from = (path: string): readonly Reached[] =>
      path.startsWith('/') ? walk(syntax, top, path.slice(1), report) : walk(syntax, host, path, report)
    if (host.node.type !== 'mapping') {
      report(mismatch(syntax, host.node, host.path, 'a mapping'))
      continue
    }
    const images = (place.images ?? POD_IMAGES).flatMap(path =>
      path === ALL_IMAGES ? [] : from(path).map(image => whole(image, path, from)),
    )
    if (place.images === undefined)
      images.push(...sidecarsOf(syntax, top, host.path).map(image => whole(image, image.path, from)))
    const accounts = (place.serviceAccount ?? SERVICE_ACCOUNT_NAME).flatMap(from)
    if (place.images === undefined) images.push(...imagesInAnnotations(top, host.path))
    const references = images.map(({ reference }) => reference)
    for (const image of imagesByParameter(host.node, host.path, references))
      images.push({ ...image, repeats: [], isText: true })
    for (const { node, path } of (place.texts ?? []).flatMap(from))
      for (const image of imagesInTexts(node, path)) images.push({ ...image, repeats: [], isText: true })
    for (const { start, isText } of images) if (isText) placedOffsets.add(start)
    found.push({ host, mapping: host.node, place, images, accounts })
  }
  addRemainingImages(found, placedOffsets)
  const sites = found.map(one => siteAt(syntax, resource, one))
  return {
    sites: found.some(({ place }) => place.inherits === true) ? inheriting(found, sites) : sites,
    placedOffsets,
  }
}

/** The images of sidecars that webhooks add to a pod, from the annotations beside its spec. */
function sidecarsOf(syntax: Syntax, top: Reached, podSpec: string): readonly Reached[] {
  if (podSpec.includes('[') || !/(?:^|\.)spec$/.test(podSpec)) return []
  const annotations = joinAddress(podSpec.replace(/\.?spec$/, ''), 'metadata.annotations')
  const wanted = SIDECAR_ANNOTATIONS.map(key => joinAddress(annotations, key))
  return walk(syntax, top, `${annotations}{}`, () => undefined).filter(({ path }) => wanted.includes(path))
}

/**
 * Images in annotations of a pod template, such as `dapr.io/sidecar-image`: a webhook adds their containers to the
 * pods.
 */
function imagesInAnnotations(top: Reached, podSpec: string): readonly PlacedImage[] {
  const [, template] = /^(?:(.*)\.)?spec$/.exec(podSpec) ?? []
  if (podSpec !== 'spec' && template === undefined) return []
  const path = joinAddress(template ?? '', 'metadata.annotations')
  return reachedAt(top, path).flatMap(({ node, repeats }) =>
    node.type === 'mapping'
      ? imageScalars(node, path, new Set(), true).map(image => ({ ...image, repeats, isText: true }))
      : [],
  )
}

/** Follows an address. Its brackets contain item numbers only. */
function reachedAt(top: Reached, address: string): readonly Reached[] {
  const keys = address.split(/[.[\]]+/)
  let node: SyntaxNode | undefined = top.node
  for (const key of keys) {
    if (node?.type === 'mapping') node = valueOf(node, key)
    else if (node?.type === 'sequence') node = node.items[Number(key)]?.node
  }
  return node === undefined ? [] : [{ node, path: address, repeats: [] }]
}

/** An image reference found at a place. */
interface PlacedImage extends ImageScalar {
  readonly repeats: readonly RepeatedKey[]
  readonly isText: boolean
}

/** The reference at a node. A reference split over several fields is joined. */
function whole(
  { node, path, repeats }: Reached,
  placed: string,
  from: (path: string) => readonly Reached[],
): PlacedImage {
  const text = isNull(node) ? undefined : textOf(node)
  const image = { start: node.start, reference: text ?? '', path, repeats, isText: text !== undefined }
  if (!isOfSeveralFields(placed)) return image
  const parent = path.slice(0, path.lastIndexOf('.'))
  const around = from(placed.slice(0, Math.max(placed.lastIndexOf('.'), 0))).find(one => one.path === parent)
  const composed = around?.node.type === 'mapping' ? composedImage(around.node) : undefined
  return composed === undefined ? image : { ...image, reference: composed }
}

/** Assigns remaining images to the places that take all images below them, the innermost place first. */
function addRemainingImages(found: readonly FoundSite[], placedOffsets: Set<number>): void {
  const taking = found.filter(({ place }) => place.images?.includes(ALL_IMAGES) === true)
  for (const one of taking.toSorted((a, b) => b.host.path.length - a.host.path.length)) {
    for (const image of imageScalars(one.mapping, one.host.path, placedOffsets, false)) {
      placedOffsets.add(image.start)
      one.images.push({ ...image, repeats: [], isText: true })
    }
  }
}

/** An absent list gets the names of the nearest enclosing list, which the operator uses there. */
function inheriting(found: readonly FoundSite[], sites: readonly SiteNode[]): readonly SiteNode[] {
  return sites.map((one, at) => {
    if (found[at]?.place.inherits !== true) return one
    const { path, list } = one.site
    const around = sites
      .filter(({ site }) => site !== one.site && (site.path === '' || path.startsWith(`${site.path}.`)))
      .toSorted((a, b) => b.site.path.length - a.site.path.length)
    const names = around.map(({ site }) => site.list.entries).find(entries => entries.length > 0) ?? []
    const inherited = [...list.inherited, ...names.map(({ name }) => name)]
    return { ...one, site: { ...one.site, list: { ...list, inherited } } }
  })
}

interface FoundSite {
  readonly host: Reached
  readonly mapping: Mapping
  readonly place: PodPlace
  readonly images: PlacedImage[]
  readonly accounts: readonly Reached[]
}

function siteAt(syntax: Syntax, resource: ResourceNode, found: FoundSite): SiteNode {
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

/** Removes duplicates: several images are reached by the same keys. */
function repeatsOf(all: readonly RepeatedKey[]): Pick<Site, 'repeats'> {
  if (all.length === 0) return {}
  return { repeats: [...new Map(all.map(one => [one.lines.join(), one])).values()] }
}

function imageUse({ lines }: Syntax, { start, reference, path, isText }: PlacedImage): readonly ImageUse[] {
  return isText ? [{ reference, path, line: lines.number(start) }] : []
}

/** The site of a ServiceAccount: its own list. */
export function serviceAccountSite(syntax: Syntax, resource: ResourceNode): SiteNode {
  const { list, target, repeats } = readPullSecretList(syntax, {
    host: resource.node,
    keys: ['imagePullSecrets'],
    entry: 'object',
    beside: ['secrets', 'metadata'],
    after: 'metadata',
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
