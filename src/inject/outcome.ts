import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import type { Origin } from '../kinds/workload-kind.ts'
import type { Edit } from '../manifest/edit.ts'
import type { Identity } from '../manifest/resource.ts'
import type { SourceName } from '../manifest/source.ts'

/**
 * How a resource ended: exactly one for each. `removed` is what `injected` is to uninject; `not-selected` is what
 * `--only` leaves as it is.
 */
export type Status =
  | 'injected'
  | 'removed'
  | 'present'
  | 'no-acr-image'
  | 'not-a-workload'
  | 'not-selected'
  | 'unplaced'
  | 'failed'

/** A name that was added or taken out, and what for. */
export interface NameChange {
  readonly name: string
  /** The registries (login servers or given hosts) whose images ask for it; empty for a name that came from elsewhere. */
  readonly registries: readonly string[]
  /** `NAMESPACE/NAME` or `NAME` of the ServiceAccount whose list was taken over, so that the pod does not lose it. */
  readonly serviceAccount?: string
}

/** What asks for a change: the first image that needs a name, or the entry that is taken out. */
export interface ChangeCause {
  readonly name: string
  /** 1-based line of the source. */
  readonly line: number
  readonly image?: string
  /** How many images more need the name. */
  readonly others: number
}

/** Something a user should know that is no reason to stop. */
export interface Warning {
  /** Stable, for programs: `duplicate-entry`, `empty-entry`, `unplaced-image`, `doubtful-host`, ... */
  readonly code: string
  /** 1-based line of the source. */
  readonly line: number
  readonly message: string
}

export interface Outcome {
  readonly status: Status
  readonly source: string
  /** 1-based. */
  readonly document: number
  /** 1-based line of the source where the resource begins. */
  readonly line: number
  readonly identity: Identity
  /** Who says where its pod specs are, if not the table of kinds. */
  readonly origin?: Origin
  /** Each name once, over all pod specs of the resource. */
  readonly changes: readonly NameChange[]
  /** What the changes are for, where that was wanted to be known; none for names that are taken over from elsewhere. */
  readonly causes?: readonly ChangeCause[]
  /** The pull secrets that its images need, those that were listed already among them. */
  readonly needs: readonly NameChange[]
  readonly warnings: readonly Warning[]
  /** Remarks for `-v` only, such as a ServiceAccount that is not in the input. */
  readonly notes: readonly string[]
  /** Why nothing was changed, for `-v`: `no ACR image`, `already lists acr-secret`, ... */
  readonly reason?: string
}

/** A Secret that `--with-secret` put in front of the first workload that needs it. */
export interface AddedSecret {
  readonly name: string
  /** Absent where the manifests give none. */
  readonly namespace?: string
  /** Hosts that it has a credential for. */
  readonly registries: readonly string[]
  /** Where that workload stands. */
  readonly source: string
  /** 1-based. */
  readonly document: number
}

/** What a transformation did to one source. */
export interface TransformedSource extends SourceName {
  readonly before: Uint8Array
  /** In bytes of `before`; none where nothing changes. */
  readonly edits: readonly Edit[]
}

/** The whole result: if `problems` is not empty, nothing may be written. */
export interface Transformation {
  readonly verb: 'inject' | 'uninject'
  readonly sources: readonly TransformedSource[]
  readonly outcomes: readonly Outcome[]
  readonly problems: readonly LocatedDiagnostic[]
  /** Documents that were passed through unread, since no watched text occurs in them. */
  readonly unread: number
  readonly addedSecrets?: readonly AddedSecret[]
  /** Inputs that could not be read, and files in which there is nothing to look for, where problems may name them. */
  readonly otherInputs?: readonly SourceName[]
}

/** All inputs that a report may have to name. */
export function inputsOf({ sources, otherInputs = [] }: Transformation): readonly SourceName[] {
  return [...sources, ...otherInputs]
}
