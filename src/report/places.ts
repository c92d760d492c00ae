import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { placeIn } from '../manifest/source.ts'
import type { SourceName } from '../manifest/source.ts'
import { severityLabel } from './paint.ts'
import type { Paint } from './paint.ts'
import { printable } from './printable.ts'

/** Writes places in sources. Sources are known by their names. */
export class Places {
  readonly #sources: ReadonlyMap<string, SourceName>

  constructor(sources: readonly SourceName[]) {
    this.#sources = new Map(sources.map(source => [source.name, source]))
  }

  /** The place, as `placeIn` writes it. */
  of(name: string, line: number | undefined): string {
    return placeIn(this.#sources.get(name) ?? { name }, line)
  }

  /** Whether a source is a file that an editor or a pull request can show. */
  isFile(name: string): boolean {
    return this.#sources.get(name)?.path !== undefined
  }

  /** The line, if the source has lines of its own. A built kustomization has none. */
  regionOf(name: string, line: number | undefined): { readonly line?: number } {
    return this.isBuilt(name) || line === undefined ? {} : { line }
  }

  isBuilt(name: string): boolean {
    return this.#sources.get(name)?.isBuilt === true
  }
}

/** The problem with the name of its resource, if one could be read. */
function describeProblem({ resource, what }: LocatedDiagnostic): string {
  return resource === undefined ? what : `${resource}: ${what}`
}

/** The problem and its remedy, without the place. */
export function sentenceOfProblem(problem: LocatedDiagnostic, places: Places): string {
  const { source, document, line, resource, remedy } = problem
  // Without a resource, the output of a kustomization needs the document and line.
  const isLost = resource === undefined && line !== undefined && places.isBuilt(source)
  return `${isLost ? `document ${document} of its output, line ${line}: ` : ''}${describeProblem(problem)}; ${remedy}`
}

/** The line of a problem, without a line break. */
export function problemLine(problem: LocatedDiagnostic, places: Places, paint: Paint): string {
  const place = places.of(problem.source, problem.line)
  return `${severityLabel('error', paint)} ${printable(`${place}: ${sentenceOfProblem(problem, places)}`)}`
}

/** A problem in a report for programs. */
export function problemObject(problem: LocatedDiagnostic): object {
  return {
    source: problem.source,
    document: problem.document ?? null,
    line: problem.line ?? null,
    what: describeProblem(problem),
    remedy: problem.remedy,
    code: problem.code,
  }
}
