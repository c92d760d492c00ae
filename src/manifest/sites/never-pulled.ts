import { joinAddress, nodesWithin, textOf, valueOf } from '../syntax/node.ts'
import type { ResourceNode } from './resources.ts'

/** The pull policies of containers and image volumes, and the key of the image each is for. */
const POLICIES: readonly (readonly [policy: string, image: string])[] = [
  ['imagePullPolicy', 'image'],
  ['pullPolicy', 'reference'],
]

/** Paths of images with the pull policy `Never`, which the kubelet does not pull: `spec.containers[0].image`. */
export function neverPulled({ node }: ResourceNode): readonly string[] {
  const paths: string[] = []
  for (const { node: map, address } of nodesWithin(node)) {
    if (map.type !== 'mapping') continue
    for (const [policy, image] of POLICIES)
      if (textOf(valueOf(map, policy)) === 'Never') paths.push(joinAddress(address, image))
  }
  return paths
}
