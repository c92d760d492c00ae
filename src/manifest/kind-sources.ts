import type { KindOptions } from '../kinds/kinds.ts'
import type { WorkloadKind } from '../kinds/workload-kind.ts'
import type { AskForKind } from './learn.ts'
import type { Source } from './source.ts'

/** What the user says of kinds: rows, CRDs besides those of the input, and whom to ask for others. */
export interface KindSources extends KindOptions {
  readonly crds?: readonly Source[]
  readonly ask?: AskForKind
  /** What a cluster tells of all its kinds; absent where none is to be asked for them. */
  readonly askForAll?: () => Promise<readonly WorkloadKind[]>
}
