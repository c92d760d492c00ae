import type { SourceName } from './source.ts'

/**
 * The codes of all problems of an input, for programs. The meaning of a code never changes. Codes of a whole input
 * come first, then codes of the syntax, codes of impossible edits, and warnings of `inject`.
 */
export type DiagnosticCode =
  | 'unreadable-input'
  | 'no-resources'
  | 'not-a-resource'
  | 'invalid-syntax'
  | 'unrendered-template'
  | 'forbidden-character'
  | 'too-deep'
  | 'too-large'
  | 'not-utf8'
  | 'foreign-encoding'
  | 'wrong-type'
  | 'shared-by-alias'
  | 'no-room-for-list'
  | 'room-for-one-secret'
  | 'not-mountable'
  | 'service-account-too-late'
  | 'secret-in-input'
  | 'invalid-namespace'
  | 'duplicate-key'
  | 'duplicate-entry'
  | 'empty-entry'
  | 'invalid-name'
  | 'unplaced-image'
  | 'no-secret'

/** One thing that is wrong with a document. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  /** 1-based line within the document's text. */
  readonly line: number
  readonly what: string
  /** The next step of the user. */
  readonly remedy: string
  /** Whether the value has another type than Kubernetes expects, so that kubectl refuses the whole manifest. */
  readonly isRefused?: true
}

/** A diagnostic with its place in the input. */
export interface LocatedDiagnostic {
  readonly code: DiagnosticCode
  readonly source: string
  /** 1-based, as `cutDocuments` counts them. A problem of a whole source has no document and no line. */
  readonly document?: number
  /** 1-based line of the source. */
  readonly line?: number
  /** The resource, in the form of `nameResource`; absent if no resource could be read. */
  readonly resource?: string
  readonly what: string
  /** The next step of the user. */
  readonly remedy: string
}

/** Receives each diagnostic when it is found. */
export type ReportDiagnostic = (diagnostic: Diagnostic) => void

/** Sorts diagnostics by source and line, and removes duplicates. */
export function sortDiagnostics(
  sources: readonly SourceName[],
  diagnostics: readonly LocatedDiagnostic[],
): readonly LocatedDiagnostic[] {
  const ranks = new Map(sources.map(({ name }, rank) => [name, rank]))
  const rankOf = ({ source }: LocatedDiagnostic): number => ranks.get(source) ?? 0
  const once = new Map(
    diagnostics.map(diagnostic => [
      `${diagnostic.source}:${diagnostic.line}:${diagnostic.resource}:${diagnostic.what}`,
      diagnostic,
    ]),
  )
  return [...once.values()].toSorted(
    (one, other) => rankOf(one) - rankOf(other) || lineOf(one) - lineOf(other),
  )
}

/** A diagnostic about a whole source comes first. */
function lineOf({ line = 0 }: LocatedDiagnostic): number {
  return line
}
