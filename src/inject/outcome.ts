import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import type { Origin } from '../kinds/workload-kind.ts'
import type { Edit } from '../manifest/edit.ts'
import type { Identity } from '../manifest/resource.ts'
import type { SourceName } from '../manifest/source.ts'

/**
 * The status of a resource; each has exactly one. `removed` is uninject's counterpart of `injected`. `not-selected` is
 * for resources that `--only` does not name.
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

/** A name that was added or removed, and its reason. */
export interface NameChange {
  readonly name: string
  /**
   * The registries (login servers or given hosts) whose images need the name; empty for a name taken over from another
   * list.
   */
  readonly registries: readonly string[]
  /** `NAMESPACE/NAME` or `NAME` of the ServiceAccount whose list was copied, so that the pod does not lose it. */
  readonly serviceAccount?: string
}

/** The cause of a change: the first image that needs a name, or the entry that is removed. */
export interface ChangeCause {
  readonly name: string
  /** 1-based line of the source. */
  readonly line: number
  readonly image?: string
  /** The number of further images that need the name. */
  readonly others: number
}

/** A remark for the user that does not stop the transform. */
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
  /** Where the places of its pod specs come from, if not from the table of kinds. */
  readonly origin?: Origin
  /** Each name once, for all pod specs of the resource. */
  readonly changes: readonly NameChange[]
  /** The causes of the changes, if they were requested. Names copied from other lists have none. */
  readonly causes?: readonly ChangeCause[]
  /** The pull secrets that its images need, including those that were listed before. */
  readonly needs: readonly NameChange[]
  readonly warnings: readonly Warning[]
  /** Remarks that only `-v` shows, such as a ServiceAccount that is not in the input. */
  readonly notes: readonly string[]
  /** The reason why nothing changed, for `-v`: `no ACR image`, `already lists acr-secret`, ... */
  readonly reason?: string
}

/** A Secret that `--with-secret` inserted before the first workload that needs it. */
export interface AddedSecret {
  readonly name: string
  /** Absent if the manifests give none. */
  readonly namespace?: string
  /** The hosts that it has credentials for. */
  readonly registries: readonly string[]
  /** The source of that workload. */
  readonly source: string
  /** 1-based. */
  readonly document: number
}

/** The result for one source. */
export interface TransformedSource extends SourceName {
  readonly before: Uint8Array
  /** Offsets are bytes of `before`; empty if nothing changes. */
  readonly edits: readonly Edit[]
}

/** The whole result. If `problems` is not empty, nothing may be written. */
export interface Transformation {
  readonly verb: 'inject' | 'uninject'
  readonly sources: readonly TransformedSource[]
  readonly outcomes: readonly Outcome[]
  readonly problems: readonly LocatedDiagnostic[]
  /** Documents that the filter skipped. They are passed through without being read. */
  readonly unread: number
  readonly addedSecrets?: readonly AddedSecret[]
  /** Inputs that could not be read, and files without a relevant document. Problems may name them. */
  readonly otherInputs?: readonly SourceName[]
}

/** All inputs that a report may have to name. */
export function inputsOf({ sources, otherInputs = [] }: Transformation): readonly SourceName[] {
  return [...sources, ...otherInputs]
}
