import { joinAddress, textOf, valueOf } from '../syntax/node.ts'
import type { Syntax } from '../syntax/node.ts'
import type { ImageUse } from '../site.ts'
import type { ResourceNode } from './resources.ts'

/** The images with which a kustomization replaces others when it is built (kustomize `image.go`). */
export function kustomizedImages({ lines }: Syntax, { identity, node }: ResourceNode): readonly ImageUse[] {
  const isKustomization = identity.group === 'kustomize.config.k8s.io' || identity.kind === ''
  const images = valueOf(node, 'images')
  if (!isKustomization || images?.type !== 'sequence') return []
  return images.items.flatMap(({ node: item }, at): readonly ImageUse[] => {
    const name = item.type === 'mapping' ? valueOf(item, 'newName') : undefined
    const reference = textOf(name)
    if (name === undefined || reference === undefined) return []
    return [{ reference, path: joinAddress(`images[${at}]`, 'newName'), line: lines.number(name.start) }]
  })
}
