import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { namespacedName } from '../kubernetes/service-account.ts'
import { problemOfSource, problemsOf, readSource, WatchedPlaces } from '../manifest/read.ts'
import type { ReadDocument, ReadPlace } from '../manifest/read.ts'
import type { Source } from '../manifest/source.ts'
import { countDocuments, cutDocuments } from '../manifest/stream.ts'
import type { DocumentSpan } from '../manifest/stream.ts'
import { concernsAny } from './document-filter.ts'
import type { DocumentFilters } from './document-filter.ts'
import { groupBy } from '../text/group-by.ts'

interface Opened {
  readonly accounts: readonly ReadDocument[]
  readonly spans: ReadonlyMap<Source, readonly DocumentSpan[]>
  readonly isAnySubject: boolean
}

/** The sources of a verb. First the ServiceAccounts are known, then its documents are read one after the other. */
export class Input {
  /** The documents with ServiceAccounts that matter. */
  readonly accounts: readonly ReadDocument[]
  /** Documents that needed no reading, as far as they have been gone through. */
  unread = 0
  readonly problems: LocatedDiagnostic[] = []
  readonly #sources: readonly Source[]
  readonly #watches: DocumentFilters
  readonly #read: ReadPlace
  readonly #isAnySubject: boolean
  readonly #accountsBySource: AccountsBySource
  /** The documents of sources that had to be cut for ServiceAccounts. */
  readonly #spans: ReadonlyMap<Source, readonly DocumentSpan[]>

  private constructor(
    sources: readonly Source[],
    watches: DocumentFilters,
    read: ReadPlace,
    { accounts, spans, isAnySubject }: Opened,
  ) {
    this.#sources = sources
    this.#watches = watches
    this.#read = read
    this.accounts = accounts
    this.#spans = spans
    this.#isAnySubject = isAnySubject
    this.#accountsBySource = bySource(accounts)
  }

  static async open(sources: readonly Source[], watches: DocumentFilters, read: ReadPlace): Promise<Input> {
    const readable = sources.filter(source => problemOfSource(source) === undefined)
    const isAnySubject = readable.some(source => concernsAny(watches.subjects, source))
    const accounts: ReadDocument[] = []
    const spans = new Map<Source, readonly DocumentSpan[]>()
    for (const source of isAnySubject ? readable.filter(watches.isAnyAccount) : []) {
      const all = [...cutDocuments(source.bytes)]
      spans.set(source, all)
      accounts.push(...(await readSource(source, watches.accounts, read, all)).documents)
    }
    if (accounts.length > 0) await addRepeated(accounts, spans, watches, read)
    return new Input(sources, watches, read, { accounts, spans, isAnySubject })
  }

  /** Hands over each document that has to be read, in order; those with ServiceAccounts are the same objects again. */
  async readEach(use: (document: ReadDocument) => void): Promise<void> {
    for (const source of this.#sources) {
      const problem = problemOfSource(source)
      if (problem !== undefined) this.problems.push(problem)
      else if (this.#isAnySubject) await this.#readSource(source, use)
      else this.unread += countDocuments(source.bytes)
    }
  }

  async #readSource(source: Source, use: (document: ReadDocument) => void): Promise<void> {
    const known = this.#accountsBySource.get(source) ?? NO_ACCOUNTS
    const isSubject = this.#watches.subjects(source)
    const isWatched = (span: DocumentSpan): boolean => isSubject(span) || known.has(span.start)
    const places = new WatchedPlaces(source, isWatched, this.#spans.get(source))
    for (const place of places) {
      const document = known.get(place.span.start) ?? this.#read(place)
      const read = document instanceof Promise ? await document : document
      if (read.problems.length > 0) this.problems.push(...problemsOf(read))
      use(read)
    }
    this.unread += places.unread
  }
}

/** For each source, by where they start. */
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

/** Adds the documents that declare one of the ServiceAccounts that matter once more, and puts all in their order. */
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
