import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { namespacedName } from '../../kubernetes/service-account.ts'
import { problemOfSource, problemsOf, readSource, SelectedDocuments } from '../../manifest/read-document.ts'
import type { ReadDocument, ReadPlace } from '../../manifest/read-document.ts'
import type { Source } from '../../manifest/source.ts'
import { countDocuments, cutDocuments } from '../../manifest/stream.ts'
import type { DocumentSpan } from '../../manifest/stream.ts'
import { matchesAny } from '../../manifest/document-filters.ts'
import type { DocumentFilters } from '../../manifest/document-filters.ts'
import { groupBy } from '../../text/group-by.ts'

interface Opened {
  readonly accounts: readonly ReadDocument[]
  readonly spans: ReadonlyMap<Source, readonly DocumentSpan[]>
  readonly isAnySubject: boolean
}

/** Takes a document. The result is seldom a promise, because there may be a hundred thousand documents. */
export type UseDocument = (document: ReadDocument) => void | Promise<void>

/** The input of a transform. ServiceAccounts are read first, then all documents one after another. */
export class Input {
  /** Documents with relevant ServiceAccounts. */
  readonly accounts: readonly ReadDocument[]
  /** Documents that were not read, among those passed so far. */
  unread = 0
  readonly problems: LocatedDiagnostic[] = []
  readonly #sources: readonly Source[]
  readonly #filters: DocumentFilters
  readonly #read: ReadPlace
  readonly #isAnySubject: boolean
  readonly #accountsBySource: AccountsBySource
  /** The documents of sources that were split to find ServiceAccounts. */
  readonly #spans: ReadonlyMap<Source, readonly DocumentSpan[]>

  private constructor(
    sources: readonly Source[],
    filters: DocumentFilters,
    read: ReadPlace,
    { accounts, spans, isAnySubject }: Opened,
  ) {
    this.#sources = sources
    this.#filters = filters
    this.#read = read
    this.accounts = accounts
    this.#spans = spans
    this.#isAnySubject = isAnySubject
    this.#accountsBySource = bySource(accounts)
  }

  static async open(sources: readonly Source[], filters: DocumentFilters, read: ReadPlace): Promise<Input> {
    const readable = sources.filter(source => problemOfSource(source) === undefined)
    const isAnySubject = readable.some(source => matchesAny(filters.subjects, source))
    const accounts: ReadDocument[] = []
    const spans = new Map<Source, readonly DocumentSpan[]>()
    for (const source of isAnySubject ? readable.filter(filters.isAnyAccount) : []) {
      const all = [...cutDocuments(source.bytes)]
      spans.set(source, all)
      accounts.push(...(await readSource(source, filters.accounts, read, all)).documents)
    }
    if (accounts.length > 0) await addRepeated(accounts, spans, filters, read)
    return new Input(sources, filters, read, { accounts, spans, isAnySubject })
  }

  /**
   * Passes each document that must be read to `use`, in order. Documents with ServiceAccounts are the same objects as
   * in `accounts`.
   */
  async readEach(use: UseDocument): Promise<void> {
    for (const source of this.#sources) {
      const problem = problemOfSource(source)
      if (problem !== undefined) this.problems.push(problem)
      else if (this.#isAnySubject) await this.#readSource(source, use)
      else this.unread += countDocuments(source.bytes)
    }
  }

  async #readSource(source: Source, use: UseDocument): Promise<void> {
    const known = this.#accountsBySource.get(source) ?? NO_ACCOUNTS
    const isSubject = this.#filters.subjects(source)
    const isSelected = (span: DocumentSpan): boolean => isSubject(span) || known.has(span.start)
    const places = new SelectedDocuments(source, isSelected, this.#spans.get(source))
    for (const place of places) {
      const document = known.get(place.span.start) ?? this.#read(place)
      const read = document instanceof Promise ? await document : document
      if (read.problems.length > 0) this.problems.push(...problemsOf(read))
      const used = use(read)
      if (used instanceof Promise) await used
    }
    this.unread += places.unread
  }
}

/** The documents with ServiceAccounts, by source and by their start. */
type AccountsBySource = ReadonlyMap<Source, ReadonlyMap<number, ReadDocument>>

const NO_ACCOUNTS: ReadonlyMap<number, ReadDocument> = new Map()

function bySource(accounts: readonly ReadDocument[]): AccountsBySource {
  return new Map(
    [...groupBy(accounts, ({ source }) => source)].map(([source, all]) => [
      source,
      new Map(all.map(account => [account.span.start, account])),
    ]),
  )
}

/** Adds documents with further declarations of these ServiceAccounts, and sorts all by their order in the input. */
async function addRepeated(
  accounts: ReadDocument[],
  spans: ReadonlyMap<Source, readonly DocumentSpan[]>,
  { allAccounts }: DocumentFilters,
  read: ReadPlace,
): Promise<void> {
  const labels = new Set(accounts.flatMap(labelsIn))
  const ofSource = bySource(accounts)
  const inOrder: ReadDocument[] = []
  for (const [source, all] of spans) {
    const known = ofSource.get(source) ?? NO_ACCOUNTS
    const isAccount = allAccounts(source)
    const isOther = (span: DocumentSpan): boolean => !known.has(span.start) && isAccount(span)
    const others = await readSource(source, () => isOther, read, all)
    const repeated = others.documents.filter(document => labelsIn(document).some(label => labels.has(label)))
    for (const account of [...known.values(), ...repeated].toSorted(byStart)) inOrder.push(account)
  }
  accounts.length = 0
  for (const account of inOrder) accounts.push(account)
}

const byStart = (one: ReadDocument, other: ReadDocument): number => one.span.start - other.span.start

function labelsIn({ resources }: ReadDocument): readonly string[] {
  return resources
    .filter(({ role }) => role === 'service-account')
    .map(({ identity }) => namespacedName(identity.namespace, identity.name))
}
