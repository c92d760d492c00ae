import type { RegistryOf } from '../image/registry.ts'
import type { Identity } from '../manifest/resource.ts'
import type { Check, CheckedPodSpec } from './check.ts'
import { mergeFindings } from './finding.ts'
import type { Finding } from './finding.ts'
import type { FailingPull, Failure } from './failure.ts'
import { wordsForFailure } from './failure-words.ts'

/** A check that says of images which fail now that they do, whatever could be said of their manifests. */
export function withFailures(checked: Check, pulls: readonly FailingPull[], registryOf: RegistryOf): Check {
  const failures = failuresOf(pulls.filter(({ image }) => registryOf(image) !== undefined))
  const podSpecs = checked.podSpecs.map(podSpec => withFailing(podSpec, failures, registryOf))
  const known = new Set(podSpecs.flatMap(({ failing }) => failing))
  const strays = failures
    .filter(failure => !known.has(failure))
    .map((failure): Finding => {
      const host = registryOf(failure.image)?.host ?? ''
      return { ...wordsForFailure({ failure, host, hasCredential: false }), resource: failure.workload }
    })
  const before = podSpecs.flatMap(({ podSpec, failing }) => podSpec.findings.slice(0, failing.length))
  return {
    ...checked,
    podSpecs: podSpecs.map(({ podSpec }) => podSpec),
    findings: mergeFindings([...before, ...strays, ...checked.findings]),
  }
}

function withFailing(
  podSpec: CheckedPodSpec,
  failures: readonly Failure[],
  registryOf: RegistryOf,
): { readonly podSpec: CheckedPodSpec; readonly failing: readonly Failure[] } {
  const { identity } = podSpec.placed.resource
  const references = podSpec.images.map(({ use }) => use.reference)
  const failing = failures.filter(
    ({ workload, image }) => isSame(workload, identity) && references.includes(image),
  )
  if (failing.length === 0) return { podSpec, failing }
  const images = podSpec.images.map(image =>
    failing.some(failure => failure.image === image.use.reference)
      ? { ...image, status: 'fails' as const }
      : image,
  )
  const findings = failing.map((failure): Finding => {
    const hasCredential = podSpec.images.some(
      ({ use, status }) => use.reference === failure.image && status === 'pulls',
    )
    const host = registryOf(failure.image)?.host ?? ''
    return { ...wordsForFailure({ failure, host, hasCredential }), resource: identity }
  })
  return { podSpec: { ...podSpec, images, findings: [...findings, ...podSpec.findings] }, failing }
}

function failuresOf(pulls: readonly FailingPull[]): readonly Failure[] {
  const failures = new Map<string, Failure>()
  for (const pull of pulls) {
    const { namespace, pod, image, cause, missingSecrets, message } = pull
    const workload = workloadOf(pull)
    const key = JSON.stringify([workload, image, cause, missingSecrets])
    const pods = [...(failures.get(key)?.pods ?? []), pod]
    failures.set(key, { workload, namespace, pods, image, cause, missingSecrets, message })
  }
  return [...failures.values()]
}

function workloadOf({ namespace, pod, owner }: FailingPull): Identity {
  if (owner === undefined) return { group: '', version: 'v1', kind: 'Pod', namespace, name: pod }
  const [version = '', group = ''] = owner.apiVersion.split('/').toReversed()
  return { group, version, kind: owner.kind, namespace, name: owner.name }
}

function isSame(one: Identity, other: Identity): boolean {
  return (
    one.group === other.group &&
    one.kind === other.kind &&
    one.namespace === other.namespace &&
    one.name === other.name
  )
}
