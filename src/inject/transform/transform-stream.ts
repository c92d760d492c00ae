import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { crdDocuments } from '../../manifest/crds/crd-documents.ts'
import { DocumentBlocks } from '../../manifest/document-blocks.ts'
import { applyEdits } from '../../manifest/edit.ts'
import type { Edit } from '../../manifest/edit.ts'
import { readWithCrds } from '../../manifest/crds/read-with-crds.ts'
import { problemOfSource, problemsOf, SelectedDocuments } from '../../manifest/read-document.ts'
import type { ReadDocument, ReadPlace } from '../../manifest/read-document.ts'
import { eitherPresence, isResource, lookForResource, NO_DOCUMENT } from '../../manifest/resource-presence.ts'
import type { Presence } from '../../manifest/resource-presence.ts'
import { LARGEST } from '../../manifest/source.ts'
import type { Source } from '../../manifest/source.ts'
import { countDocuments, countLines, cutDocuments } from '../../manifest/stream.ts'
import type { DocumentTransform } from './document-transform.ts'
import { readInNamespace } from './apply-namespace.ts'
import { BytePositions } from './source-edits.ts'
import type { Outcome } from '../outcome.ts'
import { problemAt, resourcesOf } from '../scope.ts'

/** The result for some documents of a stream. */
export interface StreamPart {
  /** The output up to the first document with a problem. */
  readonly pieces: Iterable<Uint8Array>
  readonly outcomes: readonly Outcome[]
  /** If there are problems, nothing may follow. */
  readonly problems: readonly LocatedDiagnostic[]
  readonly unread: number
}

/**
 * Transforms a stream while it arrives, and keeps no documents that have passed. Only ServiceAccounts and CRDs are
 * kept. ServiceAccounts must come before the workloads of their namespace, and CRDs before the resources that need
 * them.
 */
export class StreamTransform {
  readonly #transform: DocumentTransform
  readonly #name: string
  readonly #largest: number
  readonly #read: ReadPlace
  /** Copies of the CRDs so far. */
  readonly #crds: Source[]
  readonly #blocks = new DocumentBlocks()
  #before = { documents: 0, lines: 0 }
  #isFirst = true
  #isAnySubject = false
  readonly #heldBack: LocatedDiagnostic[] = []
  #presence = NO_DOCUMENT

  /**
   * `name` is the source's name; `largest` the largest document in bytes. Throws a RangeError for a transform that
   * needs all documents together.
   */
  constructor(transform: DocumentTransform, name: string, largest = LARGEST) {
    if (transform.needsAll) throw new RangeError('a transform that needs all documents cannot be of a stream')
    this.#transform = transform
    this.#name = name
    this.#largest = largest
    this.#crds = [...transform.crds]
    this.#read = readInNamespace(readWithCrds({ ...transform, sources: this.#crds }), transform.namespace)
  }

  /** Whether a Kubernetes resource has been read so far. */
  get presence(): Presence {
    return this.#presence
  }

  async push(chunk: Uint8Array): Promise<StreamPart | undefined> {
    const block = this.#blocks.push(chunk)
    if (block !== undefined) return this.#block(block)
    return this.#blocks.pending > this.#largest ? this.#tooLarge() : undefined
  }

  end(): Promise<StreamPart> {
    return this.#block(this.#blocks.end())
  }

  #tooLarge(): StreamPart {
    const { documents, lines } = this.#before
    const place = { source: this.#name, document: documents + 1, line: lines + 1 }
    return {
      pieces: [],
      outcomes: [],
      problems: [
        {
          code: 'too-large',
          ...place,
          what: 'the document is larger than 2 GiB',
          remedy: 'split the document',
        },
      ],
      unread: 0,
    }
  }

  async #block(bytes: Uint8Array): Promise<StreamPart> {
    const source: Source = { name: this.#name, bytes }
    const unreadable = this.#isFirst ? problemOfSource(source) : undefined
    this.#isFirst = false
    if (unreadable !== undefined) return { pieces: [], outcomes: [], problems: [unreadable], unread: 0 }
    const part = await this.#documents(source)
    const { documents, lines } = this.#before
    if (part.outcomes.some(({ identity }) => isResource(identity))) this.#presence = { kind: 'found' }
    if (this.#presence.kind !== 'found')
      this.#presence = eitherPresence(this.#presence, await lookForResource([source], lines))
    this.#before = { documents: documents + countDocuments(bytes), lines: lines + countLines(bytes) }
    return part
  }

  async #documents(source: Source): Promise<StreamPart> {
    const { filters } = this.#transform
    for (const { bytes } of crdDocuments(source))
      this.#crds.push({ name: this.#name, bytes: Buffer.from(bytes) })
    const { accounts: known } = this.#transform
    const isSubject = filters.subjects(source)
    const [isAccount, isAnyAccount] = [filters.accounts(source), filters.allAccounts(source)]
    const accounts = new Set<number>()
    const subjects = new Set<number>()
    const places = new SelectedDocuments(
      source,
      span => {
        // A declaration that removes the list of an earlier one has no list itself.
        if (isAccount(span) || (known.areListing && isAnyAccount(span))) accounts.add(span.start)
        if (isSubject(span)) subjects.add(span.start)
        return subjects.has(span.start) || accounts.has(span.start)
      },
      cutDocuments(source.bytes, this.#before.documents),
      this.#before.lines,
    )
    const edits: Edit[] = []
    const positions = new BytePositions()
    const outcomes: Outcome[] = []
    for (const place of places) {
      const document = this.#read(place)
      const read = document instanceof Promise ? await document : document
      const late = accounts.has(place.span.start) ? this.#learn(read) : []
      const looked = this.#transform.inspect?.(read)
      if (looked instanceof Promise) await looked
      const result = this.#transform.transformDocuments([read])
      const problems = [
        ...this.#problemsOf(read, subjects.has(place.span.start)),
        ...late,
        ...result.problems,
      ]
      if (problems.length > 0) {
        const pieces = applyEdits(source.bytes.subarray(0, place.span.start), edits)
        return { pieces, outcomes, problems, unread: places.unread }
      }
      for (const edit of result.edits) edits.push(positions.inBytes(edit))
      for (const outcome of result.outcomes) outcomes.push(outcome)
    }
    return { pieces: applyEdits(source.bytes, edits), outcomes, problems: [], unread: places.unread }
  }

  /** Problems of ServiceAccounts are reported only if there is a workload that may use one, as without --stream. */
  #problemsOf(document: ReadDocument, isSubject: boolean): readonly LocatedDiagnostic[] {
    if (isSubject) this.#isAnySubject = true
    this.#heldBack.push(...problemsOf(document))
    return this.#isAnySubject ? this.#heldBack.splice(0) : []
  }

  #learn(document: ReadDocument): readonly LocatedDiagnostic[] {
    return this.#transform.accounts.learn(resourcesOf([document])).map(scoped =>
      problemAt(scoped, {
        code: 'service-account-too-late',
        line: scoped.resource.line,
        what: 'the service account comes after workloads of its namespace, which were written without it',
        remedy: 'put ServiceAccounts first, or leave out --stream',
      }),
    )
  }
}
