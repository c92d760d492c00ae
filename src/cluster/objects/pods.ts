import type { Pod } from '../../kubernetes/pod.ts'
import type { PullPolicy } from '../../kubernetes/pull-policy.ts'
import type { ClusterObject } from '../api/list.ts'
import type { OwnerReference } from '../../kubernetes/owner-reference.ts'
import { recordsAt, textAt, valueAt } from '../../text/json-record.ts'

/** The parts of a pod that show its image pulls. Nothing else is kept, since a cluster has many pods. */
export interface PodReading extends Pod {
  readonly uid: string
  /** `''` if the pod names none. */
  readonly serviceAccount: string
  /** When its status last changed, in milliseconds since 1970; 0 where unknown. */
  readonly changed: number
  readonly phase: string
  /** Whether any of its containers runs. */
  readonly isRunning: boolean
  readonly containers: readonly ContainerReading[]
  /** The images of volumes, for a pod that has not started. */
  readonly volumes: readonly string[]
}

export interface ContainerReading {
  /** The field as events name it: `spec.initContainers{init}`. */
  readonly field: string
  readonly image: string
  readonly policy: PullPolicy
  /** Whether the container has run or runs, so that the node had the image. */
  readonly hasImage: boolean
  /** The reason why the container waits. */
  readonly waiting?: { readonly reason: string; readonly message: string }
}

const LISTS = [
  ['initContainers', 'initContainerStatuses'],
  ['containers', 'containerStatuses'],
  ['ephemeralContainers', 'ephemeralContainerStatuses'],
] as const

/** Reads a pod; `undefined` if none of its images matches `isWanted`. */
export function readPod(pod: ClusterObject, isWanted: (image: string) => boolean): PodReading | undefined {
  const containers = LISTS.flatMap(([list, statuses]) => containersIn(pod, list, statuses))
  const volumes = recordsAt(pod, 'spec', 'volumes')
    .map(volume => textAt(volume, 'image', 'reference'))
    .filter(image => image !== '')
  if (![...containers.map(({ image }) => image), ...volumes].some(isWanted)) return undefined
  const owner = ownerOf(pod)
  const phase = textAt(pod, 'status', 'phase')
  return {
    namespace: textAt(pod, 'metadata', 'namespace'),
    pod: textAt(pod, 'metadata', 'name'),
    uid: textAt(pod, 'metadata', 'uid'),
    ...(owner === undefined ? {} : { owner }),
    node: textAt(pod, 'spec', 'nodeName'),
    listed: recordsAt(pod, 'spec', 'imagePullSecrets')
      .map(entry => textAt(entry, 'name'))
      .filter(name => name !== ''),
    serviceAccount: textAt(pod, 'spec', 'serviceAccountName'),
    changed: Math.max(
      0,
      ...recordsAt(pod, 'status', 'conditions').map(
        condition => Date.parse(textAt(condition, 'lastTransitionTime')) || 0,
      ),
    ),
    phase,
    isRunning: LISTS.some(([, statuses]) =>
      recordsAt(pod, 'status', statuses).some(one => valueAt(one, 'state', 'running') !== undefined),
    ),
    // A waiting container may wait for the image of a volume.
    containers: containers.filter(({ image, waiting }) => waiting !== undefined || isWanted(image)),
    volumes: phase === 'Pending' ? volumes : [],
  }
}

function containersIn(pod: ClusterObject, list: string, statuses: string): readonly ContainerReading[] {
  const entries = new Map(recordsAt(pod, 'spec', list).map(one => [textAt(one, 'name'), one]))
  const states = new Map(recordsAt(pod, 'status', statuses).map(one => [textAt(one, 'name'), one]))
  return [...new Set([...entries.keys(), ...states.keys()])].map(name => {
    const [container, status] = [entries.get(name), states.get(name)]
    const image = textAt(container, 'image') || textAt(status, 'image')
    const reason = textAt(status, 'state', 'waiting', 'reason')
    return {
      field: `spec.${list}{${name}}`,
      image,
      policy: policyOf(textAt(container, 'imagePullPolicy'), image),
      hasImage: textAt(status, 'imageID') !== '',
      ...(reason === ''
        ? {}
        : { waiting: { reason, message: textAt(status, 'state', 'waiting', 'message') } }),
    }
  })
}

/**
 * The default pull policy as the API server sets it (core/v1 defaults.go): `Always` for an image without a tag or with
 * `latest`.
 */
function policyOf(policy: string, image: string): PullPolicy {
  if (policy === 'Always' || policy === 'IfNotPresent' || policy === 'Never') return policy
  const [name = ''] = image.split('/').toReversed()
  return /^[^:@]+(?::latest)?$/.test(name) ? 'Always' : 'IfNotPresent'
}

export function ownerOf(object: ClusterObject): OwnerReference | undefined {
  const owner = recordsAt(object, 'metadata', 'ownerReferences').find(entry => entry['controller'] === true)
  if (owner === undefined) return undefined
  const [apiVersion, kind, name] = [textAt(owner, 'apiVersion'), textAt(owner, 'kind'), textAt(owner, 'name')]
  const uid = textAt(owner, 'uid')
  return { apiVersion, kind, name, ...(uid === '' ? {} : { uid }) }
}
