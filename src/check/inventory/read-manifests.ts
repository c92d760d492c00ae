import { sortDiagnostics } from '../../manifest/diagnostic.ts'
import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import type { DeclaredServiceAccount } from '../../kubernetes/service-account.ts'
import { Kinds } from '../../kinds/kinds.ts'
import { registriesFrom } from '../../image/registry.ts'
import { needsCrdForImages } from '../../manifest/crds/needs-crd.ts'
import { filterForCheck } from '../../manifest/document-filters.ts'
import type { KindSources } from '../../manifest/crds/kind-sources.ts'
import { readWithCrds } from '../../manifest/crds/read-with-crds.ts'
import { readSource } from '../../manifest/read-document.ts'
import type { ReadSource } from '../../manifest/read-document.ts'
import type { Source, SourceName } from '../../manifest/source.ts'
import { inventoryOf } from './from-manifests.ts'
import type { Inventory } from './inventory.ts'

/** The inventory of manifests, and the problems of those that could not be read. */
export interface ReadManifests {
  readonly inventory: Inventory
  /** If there are problems, the check says nothing about the unreadable parts. */
  readonly problems: readonly LocatedDiagnostic[]
  readonly sources: readonly SourceName[]
  /** Documents without an image of a registry, a ServiceAccount or a Secret. */
  readonly unread: number
}

export interface ManifestOptions {
  /** Login servers to restrict the check to, and other hosts to add; empty: every login server. */
  readonly registries: readonly string[]
  /** Registries whose images need no pull secret. */
  readonly credentialFree?: readonly string[]
  readonly serviceAccounts: readonly DeclaredServiceAccount[]
  /** Whether the input contains all Secrets and ServiceAccounts. */
  readonly isComplete: boolean
  readonly kinds?: KindSources
}

/** Manifests that were read. */
export interface ManifestInputs {
  readonly sources: readonly Source[]
  /** The names of all inputs, even of those that were not kept. */
  readonly inputs: readonly SourceName[]
  /** The reasons why inputs could not be read. */
  readonly problems: readonly LocatedDiagnostic[]
}

/** Reads manifests for a check. The content of the cluster is not known. */
export async function readManifests(
  { sources, inputs, problems }: ManifestInputs,
  { registries, credentialFree, serviceAccounts, isComplete, kinds }: ManifestOptions,
): Promise<ReadManifests> {
  const registryOf = registriesFrom(registries, credentialFree)
  const filter = filterForCheck(registries).within(sources)
  const read = readWithCrds({
    kinds: new Kinds(kinds),
    needsCrd: resource => needsCrdForImages(resource, registryOf),
    sources: [...sources, ...(kinds?.crds ?? [])],
    ask: kinds?.ask,
  })
  const found: ReadSource[] = []
  for (const source of sources) found.push(await readSource(source, filter, read))
  const documents = found.flatMap(source => source.documents)
  return {
    inventory: await inventoryOf(documents, serviceAccounts, isComplete),
    problems: sortDiagnostics(inputs, [...problems, ...found.flatMap(source => source.problems)]),
    sources: inputs,
    unread: found.reduce((sum, { unread }) => sum + unread, 0),
  }
}
