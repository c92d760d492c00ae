import type { SeenPod } from './inventory.ts'

/** The pull secrets that all pods of a workload have, from an admission policy, a webhook or the ServiceAccount. */
export function listOfPods(seen: readonly SeenPod[]): readonly string[] {
  const live = seen.filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed')
  const [first, ...others] = live.length > 0 ? live : seen
  return [...new Set(first?.listed ?? [])].filter(name => others.every(({ listed }) => listed.includes(name)))
}

/** Whether a pod runs or ran an image, so that its node had it. */
export function hasRun({ containers }: SeenPod, reference: string): boolean {
  return containers.some(({ image, hasImage }) => hasImage && image === reference)
}
