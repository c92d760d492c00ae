import { parseSyntax } from '../manifest/parse-syntax.ts'
import { nameResource } from '../manifest/resource.ts'
import { identityOf } from '../manifest/sites/resources.ts'
import { countLines, cutDocuments, isEmpty } from '../manifest/stream.ts'
import { findMember, nodesWithin, textOf, valueOf } from '../manifest/syntax/node.ts'
import type { Mapping, Syntax, SyntaxNode } from '../manifest/syntax/node.ts'
import type { ConfigurationFault } from '../configuration/fault.ts'

/**
 * The input of a KRM function, by `cmd/config/docs/api-conventions/functions-spec.md` of kustomize: the items, and the
 * function's configuration.
 */
export interface ResourceList {
  readonly syntax: Syntax
  readonly root: Mapping
  /** Where the text of `syntax` starts, in bytes of the input. */
  readonly start: number
  /** Lines of the input before `start`. */
  readonly linesBefore: number
  readonly items: readonly ListItem[]
  /** Absent if it is missing or empty. */
  readonly functionConfig?: Mapping
}

export interface ListItem {
  readonly reference: ResourceReference
  /** The name that `nameResource` gives. */
  readonly name: string
  readonly node: Mapping
  /** 1-based lines of the input. */
  readonly lines: readonly [first: number, last: number]
  /** The file that the item was read from, by its annotations. */
  readonly file?: { readonly path: string; readonly index?: number }
}

/** A reference to a resource, in the form of the specification. */
export interface ResourceReference {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string
  readonly name?: string
}

const API_VERSIONS = ['config.kubernetes.io/v1', 'config.kubernetes.io/v1beta1']
const REMEDY = 'pipe in a ResourceList, as kustomize and kpt do; other manifests are for inject'

/** The ResourceList of an input, or the fault of an input that is anything else. */
export type ResourceListReading =
  | { readonly kind: 'read'; readonly list: ResourceList }
  | { readonly kind: 'faulty'; readonly fault: ConfigurationFault }

/** Reads the only ResourceList of an input. */
export function readResourceList(bytes: Uint8Array): ResourceListReading {
  const [span, second] = [...cutDocuments(bytes)].filter(
    ({ start, end }) => !isEmpty(bytes.subarray(start, end)),
  )
  if (span === undefined) return faulty(1, 'the input is empty')
  const lineAt = (offset: number): number => countLines(bytes, 0, offset) + 1
  if (second !== undefined) return faulty(lineAt(second.start), 'a second document begins here')
  const linesBefore = countLines(bytes, 0, span.start)
  const text = decode(bytes.subarray(span.start, span.end))
  if (text === undefined) return faulty(1, 'the input is not UTF-8', 'save it as UTF-8')
  const syntax = parseSyntax(text)
  if (syntax.kind === 'fault') {
    const { at, what, remedy } = syntax
    return faulty(linesBefore + text.slice(0, at).split('\n').length, what, remedy)
  }
  const [root, ...others] = syntax.roots
  const apiVersion = root?.type === 'mapping' ? textOf(valueOf(root, 'apiVersion')) : undefined
  const kind = root?.type === 'mapping' ? textOf(valueOf(root, 'kind')) : undefined
  if (root?.type !== 'mapping' || others.length > 0 || kind !== 'ResourceList')
    return faulty(linesBefore + 1, `the input is not a ResourceList${foundKind(kind)}`)
  if (!API_VERSIONS.includes(apiVersion ?? ''))
    return faulty(
      linesBefore + 1,
      apiVersion === undefined
        ? 'the ResourceList has no apiVersion'
        : `the ResourceList has the apiVersion ${apiVersion}`,
      `write ${API_VERSIONS.join(' or ')}`,
    )
  const items = valueOf(root, 'items')
  const config = valueOf(root, 'functionConfig')
  const list: ResourceList = {
    syntax,
    root,
    start: span.start,
    linesBefore,
    items:
      items?.type === 'sequence' ? items.items.flatMap(({ node }) => itemOf(node, syntax, linesBefore)) : [],
    ...(config?.type === 'mapping' && config.members.length > 0 ? { functionConfig: config } : {}),
  }
  return { kind: 'read', list }
}

