import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import type { Kinds } from '../../kinds/kinds.ts'
import type { AskForKind, CrdLookup } from '../../manifest/crds/read-with-crds.ts'
import type { ReadDocument } from '../../manifest/read-document.ts'
import type { Source } from '../../manifest/source.ts'
import type { DocumentEdit } from './source-edits.ts'
import type { Outcome, Transformation } from '../outcome.ts'
import type { ServiceAccounts } from '../decisions/service-accounts.ts'
import type { DocumentFilters } from '../../manifest/document-filters.ts'

/** The result for some documents: edits, and an outcome for each resource. */
export interface DocumentsResult {
  readonly edits: readonly DocumentEdit[]
  readonly outcomes: readonly Outcome[]
  readonly problems: readonly LocatedDiagnostic[]
}

/** The transform of a verb, for whole sources and for streams. */
export interface DocumentTransform {
  readonly verb: Transformation['verb']
  readonly filters: DocumentFilters
  readonly kinds: Kinds
  /** Whether a resource has an image without a known place, so that its CRD is needed. */
  readonly needsCrd: CrdLookup['needsCrd']
  /** Sources of CRDs beside the input, and a lookup for further kinds. */
  readonly crds: readonly Source[]
  readonly ask: AskForKind | undefined
  readonly accounts: ServiceAccounts
  /** The namespace of resources that name none, if it is known. */
  readonly namespace: string | undefined
  /** Whether the transform needs all documents together, because documents affect each other. */
  readonly needsAll: boolean
  /** Reads further details of a document before it is transformed. Seldom returns a promise. */
  readonly inspect?: (document: ReadDocument) => void | Promise<void>
  /** Transforms documents. They affect each other only through ServiceAccounts that are already known. */
  transformDocuments(documents: readonly ReadDocument[]): DocumentsResult
}
