import type { RegistryOf } from '../../image/registry.ts'
import { findListKeys, listKeysIn } from '../../manifest/list-keys.ts'
import type { ReadDocument } from '../../manifest/read-document.ts'
import type { Resource } from '../../manifest/resource.ts'
import { viewOf } from '../../manifest/search/search.ts'
import type { MisplacedList } from '../../manifest/sites/misplaced-lists.ts'
import { NONE } from '../../text/lists.ts'

/**
 * What in documents was meant as a list of pull secrets, and is none. Their readers note which may have a key of that kind,
 * and their text tells which of them have to be parsed: hardly any.
 */
export class MisplacedLists {
  readonly #registryOf: RegistryOf
  readonly #found = new WeakMap<Resource, readonly MisplacedList[]>()

  constructor(registryOf: RegistryOf) {
    this.#registryOf = registryOf
  }

  /** Only where a document has to be parsed, it is a promise. */
  lookInto(document: ReadDocument): void | Promise<void> {
    if (document.listKeys?.length !== 0 && this.#isSuspect(document)) return this.#parse(document)
  }

  of(resource: Resource): readonly MisplacedList[] {
    return this.#found.get(resource) ?? NONE
  }

  #isSuspect({ source, span, resources, listKeys }: ReadDocument): boolean {
    if (!resources.some(resource => this.#matters(resource))) return false
    const bytes = viewOf(source.bytes, span.start, span.end)
    const { lists, areAnyMeant } = listKeysIn(bytes, listKeys ?? findListKeys(bytes))
    const standing = resources.flatMap(({ sites }) => sites.filter(({ list }) => list.form !== 'absent'))
    return areAnyMeant || lists > standing.length
  }

  #matters({ role, sites }: Resource): boolean {
    if (role === 'service-account') return true
    return sites.some(({ images }) =>
      images.some(({ reference }) => this.#registryOf(reference) !== undefined),
    )
  }

  async #parse(document: ReadDocument): Promise<void> {
    // What it takes is not loaded before.
    const { findMisplacedLists } = await import('../../manifest/find-misplaced-lists.ts')
    for (const [at, lists] of (await findMisplacedLists(document)).entries()) {
      const resource = document.resources[at]
      if (resource !== undefined && lists.length > 0) this.#found.set(resource, lists)
    }
  }
}
