import { writeNames } from '../manifest/site.ts'
import type { Spelling, ListTemplate } from '../manifest/site.ts'
import type { NameChange } from './outcome.ts'

interface Written {
  readonly writing: ListTemplate
  readonly names: readonly NameChange[]
  readonly spelling: Spelling
  readonly text: string
}

const MOST = 16

/**
 * The texts that are inserted: the same few again and again, since manifests are indented in few ways and want the same
 * secrets. So each is one string, however many edits hold it.
 */
export class WrittenTexts {
  readonly #last: Written[] = []

  /** As `writeNames`. */
  of(writing: ListTemplate, names: readonly NameChange[], spelling = writing.spelling): string {
    for (const known of this.#last)
      if (known.names === names && known.spelling === spelling && isSame(known.writing, writing, spelling))
        return known.text
    const text = writeNames(writing, names, spelling)
    if (this.#last.length === MOST) this.#last.length = 0
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
