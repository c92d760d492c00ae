/** One row of the table of kinds: where a kind keeps its pod specs, their images and their pull secrets. */
export interface WorkloadKind {
  readonly group: string
  readonly kind: string
  /** Where versions of a group differ: the versions that the row is for. Absent: all. */
  readonly versions?: readonly string[]
  /** Empty where the kind names images and has no place for a pull secret. */
  readonly places: readonly PodPlace[]
  /** Where values stand that manifests are made from elsewhere: mappings, lists or texts, from the resource. */
  readonly values?: readonly string[]
  /** Whether it gives parameters to what stands elsewhere, by a `taskRef` or the like. */
  readonly givesParameters?: boolean
  /** What a user should do about an image of this kind that no place covers. */
  readonly advice?: string
  /** Who says so; absent: the table. */
  readonly origin?: Origin
  /** Paths below which a CRD lets anything stand, so that it does not say what is there. */
  readonly open?: readonly string[]
}

/** Who knows a kind. `source` is the one that the CRD stands in, `text` what the user wrote. */
export type Origin =
  | { readonly by: 'crd'; readonly source: string }
  | { readonly by: 'flag' | 'configuration'; readonly text: string }
  | { readonly by: 'shape' }

/**
 * Paths are keys joined by dots; `key[]` goes through the items of a sequence (`key[][]` of one
 * of sequences), `key{}` through the values of a mapping:
 * `spec.tasks[].template.spec`, `spec.tfReplicaSpecs{}.template.spec`.
 */
export interface PodPlace {
  /** The mapping that the other paths start from, a pod spec for most; `''` is the resource itself. Nothing happens where it is missing. */
  readonly at: string
  /** Only a mapping at `at` counts whose text at a key is one of these. */
  readonly where?: { readonly key: string; readonly values: readonly string[] }
  /** From `at` to the pull secrets; what is missing on the way is created. Default `imagePullSecrets`. */
  readonly secrets?: string
  /** What the field holds: a list of `{name: x}` (default), a list of names, or one name. */
  readonly entry?: 'object' | 'string' | 'single'
  /**
   * From `at`, or with a leading `/` from the resource, to the image references; `**`: whatever looks like one at `at` and
   * below, and belongs to no place further down. Default: the four places of a pod spec.
   */
  readonly images?: readonly string[]
  /** From `at` to texts that name further images, such as patches. */
  readonly texts?: readonly string[]
  /** From `at`, or with a leading `/` from the resource, to the ServiceAccount's name; `[]` where its list plays no part. */
  readonly serviceAccount?: readonly string[]
  /** Keys of the mapping at `at` that a new list is written above, best first. Default `containers`, else its first key. */
  readonly beside?: readonly string[]
  /** Where its list is absent, that of the place around it is in force. */
  readonly inherits?: boolean
  /** Written to only where a list already stands: it replaces a more general one, and is none of its own otherwise. */
  readonly onlyIfListed?: boolean
}

/**
 * Annotations of pods that name the image of a container which a webhook adds, and which is pulled with the list of the
 * pod: Dapr, Istio, Linkerd, Vault's agent.
 */
export const SIDECAR_ANNOTATIONS: readonly string[] = [
  'dapr.io/sidecar-image',
  'sidecar.istio.io/proxyImage',
  'config.linkerd.io/proxy-image',
  'config.linkerd.io/init-image',
  'config.linkerd.io/debug-image',
  'vault.hashicorp.com/agent-image',
]

/** The images of a pod spec, Kubernetes core/v1 types.go. */
export const POD_IMAGES: readonly string[] = [
  'containers[].image',
  'initContainers[].image',
  'ephemeralContainers[].image',
  'volumes[].image.reference',
]

/** A kind whose pod specs are whole ones, each with the list beside its containers. */
export function podSpecs(
  group: string,
  kinds: string | readonly string[],
  ...paths: readonly string[]
): readonly WorkloadKind[] {
  return [kinds].flat().map(kind => ({ group, kind, places: paths.map(at => ({ at })) }))
}
