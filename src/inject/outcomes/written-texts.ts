import { writeNames } from '../../manifest/site.ts'
import type { Spelling, ListTemplate } from '../../manifest/site.ts'
import type { NameChange } from '../outcome.ts'

interface Written {
  readonly writing: ListTemplate
  readonly names: readonly NameChange[]
  readonly spelling: Spelling
  readonly text: string
}

const MAX_TEXTS = 16

/**
 * A cache of inserted texts. Manifests use few layouts and few names, so the same texts repeat: each is one string,
 * shared by all its edits.
 */
export class WrittenTexts {
  readonly #last: Written[] = []

  /** The result of `writeNames`. */
  of(writing: ListTemplate, names: readonly NameChange[], spelling = writing.spelling): string {
    for (const known of this.#last)
      if (known.names === names && known.spelling === spelling && isSame(known.writing, writing, spelling))
        return known.text
    const text = writeNames(writing, names, spelling)
    if (this.#last.length === MAX_TEXTS) this.#last.length = 0
    this.#last.push({ writing, names, spelling, text })
    return text
  }
}

function isSame(one: ListTemplate, other: ListTemplate, spelling: Spelling): boolean {
  const [entry, otherEntry] = [one.entry[spelling], other.entry[spelling]]
  return (
    one.prefix === other.prefix &&
    one.suffix === other.suffix &&
    one.separator === other.separator &&
    entry[0] === otherEntry[0] &&
    entry[1] === otherEntry[1]
  )
}
