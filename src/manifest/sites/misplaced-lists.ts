import { BUILT_IN_GROUPS } from '../../kubernetes/groups.ts'
import { isMeantForList, LIST_KEY } from '../list-keys.ts'
import type { Resource } from '../resource.ts'
import type { Site } from '../site.ts'
import { isNull, joinAddress, nodesWithin, textOf, valueOf } from '../syntax/node.ts'
import type { Mapping, Member, Syntax, SyntaxNode } from '../syntax/node.ts'
import type { ResourceNode } from './resources.ts'

/** A value that was meant as a list of pull secrets, in a place where Kubernetes reads none. */
export interface MisplacedList {
  /**
   * `misplaced`: the right key in a wrong place; `misspelt`: a wrong key in the right place; `mounted`: `secrets` of a
   * ServiceAccount; `placeholder`: the right key, with a placeholder that YAML reads as a comment.
   */
  readonly kind: 'misplaced' | 'misspelt' | 'mounted' | 'placeholder'
  /** The path: `spec.template.spec.containers[0].imagePullSecrets`. */
  readonly path: string
  /** 1-based lines within the document's text: of the key, and of the end of its value. */
  readonly line: number
  readonly lastLine: number
  /** The names in the value. */
  readonly names: readonly string[]
  /** Whether the value is a valid list, so that only its key must change. */
  readonly isList: boolean
  /** `#{secrets}#`. */
  readonly placeholder?: string
}

// Parts outside the specification, and keys that begin with `x-`, which define anchors.
const UNREAD = /^(?:metadata|status)\b|(?:^|[.])x-/

/**
 * Finds lists of pull secrets that Kubernetes does not read: below a container, beside the template, or at a wrong
 * key.
 */
export function misplacedLists(
  syntax: Syntax,
  { node }: ResourceNode,
  { identity, role, sites }: Resource,
): readonly MisplacedList[] {
  if (role === 'service-account') return inServiceAccount(syntax, node)
  if (role !== 'workload') return []
  const isBuiltIn = BUILT_IN_GROUPS.has(identity.group)
  const wrong = new WrongPlaces(sites, isBuiltIn)
  const found = new Map<string, MisplacedList>()
  for (const { node: map, address } of nodesWithin(node)) {
    if (map.type !== 'mapping' || UNREAD.test(address)) continue
    for (const member of map.members) {
      const path = joinAddress(address, member.key)
      const kind = wrong.kindOf(address, map, member.key)
      const commentedOut = wrong.isList(path) ? placeholderIn(syntax, path, member) : undefined
      if (kind !== undefined) found.set(path, misplaced(syntax, kind, path, member))
      else if (commentedOut !== undefined) found.set(path, commentedOut)
    }
  }
  return [...found.values()]
}

/** Decides in which places of a workload a key has no meaning. In custom kinds, only within Kubernetes' own types. */
class WrongPlaces {
  readonly #sites: readonly Site[]
  readonly #lists: ReadonlySet<string>
  readonly #parts: ReadonlySet<string>
  readonly #isBuiltIn: boolean

  constructor(sites: readonly Site[], isBuiltIn: boolean) {
    this.#sites = sites
    this.#isBuiltIn = isBuiltIn
    this.#lists = new Set(sites.map(({ path }) => joinAddress(path, LIST_KEY)))
    this.#parts = new Set(sites.flatMap(site => [...containersOf(site), ...templatesOf(site)]))
  }

  isList(path: string): boolean {
    return this.#lists.has(path)
  }

  kindOf(address: string, map: Mapping, key: string): MisplacedList['kind'] | undefined {
    const isPart = this.#parts.has(address)
    if (key === LIST_KEY) {
      if (this.isList(joinAddress(address, key))) return undefined
      return isPart || this.#isBuiltIn ? 'misplaced' : undefined
    }
    if (!isMeantForList(key)) return undefined
    const isPodSpec = this.#sites.some(({ path }) => path === address) && hasContainers(map)
    if (isPodSpec) return 'misspelt'
    const isAbove =
      this.#isBuiltIn && this.#sites.some(({ path }) => address !== '' && path.startsWith(`${address}.`))
    return isPart || isAbove ? 'misplaced' : undefined
  }
}

// None of these types has a field for pull secrets (core/v1 types.go, argo-workflows workflow_types.go).
const CONTAINER = /^(.*(?:[cC]ontainers|sidecars)\[\d+\]|.*\.(?:container|script))\.image$/
const TEMPLATE_OF_ARGO =
  /^(.*\.templates\[\d+\])\.(?:container|script|containerSet|initContainers|sidecars)\b/

function containersOf({ images }: Site): readonly string[] {
  return images.flatMap(({ path }) => CONTAINER.exec(path)?.[1] ?? [])
}

/** The templates around pod specs, and templates of Argo Workflows. */
function templatesOf({ path, images }: Site): readonly string[] {
  const template = /^(.*\btemplate)\.spec$/i.exec(path)?.[1]
  return [
    ...(template === undefined ? [] : [template]),
    ...images.flatMap(image => TEMPLATE_OF_ARGO.exec(image.path)?.[1] ?? []),
  ]
}

function hasContainers(map: Mapping): boolean {
  return valueOf(map, 'containers') !== undefined
}

/** `secrets` of a ServiceAccount can be mounted, but are not used for pulling. */
function inServiceAccount(syntax: Syntax, node: Mapping): readonly MisplacedList[] {
  return node.members.flatMap(member => {
    if (member.key === 'secrets') return [misplaced(syntax, 'mounted', member.key, member)]
    if (member.key === LIST_KEY) return placeholderIn(syntax, member.key, member) ?? []
    return isMeantForList(member.key) ? [misplaced(syntax, 'misspelt', member.key, member)] : []
  })
}

// The placeholders of the Replace Tokens task of Azure Pipelines and of Octopus Deploy.
const PLACEHOLDER = /^["']?\w+["']?[ \t]*:\s+(#\{[ -|~]*\}#?)/

/** A list that is null because its value is a placeholder, which YAML reads as a comment. */
function placeholderIn(syntax: Syntax, path: string, member: Member): MisplacedList | undefined {
  if (!isNull(member.value)) return undefined
  const from = member.keyNode.start
  const placeholder = PLACEHOLDER.exec(syntax.text.slice(from, from + MOST))?.[1]
  return placeholder === undefined
    ? undefined
    : { ...misplaced(syntax, 'placeholder', path, member), isList: false, placeholder }
}

/** The largest number of characters that are searched for a placeholder. */
const MOST = 256

function misplaced(
  { lines }: Syntax,
  kind: MisplacedList['kind'],
  path: string,
  { start, end, value }: Member,
): MisplacedList {
  return {
    kind,
    path,
    line: lines.number(start),
    lastLine: lines.number(Math.max(start, end - 1)),
    names: namesIn(value),
    isList:
      value.type === 'sequence' &&
      value.items.every(item => nameOf(item.node) !== undefined && item.node.type === 'mapping'),
  }
}

function namesIn(node: SyntaxNode): readonly string[] {
  const nodes = node.type === 'sequence' ? node.items.map(item => item.node) : [node]
  return nodes.flatMap(one => nameOf(one) ?? []).filter(name => name !== '')
}

function nameOf(node: SyntaxNode): string | undefined {
  if (isNull(node)) return undefined
  return node.type === 'mapping' ? textOf(valueOf(node, 'name')) : textOf(node)
}
