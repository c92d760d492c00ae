import type { Diagnostic } from './diagnostic.ts'
import type { Origin } from '../kinds/workload-kind.ts'
import { BUILT_IN_GROUPS } from '../kubernetes/groups.ts'
import type { ImageUse, Site } from './site.ts'

/** The identity of a resource, as far as its manifest gives it. */
export interface Identity {
  /** API group, `''` for core. */
  readonly group: string
  readonly version: string
  /** `''` if the document has no kind. */
  readonly kind: string
  readonly namespace?: string
  /** `metadata.name`; with `metadata.generateName` the prefix and a star, `backup-*`; `''` without either. */
  readonly name: string
  /**
   * For a manifest inside another one: its path and the outer resource, `spec.manifest of
   * object.kubernetes.crossplane.io/a`.
   */
  readonly within?: string
}

/** `workload`: a kind of the table; `inert`: a kind that never runs the images it names; `unknown`: any other kind. */
export type Role = 'workload' | 'service-account' | 'inert' | 'unknown'

/** A value that looks like an image and has no place for pull secrets. */
export interface UnplacedImage extends ImageUse {
  /** The parameter that has this value, and the key of the reference that takes it, such as `taskRef`. */
  readonly given?: { readonly parameter: string; readonly to: string }
}

export interface Resource {
  readonly identity: Identity
  /** 1-based line within the document's text. */
  readonly line: number
  readonly role: Role
  /** The pod specs; for a ServiceAccount, its one list. */
  readonly sites: readonly Site[]
  /** Images without a place: of unknown kinds, and of known kinds outside their sites. */
  readonly unplacedImages: readonly UnplacedImage[]
  /** Advice about unplaced images, from the table. */
  readonly advice?: string
  /** Whether its values name a pull secret. Then images in the values are not reported as unplaced. */
  readonly namesSecretInValues?: boolean
  /** Where the places of its pod specs come from; absent: the table. */
  readonly origin?: Origin
  /** A ServiceAccount with `kubernetes.io/enforce-mountable-secrets: "true"`. */
  readonly enforcesMountableSecrets?: boolean
}

/** All images that a resource names, with a place for a pull secret or without. */
export function referencesOf({ sites, unplacedImages }: Resource): readonly string[] {
  return [...sites.flatMap(({ images }) => images), ...unplacedImages].map(({ reference }) => reference)
}

/** The result of reading one document. */
export interface Reading {
  readonly resources: readonly Resource[]
  readonly problems: readonly Diagnostic[]
  /** Whether the document has aliases, so that two places can share a node. */
  readonly hasAliases: boolean
}

/** The name of a resource in reports: `deployment/web (shop)`, `rollout.argoproj.io/web`. */
export function nameResource({ group, kind, namespace, name, within }: Identity): string {
  const type = kind === '' ? '<no kind>' : kind.toLowerCase()
  const typeAndName = `${BUILT_IN_GROUPS.has(group) ? type : `${type}.${group}`}/${name || '<no name>'}`
  const named = namespace === undefined ? typeAndName : `${typeAndName} (${namespace})`
  return within === undefined ? named : `${named} at ${within}`
}
