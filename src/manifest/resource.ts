import type { Diagnostic } from './diagnostic.ts'
import type { Origin } from '../kinds/workload-kind.ts'
import { BUILT_IN_GROUPS } from '../kubernetes/groups.ts'
import type { ImageUse, Site } from './site.ts'

/** What tells a resource from all others, as far as the manifest says it. */
export interface Identity {
  /** API group, `''` for core. */
  readonly group: string
  readonly version: string
  /** `''` where the document names none. */
  readonly kind: string
  readonly namespace?: string
  /** `metadata.name`, or `metadata.generateName` with a star: `backup-*`; `''` without either. */
  readonly name: string
  /** Of a manifest within another one: where it stands, and in which: `spec.manifest of object.kubernetes.crossplane.io/a`. */
  readonly within?: string
}

/** `workload`: a kind of the table; `inert`: a kind that never runs what it names; `unknown`: any other. */
export type Role = 'workload' | 'service-account' | 'inert' | 'unknown'

/** What looks like an image, and has no place for pull secrets. */
export interface Stray extends ImageUse {
  /** The parameter that it is the value of, and the key of what takes that: `taskRef`. */
  readonly given?: { readonly parameter: string; readonly to: string }
}

export interface Resource {
  readonly identity: Identity
  /** 1-based line within the document's text. */
  readonly line: number
  readonly role: Role
  /** Pod specs; for a ServiceAccount the one list at its top. */
  readonly sites: readonly Site[]
  /** Values at image keys for which the kind has no pull secrets: of unknown kinds, and of known ones outside their sites. */
  readonly strays: readonly Stray[]
  /** What a user should do about strays, where the table knows. */
  readonly advice?: string
  /** Whether values in it name a pull secret, so that what they name of images is no stray. */
  readonly namesSecretInValues?: boolean
  /** Who says where its pod specs are; absent: the table. */
  readonly origin?: Origin
  /** A ServiceAccount with `kubernetes.io/enforce-mountable-secrets: "true"`. */
  readonly enforcesMountableSecrets?: boolean
}

/** What a reader makes of one document. */
export interface Reading {
  readonly resources: readonly Resource[]
  readonly problems: readonly Diagnostic[]
  /** Whether places in it are shared by anchors and aliases. */
  readonly hasAliases: boolean
}

/** `deployment/web (shop)`, `rollout.argoproj.io/web`. */
export function nameResource({ group, kind, namespace, name, within }: Identity): string {
  const type = kind === '' ? '<no kind>' : kind.toLowerCase()
  const typeAndName = `${BUILT_IN_GROUPS.has(group) ? type : `${type}.${group}`}/${name || '<no name>'}`
  const named = namespace === undefined ? typeAndName : `${typeAndName} (${namespace})`
  return within === undefined ? named : `${named} at ${within}`
}
