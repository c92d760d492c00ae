import { problemOfSource } from './read.ts'
import { searchForKinds, viewOf } from './search.ts'
import type { Source } from './source.ts'
import { cutDocuments } from './stream.ts'

export const CRD_KIND = 'CustomResourceDefinition'

/** A document with a CRD in it, or a List of some. */
export interface CrdDocument {
  readonly source: Source
  readonly bytes: Buffer
}

/** Where in a source documents with CRDs stand, which is told by bytes alone. */
export function crdDocuments(source: Source): readonly CrdDocument[] {
  if (problemOfSource(source) !== undefined || viewOf(source.bytes).indexOf(CRD_KIND) < 0) return []
  const crds = searchForKinds(source.bytes, [CRD_KIND])
  return [...cutDocuments(source.bytes)].flatMap(({ start, end }) =>
    crds.isWithin(start, end) ? [{ source, bytes: viewOf(source.bytes, start, end) }] : [],
  )
}
