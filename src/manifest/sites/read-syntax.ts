import type { Diagnostic, ReportDiagnostic } from '../diagnostic.ts'
import { BUILT_IN_GROUPS } from '../../kubernetes/groups.ts'
import type { Identity, Reading, Resource, Role, UnplacedImage } from '../resource.ts'
import { textOf, valueOf } from '../syntax/node.ts'
import type { Mapping, Syntax, SyntaxNode } from '../syntax/node.ts'
import { isInert } from '../../kinds/inert.ts'
import type { Kinds } from '../../kinds/kinds.ts'
import { wrapperOf } from '../../kinds/wrappers.ts'
import type { WorkloadKind } from '../../kinds/workload-kind.ts'
import { resourcesIn, wrappedNodes } from './resources.ts'
import type { ResourceNode } from './resources.ts'
import { blockSharedEdits } from './sharing.ts'
import type { SiteNode } from './sharing.ts'
import { passedParameters, imagesByParameter, imageTexts } from './images-by-parameter.ts'
import { imagesInTexts, namesPullSecret } from './images-in-texts.ts'
import { podSpecsByShape } from './by-shape.ts'
import { serviceAccountSite, sitesAt, sitesOf } from './pod-specs.ts'
import type { SitesOfResource } from './pod-specs.ts'
import { unplacedImagesIn } from './unplaced-images.ts'
import type { ImageScalar } from './unplaced-images.ts'
import { walk } from './walk.ts'

/** Reads the resources of a document and their sites from trees of either reader. */
export function readSyntax(syntax: Syntax, kinds: Kinds): Reading {
  const problems: Diagnostic[] = []
  const report: ReportDiagnostic = problem => problems.push(problem)
  const read = syntax.hasAliases ? readSharing : readNode
  const resources = syntax.roots.flatMap(root => read(syntax, root, kinds, report))
  return { resources, problems, hasAliases: syntax.hasAliases }
}

/** Reads the resources of a node without aliases. `address` is the node's address from its root. */
export function readNode(
  syntax: Syntax,
  node: SyntaxNode,
  kinds: Kinds,
  report: ReportDiagnostic,
  address = '',
): readonly Resource[] {
  return [...resourcesIn(syntax, node, report, address)].map(resource => {
    const { sites, ...draft } = readResource(syntax, resource, kinds, report)
    return { ...draft, sites: sites.map(({ site }) => site) }
  })
}

type Draft = Omit<Resource, 'sites'> & { readonly sites: readonly SiteNode[] }

function readSharing(
  syntax: Syntax,
  root: SyntaxNode,
  kinds: Kinds,
  report: ReportDiagnostic,
): readonly Resource[] {
  const drafts = [...resourcesIn(syntax, root, report)].map(resource =>
    readResource(syntax, resource, kinds, report),
  )
  const guarded = blockSharedEdits(
    root,
    drafts.flatMap(({ sites }) => sites),
  ).values()
  return drafts.map(draft => ({ ...draft, sites: draft.sites.flatMap(() => guarded.next().value ?? []) }))
}

const NONE_PLACED: ReadonlySet<number> = new Set()
const ignore: ReportDiagnostic = () => undefined

function readResource(syntax: Syntax, resource: ResourceNode, kinds: Kinds, report: ReportDiagnostic): Draft {
  const { identity, node } = resource
  const line = syntax.lines.number(node.start)
  const kind = kinds.find(identity.group, identity.version, identity.kind)
  if (kind !== undefined) return readWorkload(syntax, resource, kind, kinds, report)
  const role = roleOf(identity)
  if (role === 'service-account')
    return {
      identity,
      line,
      role,
      sites: [serviceAccountSite(syntax, resource)],
      unplacedImages: [],
      enforcesMountableSecrets: enforces(node),
    }
  const isUnknown = role === 'unknown' && identity.kind !== ''
  if (!isUnknown) return { identity, line, role, sites: [], unplacedImages: [] }
  const { sites, placedOffsets } =
    kinds.byShape && !BUILT_IN_GROUPS.has(identity.group) ? sitesByShape(syntax, resource) : NO_SITES
  const unplacedImages = unplacedImagesIn(syntax, node, placedOffsets, false)
  if (sites.length === 0) return { identity, line, role, sites, unplacedImages }
  return { identity, line, role: 'workload', sites, unplacedImages, origin: { by: 'shape' } }
}

const NO_SITES: SitesOfResource = { sites: [], placedOffsets: NONE_PLACED }

