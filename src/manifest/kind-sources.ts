import type { KindOptions } from '../kinds/kinds.ts'
import type { AskForKind } from './learn.ts'
import type { Source } from './source.ts'

/** What the user says of kinds: rows, CRDs besides those of the input, and whom to ask for others. */
export interface KindSources extends KindOptions {
  readonly crds?: readonly Source[]
  readonly ask?: AskForKind
}
