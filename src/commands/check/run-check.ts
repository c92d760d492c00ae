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
import { bareNameNote } from '../../image/bare-name.ts'
import type { RegistryOf } from '../../image/registry.ts'
import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { referencesOf } from '../../manifest/resource.ts'
import { isResource } from '../../manifest/resource-presence.ts'
import type { Scope } from './check-scope.ts'
import type { ConfiguredCall, Inventory } from '../../check/inventory.ts'
import type { CommandContext } from '../shared/context.ts'

export interface CheckRequest extends Scope {
  readonly options: ManifestOptions
  readonly registryOf: RegistryOf
  /** The namespace of manifests that name none. */
  readonly namespace: string | undefined
  /** The registries of `--registry`. */
  readonly named: readonly string[]
  /** The same values as they were typed. */
  readonly typedRegistries: readonly string[]
  /** Absent without a configuration file and without `--no-config`. */
  readonly configuration: ConfiguredCall | undefined
  readonly asksRegistries: boolean
  /** Returns the problem if the manifests should contain a Kubernetes resource, and do not. */
  readonly lack: () => Promise<LocatedDiagnostic | undefined>
  readonly input: InputWords
  /** The flags of the call that inject needs, too, to read the manifests in the same way. */
  readonly readingWords: readonly string[]
  /** The minor version of the kubelets in `1.MINOR`; absent: that of the cluster, if there is one. */
  readonly kubernetesMinor: number | undefined
}

export interface CheckRun {
  readonly checked: Checked
  /** Whether nothing of the cluster, or nothing of the manifests, could be read. */
  readonly nothingObserved: boolean
  /** Whether the registries gave no answer for any image. */
  readonly noRegistryAnswered: boolean
  /** A note on a registry that is given by its name. */
  readonly note?: string | undefined
}

/** Reads the manifests, then the cluster, then asks the registries. Throws UserError. */
export async function runCheck(
  manifestInputs: ManifestInputs,
  request: CheckRequest,
  context: CommandContext,
): Promise<CheckRun> {
  const { options, registryOf, target, cluster: scope, asksRegistries, kubernetesMinor, input } = request
  const { inventory, ...parsed } = await readManifests(manifestInputs, options)
  const lack = parsed.problems.length > 0 || hasResource(inventory) ? undefined : await request.lack()
  const read = lack === undefined ? parsed : { ...parsed, problems: [lack] }
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
  const withProofs = withEvidence(answered, failures)
  const flags = observed?.cluster.flags ?? []
  const checkedCall = withReadingWords(
    withFailures(check(withProofs), failures, registryOf),
    request.readingWords,
  )
  const found = withAdvice(checkedCall, withProofs, flags)
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
        : { cluster: { ...observed.cluster, remarks: remarksOn(withProofs, flags) } }),
    },
    nothingObserved: observed?.nothingObserved ?? false,
    noRegistryAnswered: counts !== undefined && counts.images > 0 && counts.unanswered === counts.images,
    note: bareNameNote(request.typedRegistries, imagesIn(seen.context.inventory)),
  }
}

function imagesIn({ resources }: Inventory): readonly string[] {
  return resources.flatMap(({ resource, kustomized = [] }) => [
    ...referencesOf(resource),
    ...kustomized.map(({ reference }) => reference),
  ])
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
      ? 'forbidden: the user cannot list any workloads'
      : `nothing could be listed: ${failure}`
  return new UserError(`${why} (context ${name})`, remedy)
}
