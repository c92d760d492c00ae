import type { Kinds } from '../kinds/kinds.ts'
import type { WorkloadKind } from '../kinds/workload-kind.ts'
import type { CrdShelf } from './crd-shelf.ts'
import { FastReader } from './fast-reader.ts'
import { readDocument } from './read.ts'
import type { DocumentPlace, ReadDocument, ReadPlace } from './read.ts'
import type { Identity, Resource } from './resource.ts'
import type { Source } from './source.ts'

/** Where CRDs may be, and who needs them. */
export interface Lesson {
  readonly kinds: Kinds
  /** Whether something of a resource has no place that is certain, so that its CRD matters. */
  readonly lacks: (resource: Resource) => boolean
  /** What CRDs may stand in. There may be more of them later. */
  readonly sources: readonly Source[]
  /** Asks elsewhere for the CRD of a kind that those have not. */
  readonly ask?: AskForKind | undefined
}

export type AskForKind = (identity: Identity) => Promise<readonly WorkloadKind[]>

/**
 * Reads documents, and once more those whose kinds had to be learnt first. A CRD is looked for, and parsed, only where a
 * resource lacks it: what is needed for that is not loaded before.
 */
export function readLearning(lesson: Lesson): ReadPlace {
  const fast = new FastReader()
  const learner = new Learner(lesson, fast)
  return place => {
    const document = readDocument(place, lesson.kinds, fast)
    return document instanceof Promise
      ? document.then(read => learner.complete(place, read))
      : learner.complete(place, document)
  }
}

class Learner {
  readonly #lesson: Lesson
  readonly #fast: FastReader
  /** How many sources there were when a kind was looked for. */
  readonly #asked = new Map<string, number>()
  #shelf: CrdShelf | undefined

  constructor(lesson: Lesson, fast: FastReader) {
    this.#fast = fast
    this.#lesson = lesson
  }

  complete(place: DocumentPlace, document: ReadDocument): ReadDocument | Promise<ReadDocument> {
    const { lacks } = this.#lesson
    const wanted = document.resources.filter(
      resource => lacks(resource) && this.#isNew(nameOf(resource.identity)),
    )
    return wanted.length === 0 ? document : this.#learn(place, document, wanted)
  }

  #isNew(name: string): boolean {
    return this.#asked.get(name) !== this.#lesson.sources.length
  }

  async #learn(
    place: DocumentPlace,
    document: ReadDocument,
    wanted: readonly Resource[],
  ): Promise<ReadDocument> {
    const { kinds, sources, ask } = this.#lesson
    let hasLearnt = false
    for (const { identity } of wanted) {
      const name = nameOf(identity)
      if (!this.#isNew(name)) continue
      const isFirst = !this.#asked.has(name)
      this.#asked.set(name, sources.length)
      const { CrdShelf } = await import('./crd-shelf.ts')
      this.#shelf ??= new CrdShelf(sources)
      const found = await this.#shelf.rowsFor(identity)
      const rows = found.length === 0 && isFirst && ask !== undefined ? await ask(identity) : found
      kinds.learn(rows)
      hasLearnt ||= rows.length > 0
    }
    return hasLearnt ? readDocument(place, kinds, this.#fast) : document
  }
}

function nameOf({ group, version, kind }: Identity): string {
  return `${group}/${version}/${kind}`
}
