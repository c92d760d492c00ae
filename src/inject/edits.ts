import type { Edit } from '../manifest/edit.ts'
import type { ReadDocument } from '../manifest/read.ts'
import { viewOf } from '../manifest/search.ts'
import type { Source } from '../manifest/source.ts'
import { groupBy } from './group.ts'
import type { TransformedSource } from './outcome.ts'

/** An edit in the characters of one document's text. */
export interface DocumentEdit {
  readonly document: ReadDocument
  readonly edit: Edit
}

/** Gathers the edits of documents, in bytes of their sources. */
export class SourceEdits {
  readonly #edits: ReadonlyMap<Source, Edit[]>

  constructor(sources: readonly Source[]) {
    this.#edits = new Map(sources.map(source => [source, []]))
  }

  add(edits: readonly DocumentEdit[]): void {
    const [first, second] = edits
    if (first !== undefined && second === undefined) {
      this.#edits.get(first.document.source)?.push(...inBytes(first.document, [first.edit]))
      return
    }
    const byDocument = groupBy(edits, ({ document }) => document)
    for (const [document, own] of byDocument)
      this.#edits.get(document.source)?.push(
        ...inBytes(
          document,
          own.map(({ edit }) => edit),
        ),
      )
  }

  transformed(): readonly TransformedSource[] {
    return [...this.#edits].map(([{ name, path, bytes }, edits]) => ({
      name,
      ...(path === undefined ? {} : { path }),
      before: bytes,
      edits: edits.toSorted((one, other) => one.offset - other.offset),
    }))
  }
}

/** The edits of one document in bytes of its source, from the top. */
export function inBytes({ source, span, isAscii }: ReadDocument, edits: readonly Edit[]): readonly Edit[] {
  const ordered = edits.length < 2 ? edits : edits.toSorted((one, other) => one.offset - other.offset)
  if (isAscii)
    return ordered.map(({ offset, remove, text }) => ({ offset: span.start + offset, remove, text }))
  const text = viewOf(source.bytes).toString('utf8', span.start, span.end)
  let [characters, bytes] = [0, span.start]
  const advance = (offset: number): number => {
    bytes += Buffer.byteLength(text.slice(characters, offset))
    characters = offset
    return bytes
  }
  return ordered.map(({ offset, remove, text: added }) => {
    const start = advance(offset)
    return { offset: start, remove: advance(offset + remove) - start, text: added }
  })
}
