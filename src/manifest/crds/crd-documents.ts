import { Kinds } from '../../kinds/kinds.ts'
import type { LocatedDiagnostic } from '../diagnostic.ts'
import { problemOfSource, readBy, readSource } from '../read-document.ts'
import { searchForKinds, viewOf } from '../search/search.ts'
import type { Source } from '../source.ts'
import { cutDocuments } from '../stream.ts'
import type { DocumentSpan } from '../stream.ts'

export const CRD_KIND = 'CustomResourceDefinition'

/** A document that contains a CRD, or a List of CRDs. */
export interface CrdDocument {
  readonly source: Source
  readonly bytes: Buffer
}

/** Finds the documents of a source that contain CRDs, without parsing. */
export function crdDocuments(source: Source): readonly CrdDocument[] {
  if (problemOfSource(source) !== undefined || viewOf(source.bytes).indexOf(CRD_KIND) < 0) return []
  const crds = searchForKinds(source.bytes, [CRD_KIND])
  return [...cutDocuments(source.bytes)].flatMap(({ start, end }) =>
    crds.isWithin(start, end) ? [{ source, bytes: viewOf(source.bytes, start, end) }] : [],
  )
}

/** The problems of the documents with CRDs in a source, or of the source as a whole. */
export async function problemsInCrds(source: Source): Promise<readonly LocatedDiagnostic[]> {
  const { problems } = await readSource(source, watchCrds, readBy(new Kinds()))
  return problems
}

function watchCrds({ bytes }: Source): (span: DocumentSpan) => boolean {
  const crds = searchForKinds(bytes, [CRD_KIND])
  return ({ start, end }) => crds.isWithin(start, end)
}
