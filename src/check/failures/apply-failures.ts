import { groupBy } from '../../text/group-by.ts'
import type { RegistryOf } from '../../image/registry.ts'
import type { Check, CheckedPodSpec } from '../check.ts'
import { answersOf } from '../examine/examine.ts'
import type { ExaminedImage } from '../examine/examine.ts'
import { keyOfWorkload, workloadOf } from './failure.ts'
import type { Failure } from './failure.ts'
import type { PullFailure } from '../../pull-secret/pulls/pull-failure.ts'
import { mergeFindings } from '../finding.ts'
import type { Finding, FindingCode } from '../finding.ts'
import { failureText } from './failure-text.ts'
import type { FailureFacts } from './failure-text.ts'
import { secretCommand } from '../remedies/remedy-commands.ts'
import type { PullCause } from '../../pull-secret/pulls/kubelet-message.ts'

/** Adds the images that fail now to a check. A failure takes precedence over what the manifests show. */
export function applyFailures(found: Check, pulls: readonly PullFailure[], registryOf: RegistryOf): Check {
  if (pulls.length === 0) return found
  const failures = failuresOf(pulls.filter(({ image }) => registryOf(image) !== undefined))
  const byWorkload = groupBy(failures, ({ workload }) => keyOfWorkload(workload))
  const podSpecs = found.podSpecs.map(podSpec =>
    withFailing(podSpec, byWorkload.get(keyOfWorkload(podSpec.placed.resource.identity)) ?? []),
  )
  const known = new Set(podSpecs.flatMap(({ failing, replaced }) => [...failing, ...replaced]))
  const remaining = failures
    .filter(failure => !known.has(failure))
    .map((failure): Finding => {
      const host = registryOf(failure.image)?.host ?? ''
      return {
        ...failureText({ failure, host, tried: [], single: [], lists: [] }),
        resource: failure.workload,
      }
    })
  const before = podSpecs.flatMap(({ podSpec, failing }) => podSpec.findings.slice(0, failing.length))
  const others = podSpecs.flatMap(({ podSpec, failing }) => podSpec.findings.slice(failing.length))
  const ofPodSpecs = new Set(found.podSpecs.flatMap(({ findings }) => findings))
  return {
    ...found,
    podSpecs: podSpecs.map(({ podSpec }) => podSpec),
    findings: mergeFindings([
      ...before,
      ...remaining,
      ...others,
      ...found.findings.filter(finding => !ofPodSpecs.has(finding)),
    ]),
  }
}

interface PodSpecWithFailures {
  readonly podSpec: CheckedPodSpec
  readonly failing: readonly Failure[]
  /** Failures of pods that a newer pod replaces. */
  readonly replaced: readonly Failure[]
}

function withFailing(podSpec: CheckedPodSpec, all: readonly Failure[]): PodSpecWithFailures {
  const replaced = all.filter(failure => isReplaced(failure, podSpec))
  const pairs = all.flatMap(failure => {
    const image = podSpec.images.find(({ use }) => use.reference === failure.image)
    return image === undefined || replaced.includes(failure) ? [] : [{ failure, image }]
  })
  if (pairs.length === 0) return { podSpec, failing: [], replaced }
  const subjects = pairs.map(({ failure, image }) => subjectOf(podSpec, failure, image))
  const images = podSpec.images.map(image => {
    if (!pairs.some(pair => pair.image === image)) return image
    const { isNeverPulled: _, ...rest } = image
    return { ...rest, status: 'fails' as const }
  })
  const findings = subjects.map((subject): Finding => ({
    ...failureText(subject),
    resource: podSpec.placed.resource.identity,
  }))
  const left = podSpec.findings.filter(finding => !subjects.some(subject => isIncludedIn(finding, subject)))
  return {
    podSpec: { ...podSpec, images, findings: [...findings, ...left] },
    failing: pairs.map(({ failure }) => failure),
    replaced,
  }
}

/**
 * Whether a Deployment has a newer pod with its current list. It deletes the failing pods once the newer pod is
 * ready.
 */
function isReplaced({ workload, listed, pods }: Failure, { placed, list }: CheckedPodSpec): boolean {
  if (workload.kind !== 'Deployment' || list.names.every(name => listed.includes(name))) return false
  return (placed.seen ?? []).some(
    one => !pods.includes(one.pod) && list.names.every(name => one.listed.includes(name)),
  )
}

// Findings that repeat what the finding of a failing pod says.
const SAME: readonly FindingCode[] = [
  'credential-refused',
  'credential-denied',
  'image-missing',
  'anonymous-pull',
  'invalid-image',
  'runs-without-pull-secret',
  'nodes-may-pull',
]

/** Whether the finding of a failure includes this finding. */
function isIncludedIn(finding: Finding, { failure, host, missingFinding, tried }: FailureFacts): boolean {
  const { cause, missingSecrets, namespace } = failure
  if (finding === missingFinding) return tried.length === 0 && NOTHING_SENT.includes(cause)
  if (finding.code === 'secret-missing' && cause === 'missing-secret')
    return missingSecrets.some(name => finding.command === secretCommand(name, namespace, host))
  return failure.image === finding.image && SAME.includes(finding.code)
}

const NOTHING_SENT: readonly PullCause[] = ['anonymous', 'unauthorized', 'no-right']

function subjectOf(podSpec: CheckedPodSpec, failure: Failure, image: ExaminedImage): FailureFacts {
  const sound = image.attempts.filter(({ fault }) => fault === undefined)
  const registryFinding = podSpec.findings.find(
    ({ image: of, code }) =>
      of === image.use.reference && (code.startsWith('credential-') || code === 'invalid-image'),
  )
  const missingFinding = podSpec.findings.find(
    ({ image: of, code }) =>
      of === image.use.reference && (code === 'no-pull-secret' || code === 'no-entry-for-host'),
  )
  const isRunning = podSpec.placed.seen?.some(one => one.isRunning && failure.pods.includes(one.pod))
  return {
    failure,
    host: image.registry.host,
    tried: [...new Set(sound.map(({ secret }) => secret))],
    single: podSpec.listed
      .filter(({ content }) => content?.kind === 'entries' && content.entries.length === 1)
      .map(({ name }) => name),
    lists: podSpec.list.names,
    ...(answersOf(image).some(({ outcome }) => outcome === 'pulls') ? { isAcceptedNow: true as const } : {}),
    ...(registryFinding === undefined ? {} : { registryFinding }),
    ...(missingFinding === undefined ? {} : { missingFinding }),
    ...(isRunning === true ? { isRunning: true as const } : {}),
  }
}

function failuresOf(pulls: readonly PullFailure[]): readonly Failure[] {
  const failures = new Map<string, Failure & { readonly pods: string[] }>()
  for (const pull of pulls) {
    const { pod, owner: _, ...rest } = pull
    const workload = workloadOf(pull)
    const { image, cause, missingSecrets, listed } = pull
    const key = JSON.stringify([keyOfWorkload(workload), image, cause, missingSecrets, listed])
    const known = failures.get(key)
    if (known === undefined) failures.set(key, { ...rest, workload, pods: [pod] })
    else known.pods.push(pod)
  }
  return [...failures.values()]
}
