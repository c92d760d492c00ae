import type { LoadRestrictor } from './schema.ts'

/** The content of a configuration file, by its schema. */
export interface ConfigurationFile {
  readonly secret?: Names
  readonly registries?: readonly RegistryEntry[]
  readonly onlyListedRegistries?: boolean
  readonly serviceAccounts?: readonly ServiceAccountEntry[]
  readonly kinds?: readonly string[]
  readonly crds?: readonly string[]
  readonly exclude?: readonly string[]
  readonly gitignore?: boolean
  readonly shape?: boolean
  readonly kustomize?: { readonly enableHelm?: boolean; readonly loadRestrictor?: LoadRestrictor }
  readonly inject?: { readonly via?: 'pod' | 'serviceaccount'; readonly strict?: boolean }
  readonly check?: { readonly strict?: boolean; readonly failOn?: 'warning' | 'error' }
}

/** One name, or several. */
export type Names = string | readonly string[]

export interface RegistryEntry {
  readonly server: string
  readonly secret?: Names
  readonly regions?: readonly string[]
  readonly credentialFree?: boolean
}

export interface ServiceAccountEntry {
  readonly namespace?: string
  readonly name: string
  readonly secrets: readonly string[]
}