function readWorkload(
  syntax: Syntax,
  resource: ResourceNode,
  row: WorkloadKind,
  kinds: Kinds,
  report: ReportDiagnostic,
): Draft {
  const { places, advice, origin, open = [] } = row
  const { identity, node } = resource
  // A wrong type in a custom kind may be right in another version of it. In Kubernetes' own kinds the API server
  // refuses it.
  const tell = BUILT_IN_GROUPS.has(identity.group) ? report : ignore
  const placed = sitesOf(syntax, resource, places, tell)
  const shaped =
    kinds.byShape && open.length > 0
      ? sitesByShape(syntax, resource, path => isBelowAny(path, open) && !isSiteOf(placed, path))
      : NO_SITES
  const values = row.values === undefined ? undefined : imagesInValues(syntax, resource, row.values)
  const others = [...shaped.placedOffsets, ...(values?.images ?? []).map(({ start }) => start)]
  const placedOffsets =
    others.length === 0 ? placed.placedOffsets : new Set([...placed.placedOffsets, ...others])
  return {
    identity,
    line: syntax.lines.number(node.start),
    role: 'workload',
    sites: [...placed.sites, ...shaped.sites],
    unplacedImages: [
      ...outsideWrappedManifests(
        syntax,
        resource,
        unplacedImagesIn(syntax, node, placedOffsets, origin === undefined),
      ),
      ...(placed.sites.length === 0 ? unplacedByParameter(syntax, node) : []),
      ...(row.givesParameters === true ? unplacedInParameters(syntax, node, placed) : []),
      ...(values === undefined || values.namesSecret
        ? []
        : values.images.map(image => unplacedImageAt(syntax, image))),
    ],
    ...(values?.namesSecret === true ? { namesSecretInValues: true } : {}),
    ...(advice === undefined ? {} : { advice }),
    ...(shaped.sites.length > 0
      ? { origin: { by: 'shape' } as const }
      : origin === undefined
        ? {}
        : { origin }),
  }
}

function unplacedImageAt({ lines }: Syntax, { start, reference, path }: ImageScalar): UnplacedImage {
  return { reference, path, line: lines.number(start) }
}

/** Images that only parameters name, in a resource without sites. */
function unplacedByParameter(syntax: Syntax, node: SyntaxNode): readonly UnplacedImage[] {
  return imagesByParameter(node, '', [...imageTexts(node)]).map(image => unplacedImageAt(syntax, image))
}

/**
 * Parameter values for other resources. Empty if the resource lists pull secrets, because these are used for them.
 */
function unplacedInParameters(
  syntax: Syntax,
  node: SyntaxNode,
  { sites, placedOffsets }: SitesOfResource,
): readonly UnplacedImage[] {
  if (sites.some(({ site }) => site.list.entries.length > 0)) return []
  return [...passedParameters(node, '')].flatMap(image => {
    const { parameter, to } = image
    return placedOffsets.has(image.start)
      ? []
      : { ...unplacedImageAt(syntax, image), given: { parameter, to } }
  })
}

interface ImagesInValues {
  readonly images: readonly ImageScalar[]
  /** Whether the values name a pull secret, so that their images need no other one. */
  readonly namesSecret: boolean
}

function imagesInValues(syntax: Syntax, { node }: ResourceNode, paths: readonly string[]): ImagesInValues {
  const found = paths.flatMap(path => walk(syntax, { node, path: '', repeats: [] }, path, ignore))
  return {
    images: found.flatMap(one => [...imagesInTexts(one.node, one.path)]),
    namesSecret: found.some(one => namesPullSecret(one.node)),
  }
}

/** Leaves out images in wrapped manifests, which are resources of their own. */
function outsideWrappedManifests(
  syntax: Syntax,
  resource: ResourceNode,
  unplacedImages: readonly UnplacedImage[],
): readonly UnplacedImage[] {
  const within = unplacedImages.length === 0 ? [] : wrappedNodes(syntax, resource)
  return unplacedImages.filter(image => !within.some(({ path }) => image.path.startsWith(`${path}.`)))
}

function isSiteOf({ sites }: SitesOfResource, path: string): boolean {
  return sites.some(({ site }) => site.path === path)
}

/** Whether a path is below one of the open paths of a schema. */
function isBelowAny(path: string, open: readonly string[]): boolean {
  return open.some(one => {
    const pattern = one
      .replace(/[$()*+.?\\^|]/g, '\\$&')
      .replaceAll('[]', '\\[\\d+\\]')
      .replaceAll('{}', '\\.[^.[]+')
    return one === '' || new RegExp(`^${pattern}(?:[.[]|$)`).test(path)
  })
}

function sitesByShape(
  syntax: Syntax,
  resource: ResourceNode,
  isMeant: (path: string) => boolean = () => true,
): SitesOfResource {
  const hosts = podSpecsByShape(resource.node).filter(({ path }) => isMeant(path))
  return sitesAt(
    syntax,
    resource,
    hosts.map(host => ({ host, place: { at: host.path } })),
    ignore,
  )
}

function roleOf({ group, kind }: Identity): Role {
  // The manifests in a wrapper are resources of their own.
  if (wrapperOf(group, kind) !== undefined) return 'inert'
  if (group === '' && kind === 'ServiceAccount') return 'service-account'
  return isInert(group, kind) ? 'inert' : 'unknown'
}

function enforces(serviceAccount: Mapping): boolean {
  const metadata = valueOf(serviceAccount, 'metadata')
  const annotations = metadata?.type === 'mapping' ? valueOf(metadata, 'annotations') : undefined
  if (annotations?.type !== 'mapping') return false
  return textOf(valueOf(annotations, 'kubernetes.io/enforce-mountable-secrets')) === 'true'
}
