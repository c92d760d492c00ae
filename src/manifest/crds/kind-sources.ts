import type { KindOptions } from '../../kinds/kinds.ts'
import type { WorkloadKind } from '../../kinds/workload-kind.ts'
import type { AskForKind } from './read-with-crds.ts'
import type { Source } from '../source.ts'

/** The sources of kinds: rows of the user, CRDs outside the input, and a cluster. */
export interface KindSources extends KindOptions {
  readonly crds?: readonly Source[]
  readonly ask?: AskForKind
  /** Returns the kinds of a cluster; absent if no cluster may be asked. */
  readonly askForAll?: () => Promise<readonly WorkloadKind[]>
}
