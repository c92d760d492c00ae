import type { Edit } from '../../manifest/edit.ts'
import type { ReadDocument } from '../../manifest/read-document.ts'
import { viewOf } from '../../manifest/search/search.ts'
import { nameOf } from '../../manifest/source.ts'
import type { Source } from '../../manifest/source.ts'
import type { TransformedSource } from '../outcome.ts'

/** An edit of one document, in the unit of its offsets. */
export interface DocumentEdit {
  readonly document: ReadDocument
  readonly edit: Edit
}

/** Collects the edits of documents, in bytes of their sources. */
export class SourceEdits {
  readonly #edits: ReadonlyMap<Source, Edit[]>
  readonly #positions = new BytePositions()

  constructor(sources: readonly Source[]) {
    this.#edits = new Map(sources.map(source => [source, []]))
  }

  add(edits: readonly DocumentEdit[]): void {
    for (const one of edits) this.#edits.get(one.document.source)?.push(this.#positions.inBytes(one))
  }

  transformed(): readonly TransformedSource[] {
    return [...this.#edits].map(([source, edits]) => ({
      ...nameOf(source),
      before: source.bytes,
      edits: edits.length < 2 ? edits : edits.toSorted((one, other) => one.offset - other.offset),
    }))
  }
}

/** Converts offsets of documents to bytes of their sources. Fastest when documents and offsets ascend. */
export class BytePositions {
  #document: ReadDocument | undefined
  #text = ''
  #characters = 0
  #bytes = 0

  inBytes({ document, edit: { offset, remove, text } }: DocumentEdit): Edit {
    const start = this.#byteOf(document, offset)
    return { offset: start, remove: remove === 0 ? 0 : this.#byteOf(document, offset + remove) - start, text }
  }

  #byteOf(document: ReadDocument, offset: number): number {
    const { source, span, unit } = document
    if (unit === 'bytes') return span.start + offset
    if (document !== this.#document) {
      this.#document = document
      this.#text = viewOf(source.bytes).toString('utf8', span.start, span.end)
      this.#rewind(span.start)
    }
    if (offset < this.#characters) this.#rewind(span.start)
    this.#bytes += Buffer.byteLength(this.#text.slice(this.#characters, offset))
    this.#characters = offset
    return this.#bytes
  }

  #rewind(start: number): void {
    this.#characters = 0
    this.#bytes = start
  }
}
