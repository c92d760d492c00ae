import { parseApiVersion } from '../../kubernetes/api-version.ts'
import type { ReportDiagnostic } from '../diagnostic.ts'
import { wrapperOf } from '../../kinds/wrappers.ts'
import { nameResource } from '../resource.ts'
import type { Identity } from '../resource.ts'
import { findMember, isNull, joinAddress, textOf, valueOf } from '../syntax/node.ts'
import type { Mapping, Syntax, SyntaxNode } from '../syntax/node.ts'
import { mismatch, walk } from './walk.ts'
import type { Reached } from './walk.ts'

/** A resource in a document: the document itself, an item of a list, or a wrapped manifest. */
export interface ResourceNode {
  readonly node: Mapping
  /** The address from the document's root: `''`, or `items[2]`. */
  readonly address: string
  readonly identity: Identity
}

/** The `apiVersion` and `kind` that a typed list (`DeploymentList`) gives to items without their own. */
interface Inherited {
  readonly apiVersion: string
  readonly kind: string
}

/**
 * Yields the resources at a node. Enters `List`, typed lists, `ResourceList` and `Template` at any depth, and
 * manifests wrapped in other resources, which follow their wrapper.
 */
export function* resourcesIn(
  syntax: Syntax,
  node: SyntaxNode,
  report: ReportDiagnostic,
  address = '',
  inherited: Inherited = { apiVersion: '', kind: '' },
): Generator<ResourceNode> {
  if (isNull(node)) return
  if (node.type === 'sequence') {
    for (const [index, item] of node.items.entries())
      yield* resourcesIn(syntax, item.node, report, `${address}[${index}]`)
    return
  }
  if (node.type === 'scalar') {
    report(mismatch(syntax, node, address, 'a mapping'))
    return
  }
  const apiVersion = textOf(valueOf(node, 'apiVersion')) ?? inherited.apiVersion
  const kind = textOf(valueOf(node, 'kind')) ?? inherited.kind
  const key = kind.endsWith('List') ? 'items' : isTemplate(apiVersion, kind) ? 'objects' : undefined
  const items = key === undefined ? undefined : findMember(node, key)?.member.value
  if (key === undefined || items?.type !== 'sequence') {
    const identity = identityOf(node, apiVersion, kind)
    yield { node, address, identity }
    yield* wrappedIn(syntax, { node, address, identity }, report)
    return
  }
  const isTyped = kind !== 'List' && key === 'items'
  const below = isTyped ? { apiVersion, kind: kind.slice(0, -'List'.length) } : undefined
  const itemsAddress = joinAddress(address, key)
  for (const [index, item] of items.items.entries())
    yield* resourcesIn(syntax, item.node, report, `${itemsAddress}[${index}]`, below)
}

/** The manifests wrapped in a resource. Values that are not manifests, such as strings, are skipped. */
function* wrappedIn(
  syntax: Syntax,
  { node, address, identity }: ResourceNode,
  report: ReportDiagnostic,
): Generator<ResourceNode> {
  const wrapper = wrapperOf(identity.group, identity.kind)
  if (wrapper === undefined) return
  for (const { node: inner, path } of wrappedNodes(syntax, { node, identity })) {
    const within = `${path} of ${nameResource(identity)}`
    for (const resource of resourcesIn(syntax, inner, report, joinAddress(address, path))) {
      const { namespace = wrapper.sharesNamespace ? identity.namespace : undefined } = resource.identity
      const placed = { ...resource.identity, ...(namespace === undefined ? {} : { namespace }) }
      yield { ...resource, identity: { ...placed, within: resource.identity.within ?? within } }
    }
  }
}

/** The nodes of the manifests wrapped in a resource. */
export function wrappedNodes(
  syntax: Syntax,
  { node, identity }: Pick<ResourceNode, 'node' | 'identity'>,
): readonly Reached[] {
  const top: Reached = { node, path: '', repeats: [] }
  const { paths } = wrapperOf(identity.group, identity.kind) ?? { paths: NONE }
  const found = paths.flatMap(path => {
    const dot = path.lastIndexOf('.')
    const hosts = walk(syntax, top, path.slice(0, dot), ignore).filter(host => !isForbidding(host))
    return hosts.flatMap(host => walk(syntax, host, path.slice(dot + 1), ignore))
  })
  return found.filter(({ node: inner }) => inner.type === 'mapping' && valueOf(inner, 'kind') !== undefined)
}

const NONE: readonly string[] = []

const ignore = (): void => undefined

/** A policy with `mustnothave` forbids its manifests: these are not workloads. */
function isForbidding({ node }: Reached): boolean {
  return node.type === 'mapping' && /^mustnothave$/i.test(textOf(valueOf(node, 'complianceType')) ?? '')
}

/** OpenShift's Template: resources with parameters, which `oc process` fills in. */
function isTemplate(apiVersion: string, kind: string): boolean {
  return kind === 'Template' && (apiVersion === 'v1' || apiVersion.startsWith('template.openshift.io/'))
}

/** Reads a resource's identity. `apiVersion` and `kind` may come from a typed list around it. */
export function identityOf(node: Mapping, apiVersion: string, kind: string): Identity {
  const metadata = valueOf(node, 'metadata')
  const field = (key: string): string | undefined =>
    metadata?.type === 'mapping' ? textOf(valueOf(metadata, key)) || undefined : undefined
  const generated = field('generateName')
  const namespace = field('namespace')
  return {
    ...parseApiVersion(apiVersion),
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    name: field('name') ?? (generated === undefined ? '' : `${generated}*`),
  }
}
