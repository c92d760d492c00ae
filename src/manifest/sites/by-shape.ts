import type { SyntaxNode, Mapping } from '../syntax/node.ts'
import { joinAddress, effectiveMembers, textOf, valueOf } from '../syntax/node.ts'
import type { Reached } from './walk.ts'

/** Paths of a pod template's spec. No known kind has anything else at keys of these names. */
const POD_SPEC_AT = /(?:^|\.)(?:template\.spec|podTemplate\.spec|podTemplateSpec\.spec|podSpec)$/

/** Keys outside the specification, and keys that begin with `x-`, which define anchors. */
const OUTSIDE = /^(?:metadata|status)$|^x-/

/**
 * The pod specs of an unknown kind, by their shape: at the path of a pod template's spec, with a list of named
 * containers of which at least one has an image. A pod spec inside another one does not count.
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
    for (const { member } of effectiveMembers(node))
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
