import type { Diagnostic, ReportDiagnostic } from '../diagnostic.ts'
import { BUILT_IN_GROUPS } from '../../kubernetes/groups.ts'
import type { Identity, Reading, Resource, Role, Stray } from '../resource.ts'
import { textOf, valueOf } from '../syntax/node.ts'
import type { Mapping, Syntax, SyntaxNode } from '../syntax/node.ts'
import { isInert } from '../../kinds/inert.ts'
import type { Kinds } from '../../kinds/kinds.ts'
import { wrapperOf } from '../../kinds/wrappers.ts'
import type { WorkloadKind } from '../../kinds/workload-kind.ts'
import { resourcesIn, wrappedNodes } from './resources.ts'
import type { ResourceNode } from './resources.ts'
import { guardShared } from './sharing.ts'
import type { SiteNode } from './sharing.ts'
import { givenToOthers, imagesByParameter, imageTexts } from './images-by-parameter.ts'
import { imagesInTexts, namesPullSecret } from './images-in-texts.ts'
import { podSpecsByShape } from './by-shape.ts'
import { serviceAccountSite, sitesAt, sitesOf } from './pod-specs.ts'
import type { SitesOfResource } from './pod-specs.ts'
import { straysIn } from './unplaced-images.ts'
import type { LooseImage } from './unplaced-images.ts'
import { walk } from './walk.ts'

/** What the trees of a document say: its resources and their sites, for trees of both readers. */
export function readSyntax(syntax: Syntax, kinds: Kinds): Reading {
  const problems: Diagnostic[] = []
  const report: ReportDiagnostic = obstacle => problems.push(obstacle)
  const read = syntax.hasAliases ? readSharing : readNode
  const resources = syntax.roots.flatMap(root => read(syntax, root, kinds, report))
  return { resources, problems, hasAliases: syntax.hasAliases }
}

/** The resources of a node in which nothing is shared by aliases. `address`: the node's, from its root. */
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
  const guarded = guardShared(
    root,
    drafts.flatMap(({ sites }) => sites),
  ).values()
  return drafts.map(draft => ({ ...draft, sites: draft.sites.flatMap(() => guarded.next().value ?? []) }))
}

const UNCLAIMED: ReadonlySet<number> = new Set()
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
      strays: [],
      enforcesMountableSecrets: enforces(node),
    }
  const isUnknown = role === 'unknown' && identity.kind !== ''
  if (!isUnknown) return { identity, line, role, sites: [], strays: [] }
  const { sites, claimed } =
    kinds.byShape && !BUILT_IN_GROUPS.has(identity.group) ? sitesByShape(syntax, resource) : NO_SITES
  const strays = straysIn(syntax, node, claimed, false)
  if (sites.length === 0) return { identity, line, role, sites, strays }
  return { identity, line, role: 'workload', sites, strays, origin: { by: 'shape' } }
}

const NO_SITES: SitesOfResource = { sites: [], claimed: UNCLAIMED }

function readWorkload(
  syntax: Syntax,
  resource: ResourceNode,
  row: WorkloadKind,
  kinds: Kinds,
  report: ReportDiagnostic,
): Draft {
  const { places, advice, origin, open = [] } = row
  const { identity, node } = resource
  // Of custom kinds other versions may be shaped otherwise; of Kubernetes' own the API server refuses what we do.
  const tell = BUILT_IN_GROUPS.has(identity.group) ? report : ignore
  const placed = sitesOf(syntax, resource, places, tell)
  const shaped =
    kinds.byShape && open.length > 0
      ? sitesByShape(syntax, resource, path => isBelowAny(path, open) && !isSiteOf(placed, path))
      : NO_SITES
  const values = row.values === undefined ? undefined : imagesInValues(syntax, resource, row.values)
  const others = [...shaped.claimed, ...(values?.images ?? []).map(({ start }) => start)]
  const claimed = others.length === 0 ? placed.claimed : new Set([...placed.claimed, ...others])
  return {
    identity,
    line: syntax.lines.number(node.start),
    role: 'workload',
    sites: [...placed.sites, ...shaped.sites],
    strays: [
      ...straysOutside(syntax, resource, straysIn(syntax, node, claimed, origin === undefined)),
      ...(placed.sites.length === 0 ? straysByParameter(syntax, node) : []),
      ...(row.givesParameters === true ? straysGiven(syntax, node, placed) : []),
      ...(values === undefined || values.namesSecret
        ? []
        : values.images.map(image => strayAt(syntax, image))),
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

function strayAt({ lines }: Syntax, { start, reference, path }: LooseImage): Stray {
  return { reference, path, line: lines.number(start) }
}

/** Images that only a parameter names, in a resource without a place. */
function straysByParameter(syntax: Syntax, node: SyntaxNode): readonly Stray[] {
  return imagesByParameter(node, '', [...imageTexts(node)]).map(image => strayAt(syntax, image))
}

/** Values of parameters for what stands elsewhere, unless the resource lists pull secrets, which then serve them. */
function straysGiven(
  syntax: Syntax,
  node: SyntaxNode,
  { sites, claimed }: SitesOfResource,
): readonly Stray[] {
  if (sites.some(({ site }) => site.list.entries.length > 0)) return []
  return [...givenToOthers(node, '')].flatMap(image => {
    const { parameter, to } = image
    return claimed.has(image.start) ? [] : { ...strayAt(syntax, image), given: { parameter, to } }
  })
}

interface ImagesInValues {
  readonly images: readonly LooseImage[]
  /** Whether one of the values names a pull secret, for which the images are none of a stranger's business. */
  readonly namesSecret: boolean
}

function imagesInValues(syntax: Syntax, { node }: ResourceNode, paths: readonly string[]): ImagesInValues {
  const found = paths.flatMap(path => walk(syntax, { node, path: '', repeats: [] }, path, ignore))
  return {
    images: found.flatMap(one => [...imagesInTexts(one.node, one.path)]),
    namesSecret: found.some(one => namesPullSecret(one.node)),
  }
}

/** Without what stands in manifests within the resource, which are resources of their own. */
function straysOutside(syntax: Syntax, resource: ResourceNode, strays: readonly Stray[]): readonly Stray[] {
  const within = strays.length === 0 ? [] : wrappedNodes(syntax, resource)
  return strays.filter(stray => !within.some(({ path }) => stray.path.startsWith(`${path}.`)))
}

function isSiteOf({ sites }: SitesOfResource, path: string): boolean {
  return sites.some(({ site }) => site.path === path)
}

/** Whether a path, as a person writes it, leads below one of those of a schema, with all items and values. */
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
  // What a wrapper holds are resources of their own.
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
