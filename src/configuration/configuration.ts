import type { WorkloadKind } from '../kinds/workload-kind.ts'
import type { DeclaredServiceAccount } from '../kubernetes/service-account.ts'
import type { ConfigurationFault } from './fault.ts'
import type { LoadRestrictor } from './schema.ts'

/** A value of a configuration, and the line that says it. */
export interface Stated<T> {
  readonly value: T
  /** 1-based. */
  readonly line: number
}

/** What a configuration says, as the flags of the same names would: a key that is not there says nothing. */
export interface Configuration {
  /** As the user knows it: `../.kubectl-acr.yaml`. */
  readonly name: string
  /** The absolute path of the directory that its paths and globs are about. */
  readonly directory: string
  readonly secrets: readonly Stated<string>[]
  readonly registries: readonly StatedRegistry[]
  readonly onlyListedRegistries?: Stated<boolean>
  readonly serviceAccounts: readonly Stated<DeclaredServiceAccount>[]
  readonly kinds: readonly Stated<WorkloadKind>[]
  readonly crds: readonly Stated<string>[]
  readonly exclude: readonly Stated<string>[]
  readonly gitignore?: Stated<boolean>
  readonly shape?: Stated<boolean>
  readonly enableHelm?: Stated<boolean>
  readonly loadRestrictor?: Stated<LoadRestrictor>
  readonly via?: Stated<'pod' | 'serviceaccount'>
  readonly strictInject?: Stated<boolean>
  readonly strictCheck?: Stated<boolean>
  readonly failOn?: Stated<'warning' | 'error'>
}

export interface StatedRegistry {
  /** Host as images name it. */
  readonly server: Stated<string>
  readonly secrets: readonly Stated<string>[]
  readonly regions: readonly Stated<string>[]
  readonly credentialFree?: Stated<boolean>
}

/** What a configuration says, or all that is wrong with it, from the top. */
export type ConfigurationReading =
  | { readonly kind: 'read'; readonly configuration: Configuration }
  | { readonly kind: 'faulty'; readonly faults: readonly ConfigurationFault[] }
