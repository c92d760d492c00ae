import { groupBy } from '../../text/group-by.ts'
import type { PullCause } from '../../pull-secret/pulls/kubelet-message.ts'
import { answersOf, isMissing } from './examine.ts'
import type { Examined, ExaminedImage, Proof } from './examine.ts'
import { keyOfWorkload, workloadOf } from '../failures/failure.ts'
import type { PullFailure } from '../../pull-secret/pulls/pull-failure.ts'
import type { PlacedResource, SeenPod } from '../inventory/inventory.ts'
import { hasRun } from '../inventory/pod-lists.ts'
import type { Survey } from './survey.ts'

// Causes that a node can report only after the registry has authorized it.
const LET_IN: ReadonlySet<PullCause> = new Set([
  'not-found',
  'no-repository',
  'no-manifest',
  'quarantined',
  'no-platform',
  'no-layer',
  'unsupported',
  'disk',
])

/** Adds to each resource its pods. */
export function withPods(
  resources: readonly PlacedResource[],
  pods: readonly SeenPod[],
): readonly PlacedResource[] {
  const keyed = pods.flatMap(pod => {
    const { namespace, pod: name } = pod
    // A pod without a known owner is its own workload.
    const keys = new Set([workloadOf(pod), workloadOf({ namespace, pod: name })].map(keyOfWorkload))
    return [...keys].map(key => ({ key, pod }))
  })
  const byWorkload = groupBy(keyed, ({ key }) => key)
  return resources.map(placed => {
    const seen = byWorkload.get(keyOfWorkload(placed.resource.identity))?.map(({ pod }) => pod)
    return seen === undefined ? placed : { ...placed, seen }
  })
}

/**
 * Corrects a survey by the state of pods. An image lacks no credential if it runs, or if the registry authorized a
 * node for it. An image may not fail if the nodes may have credentials of their own.
 */
export function withEvidence(survey: Survey, failures: readonly PullFailure[]): Survey {
  const failing = new Map<string, readonly PullFailure[]>()
  for (const failure of failures) {
    const key = keyOfImage(keyOfWorkload(workloadOf(failure)), failure.image)
    failing.set(key, [...(failing.get(key) ?? []), failure])
  }
  const { nodes } = survey.context.inventory
  const examined = survey.examined.map(podSpec => {
    const workload = keyOfWorkload(podSpec.placed.resource.identity)
    const images = podSpec.images.map((image): ExaminedImage => {
      if (image.status !== 'fails' || answersOf(image).some(isMissing)) return image
      const own = failing.get(keyOfImage(workload, image.use.reference)) ?? []
      const proof = proofOf(podSpec, image, own, nodes?.mayPull === true)
      return proof === undefined ? image : { ...image, status: 'unknown', proof }
    })
    return { ...podSpec, images }
  })
  return { ...survey, examined }
}

function keyOfImage(workload: string, image: string): string {
  return `${workload} ${image}`
}

function proofOf(
  { placed, list }: Examined,
  image: ExaminedImage,
  failures: readonly PullFailure[],
  mayNodesPull: boolean,
): Proof | undefined {
  if (failures.some(({ cause }) => LET_IN.has(cause))) return 'let-in'
  if (failures.length > 0) return undefined
  const { reference } = image.use
  if (placed.seen?.some(pod => hasRun(pod, reference)) === true) return 'runs'
  if (list.names.length > 0) return undefined
  return mayNodesPull || list.account?.isForNodes === true ? 'nodes' : undefined
}
