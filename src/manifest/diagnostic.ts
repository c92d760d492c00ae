/**
 * What can be wrong with a document, for programs: a code is never given another meaning. Those of the syntax come first,
 * then those of an edit that cannot be made, then those that `inject` warns of.
 */
export type DiagnosticCode =
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
  /** What stands there is of another type than Kubernetes reads, so that the manifest is refused as a whole. */
  readonly isRefused?: true
}

/** A diagnostic with its place in the input. */
export interface LocatedDiagnostic {
  readonly code: DiagnosticCode
  readonly source: string
  /** 1-based, as `cutDocuments` counts them. */
  readonly document: number
  /** 1-based line of the source. */
  readonly line: number
  /** The resource that it is about, as `nameResource` says; absent where none could be read. */
  readonly resource?: string
  readonly what: string
  /** The next step of the user. */
  readonly remedy: string
}

/** Is given what is wrong as it is found. */
export type ReportDiagnostic = (diagnostic: Diagnostic) => void
