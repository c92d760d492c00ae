import type { ImageUse } from '../../manifest/site.ts'
import { memoize } from '../../text/memoize.ts'
import { NONE } from '../../text/lists.ts'
import { mergeAllNames, mergeNames } from './merge-names.ts'
import type { InjectOptions } from '../options.ts'
import type { NameChange } from '../outcome.ts'
import { secretsFor } from '../../pull-secret/secret-rules.ts'
import type { RegistryOf } from '../../image/registry.ts'

/** With more images, combinations rarely repeat, so caching each step is not worth its cost. */
const FEW = 8

/**
 * The pull secrets that images need. There are few combinations, and each is one shared list: callers memoize by its
 * identity.
 */
export class WantedNames {
  readonly #registryOf: RegistryOf
  readonly #secrets: InjectOptions['secrets']
  readonly #known = new Map<string, readonly NameChange[]>()
  readonly #both = memoize((names: readonly NameChange[]) =>
    memoize((more: readonly NameChange[]) => mergeNames(names, more)),
  )

  constructor(registryOf: RegistryOf, secrets: InjectOptions['secrets']) {
    this.#registryOf = registryOf
    this.#secrets = secrets
  }

  /** The names with the registries that need each, in the order of the images. */
  of(images: readonly ImageUse[]): readonly NameChange[] {
    let wanted: readonly NameChange[] = NONE
    for (const [at, { reference }] of images.entries()) {
      if (at === FEW) return mergeAllNames(images.map(image => this.#ofImage(image.reference)))
      const names = this.#ofImage(reference)
      if (wanted.length === 0) wanted = names
      else if (names.length > 0 && names !== wanted) wanted = this.#both(wanted)(names)
    }
    return wanted
  }

  #ofImage(reference: string): readonly NameChange[] {
    const registry = this.#registryOf(reference)
    if (registry === undefined) return NONE
    const { host } = registry
    const before = this.#known.get(host)
    if (before !== undefined) return before
    const names = new Set(secretsFor(registry, this.#secrets))
    const wanted = [...names].map(name => ({ name, registries: [host] }))
    this.#known.set(host, wanted)
    return wanted
  }
}
