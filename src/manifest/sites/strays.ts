import type { ImageUse } from '../site.ts'
import { isMerge, joinAddress, mergedInto } from '../syntax/node.ts'
import type { Extent, Mapping, Member, Syntax, SyntaxNode } from '../syntax/node.ts'

const IMAGE_KEY = /image$/i

/**
 * What looks like an image reference outside the places that the table knows: text at a key that ends in `image`, or
 * directly below such a key (`image: {repository: x}`). Metadata and status run nothing. `claimed`: where the scalars
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
      for (const { key, value } of membersInForce(node)) {
        const isOutside = path === '' && (key === 'metadata' || key === 'status')
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

/** The pairs of a mapping and those that are merged into it, without what an own or a nearer key hides. */
function membersInForce(map: Mapping): readonly Member[] {
  if (!map.members.some(isMerge)) return map.members
  const all = [map, ...mergedInto(map)].flatMap(({ members }) => members.toReversed())
  return [
    ...new Map(
      all
        .filter(member => !isMerge(member))
        .toReversed()
        .map(member => [member.key, member]),
    ).values(),
  ]
}
