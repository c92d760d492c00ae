import { joinAddress, nodesWithin, textOf, valueOf } from '../syntax/node.ts'
import type { ResourceNode } from './resources.ts'

/** The policies of containers and of image volumes, and the key of the image that each is about. */
const POLICIES: readonly (readonly [policy: string, image: string])[] = [
  ['imagePullPolicy', 'image'],
  ['pullPolicy', 'reference'],
]

/** Paths of images that the kubelet does not fetch, since their policy is `Never`: `spec.containers[0].image`. */
export function neverPulled({ node }: ResourceNode): readonly string[] {
  const paths: string[] = []
  for (const { node: map, address } of nodesWithin(node)) {
    if (map.type !== 'mapping') continue
    for (const [policy, image] of POLICIES)
      if (textOf(valueOf(map, policy)) === 'Never') paths.push(joinAddress(address, image))
  }
  return paths
}
