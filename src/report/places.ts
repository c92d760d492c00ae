import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { placeIn } from '../manifest/source.ts'
import type { SourceName } from '../manifest/source.ts'

/** Says where something stands in one of some sources, which are known by their names. */
export class Places {
  readonly #sources: ReadonlyMap<string, SourceName>

  constructor(sources: readonly SourceName[]) {
    this.#sources = new Map(sources.map(source => [source.name, source]))
  }

  /** As `placeIn`. */
  of(name: string, line: number | undefined): string {
    return placeIn(this.#sources.get(name) ?? { name }, line)
  }

  /** Whether a source is a file that an editor or a pull request can show. */
  isFile(name: string): boolean {
    return this.#sources.get(name)?.path !== undefined
  }

  /** The line, where it is one of a file: of what a kustomization builds, it is none. */
  regionOf(name: string, line: number | undefined): { readonly line?: number } {
    return this.isBuilt(name) || line === undefined ? {} : { line }
  }

  isBuilt(name: string): boolean {
    return this.#sources.get(name)?.isBuilt === true
  }
}

/** What is wrong, and of which resource, if one could be read. */
export function whatIsWrong({ resource, what }: LocatedDiagnostic): string {
  return resource === undefined ? what : `${resource}: ${what}`
}

/** What is wrong and what to do, without its place. */
export function sentenceOfProblem(problem: LocatedDiagnostic, places: Places): string {
  const { source, document, line, resource, remedy } = problem
  // In what a kustomization builds, only its resource tells where it is.
  const isLost = resource === undefined && line !== undefined && places.isBuilt(source)
  return `${isLost ? `document ${document} of its output, line ${line}: ` : ''}${whatIsWrong(problem)}; ${remedy}`
}
