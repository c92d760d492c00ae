import { IMAGE_KEY } from '../../kinds/image-keys.ts'
import type { ImageUse } from '../site.ts'
import { joinAddress, membersInForce } from '../syntax/node.ts'
import type { Extent, Mapping, Syntax, SyntaxNode } from '../syntax/node.ts'
import { composedImage, isOfSeveralFields, registryKeyOf } from './composed-image.ts'

/** Of a known kind: images for which the table has no place. The table says what other keys mean. */
const IMAGE_KEY_OF_KNOWN = /image$/i
// Metadata and status, and definitions for aliases.
const OUTSIDE = /^(?:metadata|status)$|^x-/

/** A scalar that looks like an image reference. */
export interface LooseImage {
  readonly start: number
  readonly reference: string
  readonly path: string
}

/**
 * What looks like an image reference outside the places that are known: text at a key that ends in `image`, or directly
 * below such a key (`image: {repository: x}`). Metadata and status run nothing, nor do keys that begin with `x-`.
 * `claimed`: where the scalars begin that stand at those places.
 */
export function straysIn(
  syntax: Syntax,
  resource: SyntaxNode,
  claimed: ReadonlySet<number>,
  isKnown: boolean,
): readonly ImageUse[] {
  if (isKnown && syntax.imageValues !== undefined && areClaimed(syntax.imageValues, resource, claimed))
    return []
  return looseImages(resource, '', claimed, isKnown).map(({ start, reference, path }) => ({
    reference,
    path,
    line: syntax.lines.number(start),
  }))
}

/** The same below any node. In an unknown kind, keys such as `imageName` count, and `repository` beside `image`. */
export function looseImages(
  from: SyntaxNode,
  fromPath: string,
  claimed: ReadonlySet<number>,
  isKnown: boolean,
): readonly LooseImage[] {
  const found: LooseImage[] = []
  const seen = new Set<SyntaxNode>()
  const imageKey = isKnown ? IMAGE_KEY_OF_KNOWN : IMAGE_KEY
  const visit = (node: SyntaxNode, path: string, isImage: boolean, isBelowImage: boolean): void => {
    if (seen.has(node)) return
    seen.add(node)
    if (node.type === 'mapping') {
      const whole = isKnown ? undefined : ofSeveralFields(node, isImage)
      const registryKey = whole === undefined ? undefined : registryKeyOf(node)
      for (const { member } of membersInForce(node)) {
        const { key, value } = member
        const at = joinAddress(path, key)
        if (path === '' && OUTSIDE.test(key)) continue
        if (whole !== undefined && isOfSeveralFields(key)) {
          if (key === registryKey && !claimed.has(value.start))
            found.push({ start: value.start, reference: whole, path: at })
        } else visit(value, at, imageKey.test(key), isImage)
      }
    } else if (node.type === 'sequence') {
      for (const [index, item] of node.items.entries()) visit(item.node, `${path}[${index}]`, isImage, false)
    } else if ((isImage || isBelowImage) && node.text.includes('/') && !claimed.has(node.start)) {
      found.push({ start: node.start, reference: node.text, path })
    }
  }
  visit(from, fromPath, imageKey.test(fromPath.slice(fromPath.lastIndexOf('.') + 1)), false)
  return found
}

/** Below a key of an image, or beside one, a registry is that of the image. */
function ofSeveralFields(map: Mapping, isImage: boolean): string | undefined {
  const isBeside = map.members.some(({ key, value }) => IMAGE_KEY.test(key) && value.type === 'scalar')
  return isImage || isBeside ? composedImage(map) : undefined
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
