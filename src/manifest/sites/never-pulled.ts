import { neverPulledKeys } from '../../kubernetes/pull-policy.ts'
import { joinAddress, nodesWithin, textOf, valueOf } from '../syntax/node.ts'
import type { ResourceNode } from './resources.ts'

/** Paths of images that the kubelet does not pull: `spec.containers[0].image`. */
export function neverPulled({ node }: ResourceNode): readonly string[] {
  const paths: string[] = []
  for (const { node: map, address } of nodesWithin(node))
    if (map.type === 'mapping')
      for (const key of neverPulledKeys(policy => textOf(valueOf(map, policy))))
        paths.push(joinAddress(address, key))
  return paths
}
