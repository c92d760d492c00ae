import type { Obstacle } from '../site.ts'
import { findMember, isMerge, isNull, joinAddress } from '../syntax/node.ts'
import type { Found, Mapping, Syntax, SyntaxNode } from '../syntax/node.ts'

/** A node that a path of the table leads to. */
export interface Reached {
  readonly node: SyntaxNode
  /** As a person writes it, with the numbers of items: `spec.tasks[2].template.spec`. */
  readonly path: string
  /** What on the way forbids an edit below. */
  readonly obstacles: readonly Obstacle[]
}

/** Is told of what stands where something else must be. */
export type Complain = (obstacle: Obstacle) => void

/**
 * Follows a path of the table of kinds (`spec.tasks[].template.spec`) to every node that it fits. What is missing or
 * null ends the path there; a scalar where the path must go on is complained of.
 */
export function walk(syntax: Syntax, from: Reached, path: string, complain: Complain): readonly Reached[] {
  let reached: readonly Reached[] = [from]
  for (const step of path === '' ? [] : path.split('.')) {
    reached = reached.flatMap(at => follow(syntax, at, step, complain))
  }
  return reached
}

function follow(syntax: Syntax, at: Reached, step: string, complain: Complain): readonly Reached[] {
  const [, key = '', lists = '', values = ''] = /^(.*?)((?:\[\])*)(\{\})?$/.exec(step) ?? []
  const map = mappingAt(syntax, at, complain)
  const found = map === undefined ? undefined : findMember(map, key)
  if (found === undefined || isNull(found.member.value)) return []
  let reached: readonly Reached[] = [enter(syntax, at, found)]
  for (let left = lists.length / '[]'.length; left > 0; left -= 1)
    reached = reached.flatMap(next => itemsOf(syntax, next, complain))
  return values === '' ? reached : reached.flatMap(next => valuesOf(syntax, next, complain))
}

function enter(syntax: Syntax, from: Reached, found: Found): Reached {
  const duplicate = duplicateKey(syntax, found)
  return {
    node: found.member.value,
    path: joinAddress(from.path, found.member.key),
    obstacles: duplicate === undefined ? from.obstacles : [...from.obstacles, duplicate],
  }
}

function itemsOf(syntax: Syntax, at: Reached, complain: Complain): readonly Reached[] {
  if (at.node.type !== 'sequence') {
    complain(mismatch(syntax, at.node, at.path, 'a list'))
    return []
  }
  return at.node.items.flatMap(({ node }, index) =>
    isNull(node) ? [] : [{ node, path: `${at.path}[${index}]`, obstacles: at.obstacles }],
  )
}

function valuesOf(syntax: Syntax, at: Reached, complain: Complain): readonly Reached[] {
  const map = mappingAt(syntax, at, complain)
  if (map === undefined) return []
  return map.members.flatMap(member =>
    isNull(member.value) || isMerge(member) ? [] : [enter(syntax, at, { member, owner: map })],
  )
}

function mappingAt(syntax: Syntax, { node, path }: Reached, complain: Complain): Mapping | undefined {
  if (node.type === 'mapping') return node
  complain(mismatch(syntax, node, path, 'a mapping'))
  return undefined
}

export function mismatch({ lines }: Syntax, node: SyntaxNode, path: string, expected: string): Obstacle {
  const found = node.type === 'mapping' ? 'a mapping' : node.type === 'sequence' ? 'a list' : 'text'
  return {
    line: lines.number(node.start),
    what: `${path === '' ? 'the document' : path} is ${found}, where ${expected} must be`,
    remedy: `write ${expected}, or take it out`,
  }
}

/** Why an edit below a key that stands twice is refused: readers differ on which one counts. */
export function duplicateKey({ lines }: Syntax, { owner, member }: Found): Obstacle | undefined {
  const [, second] = owner.members.filter(({ key }) => key === member.key)
  if (second === undefined) return undefined
  return {
    line: lines.number(second.start),
    what: `the key ${member.key} stands twice`,
    remedy: 'keep one of them',
  }
}
