import type { SyntaxNode, Mapping } from '../syntax/node.ts'
import { joinAddress, membersInForce, textOf, valueOf } from '../syntax/node.ts'
import type { Reached } from './walk.ts'

/** Where a pod template's spec stands, by the keys that lead to it: no kind of these names holds anything else there. */
const POD_SPEC_AT = /(?:^|\.)(?:template\.spec|podTemplate\.spec|podTemplateSpec\.spec|podSpec)$/

/** What is no specification, and definitions for aliases, under keys that begin with x-. */
const OUTSIDE = /^(?:metadata|status)$|^x-/

/**
 * The pod specs of an unknown kind, by their shape: where a pod template's spec stands, with a list of containers
 * that have names, and images. A pod spec within one is none of its own.
 */
export function podSpecsByShape(resource: Mapping): readonly Reached[] {
  const found: Reached[] = []
  const seen = new Set<SyntaxNode>()
  const visit = (node: SyntaxNode, path: string): void => {
    if (node.type === 'scalar' || seen.has(node)) return
    seen.add(node)
    if (node.type === 'sequence') {
      for (const [index, item] of node.items.entries()) visit(item.node, `${path}[${index}]`)
      return
    }
    if (POD_SPEC_AT.test(path) && hasContainers(node)) {
      found.push({ node, path, repeats: [] })
      return
    }
    for (const { member } of membersInForce(node))
      if (path !== '' || !OUTSIDE.test(member.key)) visit(member.value, joinAddress(path, member.key))
  }
  visit(resource, '')
  return found
}

function isNamed(node: SyntaxNode): boolean {
  return node.type === 'mapping' && textOf(valueOf(node, 'name')) !== undefined
}

function hasContainers(map: Mapping): boolean {
  const containers = valueOf(map, 'containers')
  if (containers?.type !== 'sequence' || containers.items.length === 0) return false
  const all = containers.items.map(({ node }) => node)
  return (
    all.every(isNamed) &&
    all.some(node => node.type === 'mapping' && textOf(valueOf(node, 'image')) !== undefined)
  )
}
