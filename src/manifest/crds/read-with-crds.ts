import type { Kinds } from '../../kinds/kinds.ts'
import type { WorkloadKind } from '../../kinds/workload-kind.ts'
import type { CrdIndex } from './crd-index.ts'
import { FastReader } from '../fast-reader.ts'
import { readDocument } from '../read-document.ts'
import type { DocumentPlace, ReadDocument, ReadPlace } from '../read-document.ts'
import type { Identity, Resource } from '../resource.ts'
import type { Source } from '../source.ts'

/** The sources of CRDs, and the resources that need them. */
export interface CrdLookup {
  readonly kinds: Kinds
  /** Whether a resource has an image without a known place, so that its CRD is needed. */
  readonly needsCrd: (resource: Resource) => boolean
  /** Sources that may contain CRDs. More may be added later. */
  readonly sources: readonly Source[]
  /** Looks elsewhere for a kind that has no CRD in `sources`. */
  readonly ask?: AskForKind | undefined
}

export type AskForKind = (identity: Identity) => Promise<readonly WorkloadKind[]>

/**
 * Returns a function that reads documents. It reads a document again after its kinds were learned from a CRD. CRDs
 * are searched and parsed only when a resource needs one. The code for them is loaded then.
 */
export function readWithCrds(lookup: CrdLookup): ReadPlace {
  const fast = new FastReader()
  const reader = new CrdReader(lookup, fast)
  return place => {
    const document = readDocument(place, lookup.kinds, fast)
    return document instanceof Promise
      ? document.then(read => reader.complete(place, read))
      : reader.complete(place, document)
  }
}

class CrdReader {
  readonly #lookup: CrdLookup
  readonly #fast: FastReader
  /** The number of sources when a kind was last looked up. */
  readonly #asked = new Map<string, number>()
  #shelf: CrdIndex | undefined

  constructor(lookup: CrdLookup, fast: FastReader) {
    this.#fast = fast
    this.#lookup = lookup
  }

  complete(place: DocumentPlace, document: ReadDocument): ReadDocument | Promise<ReadDocument> {
    const { needsCrd } = this.#lookup
    const wanted = document.resources.filter(
      resource => needsCrd(resource) && this.#isNew(keyOf(resource.identity)),
    )
    return wanted.length === 0 ? document : this.#learn(place, document, wanted)
  }

  #isNew(name: string): boolean {
    return this.#asked.get(name) !== this.#lookup.sources.length
  }

  async #learn(
    place: DocumentPlace,
    document: ReadDocument,
    wanted: readonly Resource[],
  ): Promise<ReadDocument> {
    const { kinds, sources, ask } = this.#lookup
    let hasLearned = false
    for (const { identity } of wanted) {
      const name = keyOf(identity)
      if (!this.#isNew(name)) continue
      const isFirst = !this.#asked.has(name)
      this.#asked.set(name, sources.length)
      const { CrdIndex } = await import('./crd-index.ts')
      this.#shelf ??= new CrdIndex(sources)
      const found = await this.#shelf.rowsFor(identity)
      const rows = found.length === 0 && isFirst && ask !== undefined ? await ask(identity) : found
      kinds.learn(rows)
      hasLearned ||= rows.length > 0
    }
    return hasLearned ? readDocument(place, kinds, this.#fast) : document
  }
}

function keyOf({ group, version, kind }: Identity): string {
  return `${group}/${version}/${kind}`
}
