import { BUILT_IN_GROUPS } from '../../kubernetes/groups.ts'
import type { Resource } from '../resource.ts'
import type { Site } from '../site.ts'
import { isNull, joinAddress, nodesWithin, textOf, valueOf } from '../syntax/node.ts'
import type { Mapping, Member, Syntax, SyntaxNode } from '../syntax/node.ts'
import type { ResourceNode } from './resources.ts'

/** What was meant as a list of pull secrets, where Kubernetes reads none. */
export interface MisplacedList {
  /** `misplaced`: the right key in another place; `misspelt`: another key in the right one; `mounted`: `secrets` of a ServiceAccount. */
  readonly kind: 'misplaced' | 'misspelt' | 'mounted'
  /** As a person writes it: `spec.template.spec.containers[0].imagePullSecrets`. */
  readonly path: string
  /** 1-based lines within the document's text: of the key, and the last one of its value. */
  readonly line: number
  readonly lastLine: number
  /** The names that are written there. */
  readonly names: readonly string[]
  /** Whether it becomes a good list by another key alone. */
  readonly isList: boolean
}

const KEY = 'imagePullSecrets'

// What is no specification, and definitions for aliases, under keys that begin with x-.
const UNREAD = /^(?:metadata|status)\b|(?:^|[.])x-/

/** Spellings that were meant, without regard to case, hyphens and underscores. */
const MEANT =
  /^(?:images?)?pull(?:secrets?|sercets?|secerts?|screts?)(?:names?|refs?)?$|^images?(?:pull)?(?:secrets?|sercets?)(?:names?|refs?)?$|^(?:docker)?secretnames?$|^(?:docker)?registrysecrets?$/

/** What in a resource was meant as a list of pull secrets, and is none: below a container, beside the template, with another key. */
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
      const kind = wrong.kindOf(address, map, member.key)
      const path = joinAddress(address, member.key)
      if (kind !== undefined) found.set(path, misplaced(syntax, kind, path, member))
    }
  }
  return [...found.values()]
}

/** Where in a workload a key is known to mean nothing: of custom kinds, only in what is of Kubernetes' own types. */
class WrongPlaces {
  readonly #sites: readonly Site[]
  readonly #lists: ReadonlySet<string>
  readonly #parts: ReadonlySet<string>
  readonly #isBuiltIn: boolean

  constructor(sites: readonly Site[], isBuiltIn: boolean) {
    this.#sites = sites
    this.#isBuiltIn = isBuiltIn
    this.#lists = new Set(sites.map(({ path }) => joinAddress(path, KEY)))
    this.#parts = new Set(sites.flatMap(site => [...containersOf(site), ...templatesOf(site)]))
  }

  kindOf(address: string, map: Mapping, key: string): MisplacedList['kind'] | undefined {
    const isPart = this.#parts.has(address)
    if (key === KEY) {
      if (this.#lists.has(joinAddress(address, key))) return undefined
      return isPart || this.#isBuiltIn ? 'misplaced' : undefined
    }
    if (!MEANT.test(key.toLowerCase().replaceAll(/[-_]/g, ''))) return undefined
    const isPodSpec = this.#sites.some(({ path }) => path === address) && hasContainers(map)
    if (isPodSpec) return 'misspelt'
    const isAbove =
      this.#isBuiltIn && this.#sites.some(({ path }) => address !== '' && path.startsWith(`${address}.`))
    return isPart || isAbove ? 'misplaced' : undefined
  }
}

// Of the fields of all these types, core/v1 types.go and argo-workflows workflow_types.go, none is a list of pull secrets.
const CONTAINER = /^(.*(?:[cC]ontainers|sidecars)\[\d+\]|.*\.(?:container|script))\.image$/
const TEMPLATE_OF_ARGO =
  /^(.*\.templates\[\d+\])\.(?:container|script|containerSet|initContainers|sidecars)\b/

function containersOf({ images }: Site): readonly string[] {
  return images.flatMap(({ path }) => CONTAINER.exec(path)?.[1] ?? [])
}

/** The templates that pod specs stand in, and those of Argo. */
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

/** `secrets` are mounted, and nothing is pulled with them. */
function inServiceAccount(syntax: Syntax, node: Mapping): readonly MisplacedList[] {
  return node.members.flatMap(member => {
    if (member.key === 'secrets') return [misplaced(syntax, 'mounted', member.key, member)]
    const isMeant = member.key !== KEY && MEANT.test(member.key.toLowerCase().replaceAll(/[-_]/g, ''))
    return isMeant ? [misplaced(syntax, 'misspelt', member.key, member)] : []
  })
}

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
