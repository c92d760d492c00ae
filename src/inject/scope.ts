import type { Diagnostic, LocatedDiagnostic } from '../manifest/diagnostic.ts'
import type { ReadDocument } from '../manifest/read-document.ts'
import type { Resource } from '../manifest/resource.ts'
import { nameResource } from '../manifest/resource.ts'
import type { Site } from '../manifest/site.ts'
import type { SourceName } from '../manifest/source.ts'

/** A resource of the input, with its document. */
export interface ScopedResource {
  readonly document: ReadDocument
  readonly resource: Resource
}

/** A site of the input, with its resource. */
export interface ScopedSite extends ScopedResource {
  readonly site: Site
}

export function resourcesOf(documents: readonly ReadDocument[]): readonly ScopedResource[] {
  const scoped: ScopedResource[] = []
  for (const document of documents)
    for (const resource of document.resources) scoped.push({ document, resource })
  return scoped
}

export function scopedSites({ document, resource }: ScopedResource): readonly ScopedSite[] {
  return resource.sites.map(site => ({ document, resource, site }))
}

/** Locates a diagnostic of a resource in the input. */
export function problemAt(
  { document, resource }: ScopedResource,
  { code, line, what, remedy }: Diagnostic,
): LocatedDiagnostic {
  return {
    code,
    source: document.source.name,
    document: document.span.index,
    line: document.linesBefore + line,
    resource: nameResource(resource.identity),
    what,
    remedy,
  }
}

/** Sorts problems by source and line, and removes duplicates. */
export function inOrder(
  sources: readonly SourceName[],
  problems: readonly LocatedDiagnostic[],
): readonly LocatedDiagnostic[] {
  const ranks = new Map(sources.map(({ name }, rank) => [name, rank]))
  const rankOf = ({ source }: LocatedDiagnostic): number => ranks.get(source) ?? 0
  const once = new Map(
    problems.map(problem => [
      `${problem.source}:${problem.line}:${problem.resource}:${problem.what}`,
      problem,
    ]),
  )
  return [...once.values()].toSorted(
    (one, other) => rankOf(one) - rankOf(other) || lineOf(one) - lineOf(other),
  )
}

/** What is about a source as a whole comes first. */
function lineOf({ line = 0 }: LocatedDiagnostic): number {
  return line
}
