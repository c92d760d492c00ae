import { UserError } from '../../text/user-error.ts'
import { check } from '../../check/check.ts'
import { withAdvice } from '../../check/advice.ts'
import { withEvidence } from '../../check/evidence.ts'
import { withFailures } from '../../check/with-failures.ts'
import type { ClusterSummary } from '../../check/cluster-summary.ts'
import { linesForAll } from '../../check/lines-for-all.ts'
import type { InputWords } from '../../check/lines-for-all.ts'
import { inNamespace } from '../../check/cluster-inventory.ts'
import { readManifests } from '../../check/read-manifests.ts'
import type { Checked, ManifestInputs, ManifestOptions } from '../../check/read-manifests.ts'
import { withReadingWords } from '../../check/reading-words.ts'
import { remarksOn } from '../../check/remarks.ts'
import { survey } from '../../check/survey.ts'
import type { RegistryOf } from '../../image/registry.ts'
import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { isResource } from '../../manifest/resource-presence.ts'
import type { Scope } from './check-scope.ts'
import type { ConfiguredCall, Inventory } from '../../check/inventory.ts'
import type { CommandContext } from '../shared/context.ts'

export interface CheckRequest extends Scope {
  readonly options: ManifestOptions
  readonly registryOf: RegistryOf
  /** Where manifests belong that name no namespace. */
  readonly namespace: string | undefined
  /** The registries that flags name. */
  readonly named: readonly string[]
  /** Absent where there is none. */
  readonly configuration: ConfiguredCall | undefined
  readonly asksRegistries: boolean
  /** What is wrong where the manifests have no Kubernetes resource, and should. */
  readonly lack: () => Promise<LocatedDiagnostic | undefined>
  readonly input: InputWords
  /** The flags of the call that inject needs, too, to read the manifests alike. */
  readonly readingWords: readonly string[]
  /** The minor version of Kubernetes 1 to take the kubelets for; absent: that of the cluster, if one is looked in. */
  readonly kubernetesMinor: number | undefined
}

export interface CheckRun {
  readonly checked: Checked
  /** Whether nothing of the cluster could be looked at, or of the manifests. */
  readonly nothingObserved: boolean
  /** Whether the registries gave no answer for any image. */
  readonly noRegistryAnswered: boolean
}

/** Looks at manifests, then in the cluster, then at the registries. Throws UserError. */
export async function runCheck(
  manifestInputs: ManifestInputs,
  request: CheckRequest,
  context: CommandContext,
): Promise<CheckRun> {
  const { options, registryOf, target, cluster: scope, asksRegistries, kubernetesMinor, input } = request
  const { inventory, ...understood } = await readManifests(manifestInputs, options)
  const lack = understood.problems.length > 0 || hasResource(inventory) ? undefined : await request.lack()
  const read = lack === undefined ? understood : { ...understood, problems: [lack] }
  const { named, configuration } = request
  const { namespace } = request
  const manifests = {
    ...(namespace === undefined || scope !== undefined ? inventory : inNamespace(inventory, namespace)),
    ...(configuration === undefined ? {} : { configuration }),
    ...(kubernetesMinor === undefined ? {} : { kubernetesMinor }),
  }
  const now = context.now().getTime()
  if (read.problems.length > 0) {
    const checked = { ...read, check: check(survey(manifests, registryOf, now)) }
    return { checked, nothingObserved: true, noRegistryAnswered: false }
  }
  const { observeCluster } = scope === undefined ? {} : await import('./observe-cluster.ts')
  const observed =
    scope &&
    observeCluster &&
    (await observeCluster({ manifests, target, scope, registryOf, kinds: options.kinds }, context))
  if (observed?.nothingObserved === true && target === 'cluster') throw nothingSeen(observed.cluster)
  const seen = survey(observed?.inventory ?? manifests, registryOf, now)
  const { askRegistries } = asksRegistries ? await import('./ask-registries.ts') : {}
  const answered = askRegistries === undefined ? seen : await askRegistries(seen, context)
  const failures = observed?.failures ?? []
  const believed = withEvidence(answered, failures)
  const flags = observed?.cluster.flags ?? []
  const judged = withReadingWords(withFailures(check(believed), failures, registryOf), request.readingWords)
  const found = withAdvice(judged, believed, flags)
  const { asked: counts } = found
  return {
    checked: {
      ...read,
      check: found,
      ...(target === 'manifests'
        ? { forAll: linesForAll(found, input, { registries: named, secrets: configuration?.secrets }) }
        : {}),
      ...(observed === undefined
        ? {}
        : { cluster: { ...observed.cluster, remarks: remarksOn(believed, flags) } }),
    },
    nothingObserved: observed?.nothingObserved ?? false,
    noRegistryAnswered: counts !== undefined && counts.images > 0 && counts.unanswered === counts.images,
  }
}

function hasResource({ resources }: Inventory): boolean {
  return resources.some(({ resource }) => isResource(resource.identity))
}

function nothingSeen({ name, unseen }: ClusterSummary): UserError {
  const pods = unseen.find(({ resource, command }) => resource === 'pods' && command !== undefined)
  const { command, failure } = pods ?? unseen.find(one => one.command !== undefined) ?? unseen[0] ?? {}
  const remedy =
    command === undefined
      ? 'try again later'
      : `'${command}' shows it; docs/reference.md has a Role with the rights that check needs`
  const why =
    failure === undefined
      ? 'forbidden: nothing that runs images may be listed'
      : `nothing could be listed: ${failure}`
  return new UserError(`${why} (context ${name})`, remedy)
}
