import { readTree } from '../manifest/tree.ts'
import type { PlacedResource } from './inventory.ts'

/** Workloads and ServiceAccounts as a cluster gives them: Kubernetes objects, each with its `apiVersion` and `kind`. */
export function resourcesOfObjects(objects: readonly object[]): readonly PlacedResource[] {
  return objects.flatMap(object =>
    readTree(JSON.stringify(object)).resources.map(resource => ({ resource, misplaced: [] })),
  )
}
