import { BUILT_IN_GROUPS } from '../../kubernetes/groups.ts'
import type { Resource } from '../resource.ts'
import { joinAddress, nodesWithin } from '../syntax/node.ts'
import type { Syntax } from '../syntax/node.ts'
import type { ResourceNode } from './resources.ts'

/** A list of pull secrets where Kubernetes reads none. */
export interface MisplacedList {
  /** As a person writes it: `spec.template.spec.containers[0].imagePullSecrets`. */
  readonly path: string
  /** 1-based line within the document's text. */
  readonly line: number
}

const KEY = 'imagePullSecrets'

// What is no specification, and definitions for aliases, under keys that begin with x-.
const UNREAD = /^(?:metadata|status)\b|(?:^|[.])x-/

/** The lists of a workload of Kubernetes itself that stand beside none of its pod specs: below a container, beside the template. */
export function misplacedLists(
  { lines }: Syntax,
  { node }: ResourceNode,
  { identity, role, sites }: Resource,
): readonly MisplacedList[] {
  // Of custom kinds, a list may have a meaning that the table does not know.
  if (role !== 'workload' || !BUILT_IN_GROUPS.has(identity.group)) return []
  const places = new Set(sites.map(({ path }) => joinAddress(path, KEY)))
  const found = new Map<string, number>()
  for (const { node: map, address } of nodesWithin(node)) {
    if (map.type !== 'mapping' || UNREAD.test(address)) continue
    const member = map.members.find(({ key }) => key === KEY)
    const path = joinAddress(address, KEY)
    if (member !== undefined && !places.has(path)) found.set(path, lines.number(member.start))
  }
  return [...found].map(([path, line]) => ({ path, line }))
}
