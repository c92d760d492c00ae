import type { RegistryOf } from '../../image/registry.ts'
import { findListKeys, listKeysIn } from '../../manifest/list-keys.ts'
import type { ReadDocument } from '../../manifest/read-document.ts'
import type { Resource } from '../../manifest/resource.ts'
import { viewOf } from '../../manifest/search/search.ts'
import type { MisplacedList } from '../../manifest/sites/misplaced-lists.ts'
import { NONE } from '../../text/lists.ts'

/**
 * Finds values that were meant as lists of pull secrets, but are none. The reader notes keys that may be such lists,
 * and the text of the document tells whether it must be parsed again. Hardly any document must.
 */
export class MisplacedLists {
  readonly #registryOf: RegistryOf
  readonly #found = new WeakMap<Resource, readonly MisplacedList[]>()

  constructor(registryOf: RegistryOf) {
    this.#registryOf = registryOf
  }

  /** Returns a promise only if the document must be parsed. */
  inspect(document: ReadDocument): void | Promise<void> {
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
    // Loaded on demand, because most runs parse no document here.
    const { findMisplacedLists } = await import('../../manifest/find-misplaced-lists.ts')
    for (const [at, lists] of (await findMisplacedLists(document)).entries()) {
      const resource = document.resources[at]
      if (resource !== undefined && lists.length > 0) this.#found.set(resource, lists)
    }
  }
}
