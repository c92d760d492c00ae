import type { ImageUse } from '../site.ts'
import { joinAddress, membersInForce } from '../syntax/node.ts'
import type { Extent, Syntax, SyntaxNode } from '../syntax/node.ts'

const IMAGE_KEY = /image$/i
// Metadata and status, and definitions for aliases.
const OUTSIDE = /^(?:metadata|status)$|^x-/

/**
 * What looks like an image reference outside the places that the table knows: text at a key that ends in `image`, or
 * directly below such a key (`image: {repository: x}`). Metadata and status run nothing, nor do keys that begin with `x-`. `claimed`: where the scalars
 * begin that stand at those places.
 */
export function straysIn(
  syntax: Syntax,
  resource: SyntaxNode,
  claimed: ReadonlySet<number>,
): readonly ImageUse[] {
  if (syntax.imageValues !== undefined && areClaimed(syntax.imageValues, resource, claimed)) return []
  const strays: ImageUse[] = []
  const seen = new Set<SyntaxNode>()
  const visit = (node: SyntaxNode, path: string, isImage: boolean, isBelowImage: boolean): void => {
    if (seen.has(node)) return
    seen.add(node)
    if (node.type === 'mapping') {
      for (const { member } of membersInForce(node)) {
        const { key, value } = member
        const isOutside = path === '' && OUTSIDE.test(key)
        if (!isOutside) visit(value, joinAddress(path, key), IMAGE_KEY.test(key), isImage)
      }
    } else if (node.type === 'sequence') {
      for (const [index, item] of node.items.entries()) visit(item.node, `${path}[${index}]`, isImage, false)
    } else if ((isImage || isBelowImage) && node.text.includes('/') && !claimed.has(node.start)) {
      strays.push({ reference: node.text, path, line: syntax.lines.number(node.start) })
    }
  }
  visit(resource, '', false, false)
  return strays
}

/** Whether every value of an image key within a node is claimed, so that none is left to be a stray. */
function areClaimed(
  values: readonly number[],
  { start, end }: Extent,
  claimed: ReadonlySet<number>,
): boolean {
  for (let at = firstBehind(values, start); (values[at] ?? end) < end; at += 1)
    if (!claimed.has(values[at] ?? 0)) return false
  return true
}

/** The place in ascending numbers of the first one that is not less. */
export function firstBehind(numbers: readonly number[], least: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return low
}
