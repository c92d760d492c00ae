import type { DeclaredServiceAccount } from '../kubernetes/service-account.ts'
import type { KindSources } from '../manifest/crds/kind-sources.ts'
import type { OnlyName } from '../manifest/only.ts'
import type { SecretRule } from '../pull-secret/secret-rules.ts'

export interface InjectOptions {
  /** At least one. */
  readonly secrets: readonly SecretRule[]
  /** Login servers to restrict the transform to, and other hosts to add; empty: every login server. */
  readonly registries: readonly string[]
  /** Registries whose images need no pull secret, because the nodes have credentials for them. */
  readonly credentialFree?: readonly string[]
  readonly via: 'pod' | 'serviceaccount'
  readonly serviceAccounts: readonly DeclaredServiceAccount[]
  /** Whether an image without a place for its pull secret is an error instead of a warning. */
  readonly strict: boolean
  /** The resources that may change; empty or absent: each. */
  readonly only?: readonly OnlyName[]
  readonly kinds?: KindSources
  /** The namespace of resources that name none, if it is known. */
  readonly namespace?: string
  /** Whether outcomes include the causes of their changes. */
  readonly findsCauses?: boolean
}

export interface UninjectOptions {
  /** The names to remove; at least one. */
  readonly secrets: readonly string[]
  readonly serviceAccounts: readonly DeclaredServiceAccount[]
  /** The resources that may change; empty or absent: each. */
  readonly only?: readonly OnlyName[]
  readonly kinds?: KindSources
  /** The namespace of resources that name none, if it is known. */
  readonly namespace?: string
  /** Whether outcomes include the causes of their changes. */
  readonly findsCauses?: boolean
}
