import type { Identity, Reading, Resource, Role } from '../resource.ts'
import type { Obstacle } from '../site.ts'
import { textOf, valueOf } from '../syntax/node.ts'
import type { Mapping, Syntax, SyntaxNode } from '../syntax/node.ts'
import { findWorkloadKind, isInert } from '../workloads/table.ts'
import { resourcesIn } from './resources.ts'
import type { ResourceNode } from './resources.ts'
import { guardShared } from './sharing.ts'
import type { SiteNode } from './sharing.ts'
import { serviceAccountSite, sitesOf } from './pod-specs.ts'
import { straysIn } from './strays.ts'
import type { Complain } from './walk.ts'

/** A quicker way to what is read from a workload's nodes, `undefined` where it does not go. */
export type ShortCut = (syntax: Syntax, resource: ResourceNode) => Resource | undefined

/** What the trees of a document say: its resources and their sites, whoever made the trees. */
export function readSyntax(syntax: Syntax, shortCut: ShortCut = () => undefined): Reading {
  const problems: Obstacle[] = []
  const complain: Complain = obstacle => problems.push(obstacle)
  const resources = syntax.roots.flatMap(root => readRoot(syntax, root, shortCut, complain))
  return { resources, problems }
}

type Draft = Omit<Resource, 'sites'> & { readonly sites: readonly SiteNode[] }

function readRoot(
  syntax: Syntax,
  root: SyntaxNode,
  shortCut: ShortCut,
  complain: Complain,
): readonly Resource[] {
  const resources = [...resourcesIn(syntax, root, complain)]
  if (!syntax.hasAliases)
    return resources.map(
      resource => shortCut(syntax, resource) ?? alone(readResource(syntax, resource, complain)),
    )
  const drafts = resources.map(resource => readResource(syntax, resource, complain))
  const guarded = guardShared(
    root,
    drafts.flatMap(({ sites }) => sites),
  ).values()
  return drafts.map(draft => ({ ...draft, sites: draft.sites.flatMap(() => guarded.next().value ?? []) }))
}

function alone(draft: Draft): Resource {
  return { ...draft, sites: draft.sites.map(({ site }) => site) }
}

const UNCLAIMED: ReadonlySet<number> = new Set()
const BUILT_IN_GROUPS = new Set(['', 'apps', 'batch', 'extensions'])
const ignore: Complain = () => undefined

function readResource(syntax: Syntax, resource: ResourceNode, complain: Complain): Draft {
  const { identity, node } = resource
  const line = syntax.lines.number(node.start)
  const kind = findWorkloadKind(identity.group, identity.version, identity.kind)
  if (kind !== undefined) {
    // Of custom kinds other versions may be shaped otherwise; of Kubernetes' own the API server refuses what we do.
    const tell = BUILT_IN_GROUPS.has(identity.group) ? complain : ignore
    const { sites, claimed } = sitesOf(syntax, resource, kind.places, tell)
    const strays = straysIn(syntax, node, claimed)
    return {
      identity,
      line,
      role: 'workload',
      sites,
      strays,
      ...(kind.advice === undefined ? {} : { advice: kind.advice }),
    }
  }
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
  return {
    identity,
    line,
    role,
    sites: [],
    strays: role === 'unknown' && identity.kind !== '' ? straysIn(syntax, node, UNCLAIMED) : [],
  }
}

function roleOf({ group, kind }: Identity): Role {
  if (group === '' && kind === 'ServiceAccount') return 'service-account'
  return isInert(group, kind) ? 'inert' : 'unknown'
}

function enforces(serviceAccount: Mapping): boolean {
  const metadata = valueOf(serviceAccount, 'metadata')
  const annotations = metadata?.type === 'mapping' ? valueOf(metadata, 'annotations') : undefined
  if (annotations?.type !== 'mapping') return false
  return textOf(valueOf(annotations, 'kubernetes.io/enforce-mountable-secrets')) === 'true'
}
