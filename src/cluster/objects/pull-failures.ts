import { groupBy } from '../../text/group-by.ts'
import type { ClusterObject } from '../api/list.ts'
import type { ContainerReading, PodReading } from './pods.ts'
import { causeOf, cleanMessage, detailOf, missingSecretsIn } from '../../pull-secret/pulls/kubelet-message.ts'
import type { PullCause } from '../../pull-secret/pulls/kubelet-message.ts'
import type { PullFailure } from '../../pull-secret/pulls/pull-failure.ts'
import { textAt } from '../../text/json-record.ts'

interface Failing {
  readonly image: string
  readonly reason: string
  /** The message of the status, then those of events, newest first. */
  readonly messages: readonly string[]
}

// kubelet images/types.go.
const REASON =
  /^(?:ErrImage|ImagePull|ImageInspectError|InvalidImageName|RegistryUnavailable|SignatureValidationFailed)/
/** If a Secret of the pod cannot be parsed, the parser's message is the reason (kuberuntime_container.go). */
const PARSE_ERROR =
  /illegal base64|cannot unmarshal|unexpected end of JSON|invalid character|must be formatted as/

/** The current pull failures, by the pods' status. Events explain what a status does not. */
export function pullFailuresOf(
  pods: readonly PodReading[],
  events: readonly ClusterObject[],
): readonly PullFailure[] {
  const eventsByPod = groupBy(newestFirst(events), event => textAt(event, 'involvedObject', 'uid'))
  return pods.flatMap(pod => failuresOf(pod, eventsByPod.get(pod.uid) ?? []))
}

/** Whether a pod cannot pull now, or may be unable to. */
export function mayFail(pod: PodReading): boolean {
  return failingIn(pod, []).length > 0 || pod.volumes.length > 0
}

/**
 * Whether events may explain more than the status: a back-off may not give its cause, and no status mentions a missing
 * Secret.
 */
export function needsEvents(pod: PodReading): boolean {
  const failing = failingIn(pod, [])
  if (failing.length === 0) return pod.volumes.length > 0
  return failing.some(({ reason, messages }) =>
    ['unknown', 'anonymous', 'unauthorized'].includes(causeIn(reason, messages[0] ?? '')),
  )
}

function failuresOf(pod: PodReading, events: readonly ClusterObject[]): readonly PullFailure[] {
  const { namespace, pod: name, owner, node, listed } = pod
  // Events before the last change of the status may be outdated.
  const since = events.filter(event => !(timeOf(event) < pod.changed))
  const missing = new Set(
    since
      .filter(event => textAt(event, 'reason') === 'FailedToRetrieveImagePullSecret')
      .flatMap(event => missingSecretsIn(textAt(event, 'message'))),
  )
  const missingSecrets = [...missing]
  const common = {
    namespace,
    pod: name,
    ...(owner === undefined ? {} : { owner }),
    node,
    listed,
    missingSecrets,
  }
  return failingIn(pod, since).map(({ image, reason, messages }) => {
    const best = messages.find(message => causeIn(reason, message) !== 'unknown') ?? longest(messages)
    const cause = causeIn(reason, best)
    const isBlamed = missingSecrets.length > 0 && ['anonymous', 'unauthorized', 'unknown'].includes(cause)
    const isFallback = isBlamed && (cause !== 'unauthorized' || missingSecrets.length >= listed.length)
    return {
      ...common,
      image,
      cause: isFallback ? 'missing-secret' : cause,
      detail: detailOf(cleanMessage(best)),
    }
  })
}

function causeIn(reason: string, message: string): PullCause {
  if (!REASON.test(reason)) return 'broken-secret'
  const cause = causeOf(message)
  if (cause !== 'unknown') return cause
  if (reason === 'InvalidImageName') return 'invalid-name'
  if (reason === 'ErrImageNeverPull') return 'never'
  if (reason === 'SignatureValidationFailed') return 'signature'
  if (reason === 'RegistryUnavailable') return 'unreachable'
  return reason === 'ImageInspectError' ? 'node' : 'unknown'
}

function failingIn(pod: PodReading, events: readonly ClusterObject[]): readonly Failing[] {
  const containers = pod.containers.flatMap(container => failingContainer(container, pod.volumes, events))
  const reported = new Set(containers.map(({ image }) => image))
  const volumes = pod.volumes.filter(image => !reported.has(image))
  return [...containers, ...volumes.flatMap(image => failingVolume(image, events))]
}

function failingContainer(
  { field, image, waiting }: ContainerReading,
  volumes: readonly string[],
  events: readonly ClusterObject[],
): readonly Failing[] {
  const { reason, message } = waiting ?? { reason: '', message: '' }
  const isBroken = PARSE_ERROR.test(reason)
  if (!REASON.test(reason) && !isBroken) return []
  if (isBroken) return [{ image, reason, messages: [`${reason} ${message}`.trim()] }]
  // The status of a waiting container reports the failure of a volume's image.
  const volume = message.includes(image) ? undefined : volumes.find(one => message.includes(one))
  if (volume !== undefined) return [{ image: volume, reason, messages: [message] }]
  const own = events.filter(
    event => isPullEvent(event) && textAt(event, 'involvedObject', 'fieldPath') === field,
  )
  return [{ image, reason, messages: [message, ...own.map(messageOf)] }]
}

/** The failure of a volume's image that no status reports. An event names the image while the pod does not start. */
function failingVolume(image: string, events: readonly ClusterObject[]): readonly Failing[] {
  const messages = events.filter(event => isPullEvent(event) && names(event, image)).map(messageOf)
  return messages.length === 0 ? [] : [{ image, reason: 'ErrImagePull', messages }]
}

function isPullEvent(event: ClusterObject): boolean {
  return textAt(event, 'reason') === 'Failed' && !messageOf(event).startsWith('Error: ')
}

function names(event: ClusterObject, image: string): boolean {
  const of = textAt(event, 'involvedObject', 'fieldPath')
  return messageOf(event).includes(`"${image}"`) && !/^spec\.\w*[cC]ontainers\{/.test(of)
}

function messageOf(event: ClusterObject): string {
  return textAt(event, 'message')
}

function longest(messages: readonly string[]): string {
  return messages.toSorted((a, b) => b.length - a.length)[0] ?? ''
}

function newestFirst(events: readonly ClusterObject[]): readonly ClusterObject[] {
  return events.toSorted((a, b) => timeOf(b) - timeOf(a) || 0)
}

/** The time of an event in milliseconds, which is in one of four fields. */
function timeOf(event: ClusterObject): number {
  return Date.parse(
    textAt(event, 'series', 'lastObservedTime') ||
      textAt(event, 'lastTimestamp') ||
      textAt(event, 'eventTime') ||
      textAt(event, 'metadata', 'creationTimestamp'),
  )
}
