import type { DeclaredServiceAccount } from '../../kubernetes/service-account.ts'
import type { CheckDetails } from '../../manifest/check-details.ts'
import { needsCheckDetails } from '../../manifest/needs-check-details.ts'
import type { ReadDocument } from '../../manifest/read-document.ts'
import type { Resource } from '../../manifest/resource.ts'
import type { Site } from '../../manifest/site.ts'
import { cutDocuments, isEmpty } from '../../manifest/stream.ts'
import type { GeneratedSecret } from '../../manifest/sites/generated-secret.ts'
import type { Location } from '../finding.ts'
import type { Inventory } from './inventory.ts'

/** Builds an inventory from manifests. The content of a cluster is not known. */
export async function inventoryOf(
  documents: readonly ReadDocument[],
  declared: readonly DeclaredServiceAccount[],
  isComplete: boolean,
): Promise<Inventory> {
  const detailed: { readonly document: ReadDocument; readonly details?: CheckDetails }[] = []
  for (const document of documents) {
    if (needsCheckDetails(document)) {
      // The module loads the YAML parser.
      const { readCheckDetails } = await import('../../manifest/check-details.ts')
      detailed.push({ document, details: readCheckDetails(document) })
    } else detailed.push({ document })
  }
  const lifetimes = new Map(
    detailed
      .flatMap(({ details }) => details?.generators ?? [])
      .map(({ generator, lifetime }) => [generator, lifetime]),
  )
  return {
    resources: detailed.flatMap(({ document, details }) =>
      document.resources.map((resource, at) => ({
        resource: withArtifacts(resource, details?.artifacts[at] ?? []),
        place: placeIn(document, resource.line),
        misplaced: details?.misplaced[at] ?? [],
        kustomized: details?.kustomized[at] ?? [],
        neverPulled: details?.neverPulled[at] ?? [],
      })),
    ),
    secrets: detailed.flatMap(({ document, details }) =>
      (details?.secrets ?? []).map(({ line, ...secret }) => ({
        ...secret,
        place: placeIn(document, line),
        ...(isAlone(document) ? { isAlone: true as const } : {}),
      })),
    ),
    generated: detailed.flatMap(({ document, details }) =>
      (details?.generated ?? []).map(({ line, ...generated }) => ({
        ...generated,
        ...lifetimeOf(generated, lifetimes),
        place: placeIn(document, line),
      })),
    ),
    serviceAccounts: declared.map(account => ({ ...account, enforcesMountableSecrets: false })),
    absent: [],
    denied: [],
    isComplete,
    isStrict: isComplete,
    hiddenAccounts: [],
  }
}

function placeIn({ source, span, linesBefore }: ReadDocument, line: number): Location {
  return {
    source: source.name,
    document: span.index,
    line: linesBefore + line,
    isFile: source.path !== undefined,
    ...(source.isBuilt === true ? { isBuilt: true } : {}),
  }
}

/** Whether a document is the only content of its source, and its resource the only one. */
function isAlone({ source: { bytes }, resources }: ReadDocument): boolean {
  if (resources.length !== 1) return false
  const filled = [...cutDocuments(bytes)].filter(({ start, end }) => !isEmpty(bytes.subarray(start, end)))
  return filled.length === 1
}

/** The lifetime of a Secret's tokens, if their generator is known. */
function lifetimeOf(
  { generators = [] }: GeneratedSecret,
  lifetimes: ReadonlyMap<string, number>,
): { readonly lifetime?: number } {
  const known = generators.flatMap(generator => lifetimes.get(generator) ?? [])
  return known.length === 0 ? {} : { lifetime: Math.min(...known) }
}

/** A resource that pulls an artifact itself is examined like a pod spec. */
function withArtifacts(resource: Resource, artifacts: readonly Site[]): Resource {
  return artifacts.length === 0 ? resource : { ...resource, role: 'workload', sites: artifacts }
}
