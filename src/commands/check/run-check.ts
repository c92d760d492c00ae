import { UserError } from '../../text/user-error.ts'
import { check } from '../../check/check.ts'
import type { Check } from '../../check/check.ts'
import { withAdvice } from '../../check/advice.ts'
import { withEvidence } from '../../check/examine/evidence.ts'
import { applyFailures } from '../../check/failures/apply-failures.ts'
import type { ClusterSummary } from '../../check/cluster-summary.ts'
import { linesForAll } from '../../check/remedies/lines-for-all.ts'
import type { InputWords } from '../../check/remedies/lines-for-all.ts'
import { inNamespace } from '../../check/examine/cluster-inventory.ts'
import { readManifests } from '../../check/inventory/read-manifests.ts'
import type { CheckResult } from '../../check/check-result.ts'
import type { ManifestInputs, ManifestOptions, ReadManifests } from '../../check/inventory/read-manifests.ts'
import { addReadingFlags } from '../../check/add-reading-flags.ts'
import { remarksOn } from '../../check/examine/remarks.ts'
import { survey } from '../../check/examine/survey.ts'
import type { Survey } from '../../check/examine/survey.ts'
import { bareNameNote } from '../../image/bare-name.ts'
import type { RegistryOf } from '../../image/registry.ts'
import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { referencesOf } from '../../manifest/resource.ts'
import { isResource } from '../../manifest/resource-presence.ts'
import type { Scope } from './check-scope.ts'
import type { ClusterObservation } from './observe-cluster.ts'
import type { ConfiguredCall, Inventory } from '../../check/inventory/inventory.ts'
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
  readonly findNoResources: () => Promise<LocatedDiagnostic | undefined>
  readonly input: InputWords
  /** The flags of the call that inject needs, too, to read the manifests in the same way. */
  readonly readingFlags: readonly string[]
  /** The minor version of the kubelets in `1.MINOR`; absent: that of the cluster, if there is one. */
  readonly kubernetesMinor: number | undefined
}

export interface CheckRun {
  readonly result: CheckResult
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
  const { registryOf } = request
  const now = context.now().getTime()
  const { inventory, ...read } = await readInventory(manifestInputs, request)
  if (read.problems.length > 0) {
    const result = { ...read, check: check(survey(inventory, registryOf, now)) }
    return { result, nothingObserved: true, noRegistryAnswered: false }
  }
  const observed = await observe(inventory, request, context)
  const seen = survey(observed?.inventory ?? inventory, registryOf, now)
  const answered = await withRegistries(seen, request, context)
  const failures = observed?.failures ?? []
  const known = withEvidence(answered, failures)
  const flags = observed?.cluster.flags ?? []
  const found = applyFailures(check(known), failures, registryOf)
  const advised = withAdvice(addReadingFlags(found, request.readingFlags), known, flags)
  return {
    result: {
      ...read,
      check: advised,
      ...linesOfManifests(advised, request),
      ...(observed === undefined
        ? {}
        : { cluster: { ...observed.cluster, remarks: remarksOn(known, flags) } }),
    },
    nothingObserved: observed?.nothingObserved ?? false,
    noRegistryAnswered: hasNoAnswer(advised),
    note: bareNameNote(request.typedRegistries, imagesIn(seen.context.inventory)),
  }
}

/** The inventory of the manifests, completed by what the flags of the call state. */
async function readInventory(
  manifestInputs: ManifestInputs,
  { options, namespace, cluster, configuration, kubernetesMinor, findNoResources }: CheckRequest,
): Promise<ReadManifests> {
  const { inventory, ...read } = await readManifests(manifestInputs, options)
  const missing = read.problems.length > 0 || hasResource(inventory) ? undefined : await findNoResources()
  return {
    ...read,
    ...(missing === undefined ? {} : { problems: [missing] }),
    inventory: {
      // With a cluster, the namespace is the one of the connection.
      ...(namespace === undefined || cluster !== undefined ? inventory : inNamespace(inventory, namespace)),
      ...(configuration === undefined ? {} : { configuration }),
      ...(kubernetesMinor === undefined ? {} : { kubernetesMinor }),
    },
  }
}

/**
 * The inventory of the cluster; `undefined` if no cluster is checked. Throws UserError if nothing of a checked
 * cluster can be read.
 */
async function observe(
  manifests: Inventory,
  { cluster: scope, target, registryOf, options: { kinds } }: CheckRequest,
  context: CommandContext,
): Promise<ClusterObservation | undefined> {
  if (scope === undefined) return undefined
  const { observeCluster } = await import('./observe-cluster.ts')
  const observed = await observeCluster({ manifests, target, scope, registryOf, kinds }, context)
  if (observed.nothingObserved && target === 'cluster') throw nothingSeen(observed.cluster)
  return observed
}

async function withRegistries(
  seen: Survey,
  { asksRegistries }: CheckRequest,
  context: CommandContext,
): Promise<Survey> {
  if (!asksRegistries) return seen
  const { askRegistries } = await import('./ask-registries.ts')
  return askRegistries(seen, context)
}

/** The lines that change all manifests of the call at once. */
function linesOfManifests(
  found: Check,
  { target, input, named, configuration }: CheckRequest,
): Pick<CheckResult, 'forAll'> {
  if (target === 'cluster') return {}
  return { forAll: linesForAll(found, input, { registries: named, secrets: configuration?.secrets }) }
}

function hasNoAnswer({ asked }: Check): boolean {
  return asked !== undefined && asked.images > 0 && asked.unanswered === asked.images
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
