import { problemOfSource, problemsOf, readDocument, readSource, WatchedPlaces } from '../manifest/read.ts'
import type { ReadDocument } from '../manifest/read.ts'
import type { Problem, Source } from '../manifest/source.ts'
import { countDocuments } from '../manifest/stream.ts'
import { isAnyWatched } from './watch.ts'
import type { Watches } from './watch.ts'

/** The sources of a verb. First the ServiceAccounts are known, then its documents are read one after the other. */
export class Input {
  /** The documents with ServiceAccounts that matter. */
  readonly accounts: readonly ReadDocument[]
  /** Documents that needed no reading, as far as they have been gone through. */
  unread = 0
  readonly problems: Problem[] = []
  readonly #sources: readonly Source[]
  readonly #watches: Watches
  readonly #isAnySubject: boolean

  private constructor(
    sources: readonly Source[],
    watches: Watches,
    accounts: readonly ReadDocument[],
    isAnySubject: boolean,
  ) {
    this.#sources = sources
    this.#watches = watches
    this.accounts = accounts
    this.#isAnySubject = isAnySubject
  }

  static async open(sources: readonly Source[], watches: Watches): Promise<Input> {
    const readable = sources.filter(source => problemOfSource(source) === undefined)
    const isAnySubject = readable.some(source => isAnyWatched(watches.subjects, source))
    const accounts: ReadDocument[] = []
    if (isAnySubject)
      for (const source of readable.filter(candidate => isAnyWatched(watches.accounts, candidate)))
        accounts.push(...(await readSource(source, watches.accounts)).documents)
    return new Input(sources, watches, accounts, isAnySubject)
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
    const known = new Map(
      this.accounts
        .filter(account => account.source === source)
        .map(account => [account.span.start, account]),
    )
    const isSubject = this.#watches.subjects(source)
    const places = new WatchedPlaces(source, span => isSubject(span) || known.has(span.start))
    for (const place of places) {
      const document = known.get(place.span.start) ?? readDocument(place)
      const read = 'then' in document ? await document : document
      if (read.problems.length > 0) this.problems.push(...problemsOf(read))
      use(read)
    }
    this.unread += places.unread
  }
}
