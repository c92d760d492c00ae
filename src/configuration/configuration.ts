import type { WorkloadKind } from '../kinds/workload-kind.ts'
import type { DeclaredServiceAccount } from '../kubernetes/service-account.ts'
import type { ConfigurationFault } from './fault.ts'
import type { LoadRestrictor } from './schema.ts'

/** A value of a configuration, with its line. */
export interface Stated<T> {
  readonly value: T
  /** 1-based. */
  readonly line: number
}

/**
 * The settings of a configuration. Each has the meaning of the flag with the same name. A missing key sets nothing.
 */
export interface Configuration {
  /** The name for messages: `../.kubectl-acr.yaml`. */
  readonly name: string
  /** The absolute path of the directory that relative paths and globs start from. */
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
  /** The host, as in images. */
  readonly server: Stated<string>
  readonly secrets: readonly Stated<string>[]
  readonly regions: readonly Stated<string>[]
  readonly credentialFree?: Stated<boolean>
}

/** A configuration, or all its faults in order. */
export type ConfigurationReading =
  | { readonly kind: 'read'; readonly configuration: Configuration }
  | { readonly kind: 'faulty'; readonly faults: readonly ConfigurationFault[] }
