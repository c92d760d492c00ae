import type { ClusterObject } from './list.ts'
import { causeOf, cleanMessage, missingSecretsIn } from './pull-message.ts'
import type { PullCause } from './pull-message.ts'
import { recordsAt, textAt } from '../text/json-record.ts'
import type { JsonRecord } from '../text/json-record.ts'

/** The object that looks after another one, in the same namespace. */
export interface Owner {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
}

/** A container or image volume of a pod that cannot be pulled now. */
export interface PullFailure {
  readonly namespace: string
  readonly pod: string
  /** Who looks after the pod. */
  readonly owner?: Owner
  /** One of the two. */
  readonly container?: string
  readonly volume?: string
  readonly image: string
  /** The kubelet's: `ImagePullBackOff`. */
  readonly reason: string
  readonly cause: PullCause
  /** Secrets that the kubelet did not find for this pod. */
  readonly missingSecrets: readonly string[]
  /** What the kubelet said, on one line. */
  readonly message: string
}

interface Failing {
  readonly name: { readonly container: string } | { readonly volume: string }
  readonly image: string
  readonly reason: string
  /** What it says itself, and what its events say, the newest first. */
  readonly messages: readonly string[]
}

// kubelet images/types.go.
const REASON =
  /^(?:ErrImage|ImagePull|ImageInspectError|InvalidImageName|RegistryUnavailable|SignatureValidationFailed)/

/** What fails now, by the pods' status; what the events say beside it is taken for the same pods only, not for their predecessors of the same name. */
export function pullFailuresOf(
  pods: readonly ClusterObject[],
  events: readonly ClusterObject[],
): readonly PullFailure[] {
  const eventsByPod = new Map<string, ClusterObject[]>()
  for (const event of newestFirst(events)) {
    const pod = textAt(event, 'involvedObject', 'uid')
    eventsByPod.set(pod, [...(eventsByPod.get(pod) ?? []), event])
  }
  return pods.flatMap(pod => failuresOf(pod, eventsByPod.get(textAt(pod, 'metadata', 'uid')) ?? []))
}

/** Whether events are needed to say what, if anything, fails. */
export function mayFail(pod: ClusterObject): boolean {
  return failingContainers(pod, []).length > 0 || pendingVolumes(pod).length > 0
}

function failuresOf(pod: ClusterObject, events: readonly ClusterObject[]): readonly PullFailure[] {
  const missingSecrets = [
    ...new Set(
      events
        .filter(event => textAt(event, 'reason') === 'FailedToRetrieveImagePullSecret')
        .flatMap(event => missingSecretsIn(textAt(event, 'message'))),
    ),
  ]
  const failing = [...failingContainers(pod, events), ...failingVolumes(pod, events)]
  const owner = ownerOf(pod)
  return failing.map(({ name, image, reason, messages }) => {
    const telling = messages.find(message => causeOf(message) !== 'unknown') ?? longest(messages)
    const cause = causeOf(telling)
    const lacks = missingSecrets.length > 0 && (cause === 'anonymous' || cause === 'unknown')
    return {
      namespace: textAt(pod, 'metadata', 'namespace'),
      pod: textAt(pod, 'metadata', 'name'),
      ...(owner === undefined ? {} : { owner }),
      ...name,
      image,
      reason,
      cause: lacks ? 'missing-secret' : cause,
      missingSecrets,
      message: cleanMessage(telling),
    }
  })
}

const LISTS = [
  ['initContainers', 'initContainerStatuses'],
  ['containers', 'containerStatuses'],
  ['ephemeralContainers', 'ephemeralContainerStatuses'],
] as const

function failingContainers(pod: ClusterObject, events: readonly ClusterObject[]): readonly Failing[] {
  return LISTS.flatMap(([list, statuses]) =>
    recordsAt(pod, 'status', statuses).flatMap(status => {
      const reason = textAt(status, 'state', 'waiting', 'reason')
      if (!REASON.test(reason)) return []
      const container = textAt(status, 'name')
      const spec = recordsAt(pod, 'spec', list).find(entry => textAt(entry, 'name') === container)
      const own = events.filter(
        event =>
          isPullEvent(event) && textAt(event, 'involvedObject', 'fieldPath') === `spec.${list}{${container}}`,
      )
      const said = [textAt(status, 'state', 'waiting', 'message'), ...own.map(messageOf)]
      return [
        {
          name: { container },
          image: textAt(spec, 'image') || textAt(status, 'image'),
          reason,
          messages: said,
        },
      ]
    }),
  )
}

/** A volume has no status: an event names its image while the pod does not start. */
function failingVolumes(pod: ClusterObject, events: readonly ClusterObject[]): readonly Failing[] {
  return pendingVolumes(pod).flatMap(entry => {
    const [volume, image] = [textAt(entry, 'name'), textAt(entry, 'image', 'reference')]
    const messages = events.filter(event => isPullEvent(event) && names(event, image)).map(messageOf)
    return messages.length === 0 ? [] : [{ name: { volume }, image, reason: 'ErrImagePull', messages }]
  })
}

function pendingVolumes(pod: ClusterObject): readonly JsonRecord[] {
  if (textAt(pod, 'status', 'phase') !== 'Pending') return []
  return recordsAt(pod, 'spec', 'volumes').filter(entry => textAt(entry, 'image', 'reference') !== '')
}

function isPullEvent(event: JsonRecord): boolean {
  return textAt(event, 'reason') === 'Failed' && !messageOf(event).startsWith('Error: ')
}

function names(event: JsonRecord, image: string): boolean {
  const of = textAt(event, 'involvedObject', 'fieldPath')
  return messageOf(event).includes(`"${image}"`) && !/^spec\.\w*[cC]ontainers\{/.test(of)
}

function messageOf(event: JsonRecord): string {
  return textAt(event, 'message')
}

function longest(messages: readonly string[]): string {
  return messages.toSorted((a, b) => b.length - a.length)[0] ?? ''
}

export function ownerOf(object: ClusterObject): Owner | undefined {
  const owner = recordsAt(object, 'metadata', 'ownerReferences').find(entry => entry['controller'] === true)
  return owner === undefined
    ? undefined
    : { apiVersion: textAt(owner, 'apiVersion'), kind: textAt(owner, 'kind'), name: textAt(owner, 'name') }
}

function newestFirst(events: readonly ClusterObject[]): readonly ClusterObject[] {
  return events.toSorted((a, b) => timeOf(b) - timeOf(a) || 0)
}

/** Milliseconds; an event has its time in one of four places. */
function timeOf(event: ClusterObject): number {
  return Date.parse(
    textAt(event, 'series', 'lastObservedTime') ||
      textAt(event, 'lastTimestamp') ||
      textAt(event, 'eventTime') ||
      textAt(event, 'metadata', 'creationTimestamp'),
  )
}
