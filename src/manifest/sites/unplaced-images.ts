import { IMAGE_KEY } from '../../kinds/image-keys.ts'
import { lowerBound } from '../../text/lower-bound.ts'
import type { ImageUse } from '../site.ts'
import { joinAddress, effectiveMembers } from '../syntax/node.ts'
import type { Extent, Mapping, Syntax, SyntaxNode } from '../syntax/node.ts'
import { composedImage, isOfSeveralFields, registryKeyOf } from './composed-image.ts'

/** Image keys in known kinds. The table decides about other keys. */
const IMAGE_KEY_OF_KNOWN = /image$/i
// Metadata, status, and keys that begin with `x-`, which define anchors.
const OUTSIDE = /^(?:metadata|status)$|^x-/

/** A scalar that looks like an image reference, and its offset. */
export interface ImageScalar {
  readonly start: number
  readonly reference: string
  readonly path: string
}

/**
 * Images outside the known places: strings at a key that ends in `image`, or directly below such a key (`image:
 * {repository: x}`). Metadata, status and keys that begin with `x-` run nothing. `placedOffsets` are the offsets of
 * scalars at known places.
 */
export function unplacedImagesIn(
  syntax: Syntax,
  resource: SyntaxNode,
  placedOffsets: ReadonlySet<number>,
  isKnown: boolean,
): readonly ImageUse[] {
  if (
    isKnown &&
    syntax.imageValues !== undefined &&
    areAllPlaced(syntax.imageValues, resource, placedOffsets)
  )
    return []
  return imageScalars(resource, '', placedOffsets, isKnown).map(({ start, reference, path }) => ({
    reference,
    path,
    line: syntax.lines.number(start),
  }))
}

/**
 * Finds such images below any node. In unknown kinds, keys such as `imageName` count too, and `repository` beside
 * `image`.
 */
export function imageScalars(
  from: SyntaxNode,
  fromPath: string,
  placedOffsets: ReadonlySet<number>,
  isKnown: boolean,
): readonly ImageScalar[] {
  const found: ImageScalar[] = []
  const seen = new Set<SyntaxNode>()
  const imageKey = isKnown ? IMAGE_KEY_OF_KNOWN : IMAGE_KEY
  const visit = (node: SyntaxNode, path: string, isImage: boolean, isBelowImage: boolean): void => {
    if (seen.has(node)) return
    seen.add(node)
    if (node.type === 'mapping') {
      const whole = isKnown ? undefined : ofSeveralFields(node, isImage)
      const registryKey = whole === undefined ? undefined : registryKeyOf(node)
      for (const { member } of effectiveMembers(node)) {
        const { key, value } = member
        const at = joinAddress(path, key)
        if (path === '' && OUTSIDE.test(key)) continue
        if (whole !== undefined && isOfSeveralFields(key)) {
          if (key === registryKey && !placedOffsets.has(value.start))
            found.push({ start: value.start, reference: whole, path: at })
        } else visit(value, at, imageKey.test(key), isImage)
      }
    } else if (node.type === 'sequence') {
      for (const [index, item] of node.items.entries()) visit(item.node, `${path}[${index}]`, isImage, false)
    } else if ((isImage || isBelowImage) && node.text.includes('/') && !placedOffsets.has(node.start)) {
      found.push({ start: node.start, reference: node.text, path })
    }
  }
  visit(from, fromPath, imageKey.test(fromPath.slice(fromPath.lastIndexOf('.') + 1)), false)
  return found
}

/** A registry below an image key, or beside one, belongs to that image. */
function ofSeveralFields(map: Mapping, isImage: boolean): string | undefined {
  const isBeside = map.members.some(({ key, value }) => IMAGE_KEY.test(key) && value.type === 'scalar')
  return isImage || isBeside ? composedImage(map) : undefined
}

/** Whether every image value within a node is placed, so that the walk can be skipped. */
function areAllPlaced(
  values: readonly number[],
  { start, end }: Extent,
  placedOffsets: ReadonlySet<number>,
): boolean {
  for (let at = lowerBound(values, start); (values[at] ?? end) < end; at += 1)
    if (!placedOffsets.has(values[at] ?? 0)) return false
  return true
}
