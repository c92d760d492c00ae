import type { Diagnostic, LocatedDiagnostic } from '../manifest/diagnostic.ts'
import type { ReadDocument } from '../manifest/read-document.ts'
import type { Resource } from '../manifest/resource.ts'
import { nameResource } from '../manifest/resource.ts'
import type { Site } from '../manifest/site.ts'

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