function faulty(line: number, what: string, remedy = REMEDY): ResourceListReading {
  return { kind: 'faulty', fault: { line, what, remedy } }
}

function foundKind(kind: string | undefined): string {
  return kind === undefined ? '' : `, but a ${kind}`
}

/** Decodes UTF-8 and keeps a byte order mark, so that offsets match the input. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function itemOf(node: SyntaxNode, { lines }: Syntax, linesBefore: number): readonly ListItem[] {
  if (node.type !== 'mapping') return []
  const reference = referenceOf(node)
  const file = fileOf(node)
  return [
    {
      reference,
      name: nameResource(identityOf(node, reference.apiVersion, reference.kind)),
      node,
      lines: [linesBefore + lines.number(node.start), linesBefore + lines.number(node.end)],
      ...(file === undefined ? {} : { file }),
    },
  ]
}

/** The reference by which results name a resource. */
export function referenceOf(node: Mapping): ResourceReference {
  const { namespace } = identityOf(node, '', '')
  const metadata = valueOf(node, 'metadata')
  const name = metadata?.type === 'mapping' ? textOf(valueOf(metadata, 'name')) : undefined
  return {
    apiVersion: textOf(valueOf(node, 'apiVersion')) ?? '',
    kind: textOf(valueOf(node, 'kind')) ?? '',
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  }
}

/** Prefixes of the path annotations: the current one, then the older one (`kioutil.go` of kyaml). */
const PREFIXES = ['internal.config.kubernetes.io/', 'config.kubernetes.io/']

function fileOf(node: Mapping): ListItem['file'] {
  const metadata = valueOf(node, 'metadata')
  const annotations = metadata?.type === 'mapping' ? valueOf(metadata, 'annotations') : undefined
  if (annotations?.type !== 'mapping') return undefined
  const annotation = (key: string): string | undefined =>
    PREFIXES.map(prefix => textOf(valueOf(annotations, prefix + key))).find(text => text !== undefined)
  const [path, index] = [annotation('path'), Number(annotation('index') ?? Number.NaN)]
  if (path === undefined) return undefined
  return { path, ...(Number.isInteger(index) ? { index } : {}) }
}

/**
 * Finds the item that a diagnostic is about: by name, among items of the same name by line, without a name by line
 * alone.
 */
export function itemAt(
  { items }: ResourceList,
  name: string | undefined,
  line: number,
): ListItem | undefined {
  const isThere = ({ lines: [first, last] }: ListItem): boolean => first <= line && line <= last
  const named = items.filter(item => item.name === name)
  const placed = (named.length > 0 ? named : items).filter(isThere)
  if (placed.length === 1) return placed[0]
  return named[0]
}

/**
 * The path of the field on a line of an item. `undefined` for a line with several fields, and for the first line of
 * the item.
 */
export function fieldAt(
  { syntax: { lines }, linesBefore }: ResourceList,
  { node, lines: [first] }: ListItem,
  line: number,
): string | undefined {
  if (line === first) return undefined
  const found = new Set<string>()
  for (const { node: inner, address } of nodesWithin(node)) {
    if (inner.type === 'mapping') {
      for (const { key, start, isMerge } of inner.members)
        if (!isMerge && linesBefore + lines.number(start) === line)
          found.add(address === '' ? key : `${address}.${key}`)
    } else if (
      inner.type === 'scalar' &&
      address.endsWith(']') &&
      linesBefore + lines.number(inner.start) === line
    )
      found.add(address)
  }
  return found.size === 1 ? [...found][0] : undefined
}

/** The `results` member that the ResourceList already has, if any. */
export function existingResults({ root }: ResourceList): Mapping['members'][number] | undefined {
  const found = findMember(root, 'results')
  return found?.owner === root ? found.member : undefined
}
