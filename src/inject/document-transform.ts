import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import type { Kinds } from '../kinds/kinds.ts'
import type { AskForKind, CrdLookup } from '../manifest/read-with-crds.ts'
import type { ReadDocument } from '../manifest/read.ts'
import type { Source } from '../manifest/source.ts'
import type { DocumentEdit } from './edits.ts'
import type { Outcome, Transformation } from './outcome.ts'
import type { ServiceAccounts } from './service-accounts.ts'
import type { DocumentFilters } from './document-filter.ts'

/** What is done about some documents, and said about each of their resources. */
export interface Settled {
  readonly edits: readonly DocumentEdit[]
  readonly outcomes: readonly Outcome[]
  readonly problems: readonly LocatedDiagnostic[]
}

/** A verb's transform, whichever way the documents come to it. */
export interface DocumentTransform {
  readonly verb: Transformation['verb']
  readonly watches: DocumentFilters
  readonly kinds: Kinds
  /** Whether something of a resource has no place that is certain, so that its CRD matters. */
  readonly needsCrd: CrdLookup['needsCrd']
  /** Sources of CRDs besides the input, and whom else to ask. */
  readonly crds: readonly Source[]
  readonly ask: AskForKind | undefined
  readonly accounts: ServiceAccounts
  /** Whether it needs all documents at once, since what it does about one depends on others. */
  readonly needsAll: boolean
  /** Decides about documents, which depend on no others but through the ServiceAccounts that are known. */
  settle(documents: readonly ReadDocument[]): Settled
}
