import type { Edit } from '../manifest/edit.ts'
import type { ReadDocument } from '../manifest/read.ts'
import type { Source } from '../manifest/source.ts'
import type { TransformedSource } from './outcome.ts'

/** An edit in the characters of one document's text. */
export interface DocumentEdit {
  readonly document: ReadDocument
  readonly edit: Edit
}

/** The sources with the edits of their documents, in bytes of the source. */
export function editSources(
  sources: readonly Source[],
  edits: readonly DocumentEdit[],
): readonly TransformedSource[] {
  const byDocument = new Map<ReadDocument, Edit[]>()
  for (const { document, edit } of edits) {
    const own = byDocument.get(document)
    if (own === undefined) byDocument.set(document, [edit])
    else own.push(edit)
  }
  const bySource = new Map<Source, Edit[]>(sources.map(source => [source, []]))
  for (const [document, own] of byDocument) bySource.get(document.source)?.push(...inBytes(document, own))
  return sources.map(source => ({
    name: source.name,
    ...(source.path === undefined ? {} : { path: source.path }),
    before: source.bytes,
    edits: bySource.get(source)?.toSorted((one, other) => one.offset - other.offset) ?? [],
  }))
}

function inBytes({ text, span }: ReadDocument, edits: readonly Edit[]): readonly Edit[] {
  let [characters, bytes] = [0, span.start]
  const advance = (offset: number): number => {
    bytes += Buffer.byteLength(text.slice(characters, offset))
    characters = offset
    return bytes
  }
  return edits
    .toSorted((one, other) => one.offset - other.offset)
    .map(({ offset, remove, text: added }) => {
      const start = advance(offset)
      return { offset: start, remove: advance(offset + remove) - start, text: added }
    })
}
