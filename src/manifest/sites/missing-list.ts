import type { Mapping } from '../syntax/node.ts'
import type { EntryKind } from './entry-style.ts'

/** A list that does not exist yet: the mapping that gets it, and the keys that lead to it from there. */
export interface MissingList {
  readonly host: Mapping
  /** The last one is the list's own key; those before it are created with it. */
  readonly keys: readonly string[]
  /** `single` where the field is one name and no list. */
  readonly entry: EntryKind | 'single'
  /** Keys of the host that the list belongs beside, best first. */
  readonly beside: readonly string[]
}
