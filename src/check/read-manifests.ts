import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import type { DeclaredServiceAccount } from '../kubernetes/service-account.ts'
import { Kinds } from '../kinds/kinds.ts'
import { registriesFrom } from '../image/registry.ts'
import { lacksPlace } from '../inject/lacks-place.ts'
import { inOrder } from '../inject/scope.ts'
import { filterForCheck } from '../inject/document-filter.ts'
import type { KindSources } from '../manifest/kind-sources.ts'
import { readWithCrds } from '../manifest/read-with-crds.ts'
import { readSource } from '../manifest/read.ts'
import type { Source, SourceName } from '../manifest/source.ts'
import type { Check } from './check.ts'
import { inventoryOf } from './from-manifests.ts'
import type { Inventory } from './inventory.ts'
import type { ClusterSummary } from './cluster-summary.ts'

/** What manifests hold, and why not all of them could be read. */
export interface ReadManifests {
  readonly inventory: Inventory
  /** If it is not empty, a check of what could be read says nothing of the rest. */
  readonly problems: readonly LocatedDiagnostic[]
  readonly sources: readonly SourceName[]
  /** Documents without an image of a registry, a ServiceAccount or a Secret. */
  readonly unread: number
}

/** What a check found, and why it could not look everywhere. */
export interface Checked extends Omit<ReadManifests, 'inventory'> {
  readonly check: Check
  /** Absent where no cluster was asked. */
  readonly cluster?: ClusterSummary
  /** Lines that do for all of the input what those of single findings do, by what they have in common. */
  readonly forAll?: ReadonlyMap<string, string>
}

export interface ManifestOptions {
  /** Login servers to narrow to, and other hosts to add; empty: every login server. */
  readonly registries: readonly string[]
  /** Registries that the nodes pull from by themselves. */
  readonly credentialFree?: readonly string[]
  readonly serviceAccounts: readonly DeclaredServiceAccount[]
  /** Takes the input for all that there is. */
  readonly isComplete: boolean
  readonly kinds?: KindSources
}

/** What was read of manifests. */
export interface ManifestInputs {
  readonly sources: readonly Source[]
  /** The names of all inputs, kept or not. */
  readonly inputs: readonly SourceName[]
  /** Why some could not be read. */
  readonly problems: readonly LocatedDiagnostic[]
}

/** Reads what a check needs of manifests: what the cluster holds besides is not known. */
export async function readManifests(
  { sources, inputs, problems }: ManifestInputs,
  { registries, credentialFree, serviceAccounts, isComplete, kinds }: ManifestOptions,
): Promise<ReadManifests> {
  const registryOf = registriesFrom(registries, credentialFree)
  const watch = filterForCheck(registries).within(sources)
  const read = readWithCrds({
    kinds: new Kinds(kinds),
    needsCrd: resource => lacksPlace(resource, registryOf),
    sources: [...sources, ...(kinds?.crds ?? [])],
    ask: kinds?.ask,
  })
  const found = await Promise.all(sources.map(source => readSource(source, watch, read)))
  const documents = found.flatMap(source => source.documents)
  return {
    inventory: await inventoryOf(documents, serviceAccounts, isComplete),
    problems: inOrder(inputs, [...problems, ...found.flatMap(source => source.problems)]),
    sources: inputs,
    unread: found.reduce((sum, { unread }) => sum + unread, 0),
  }
}
