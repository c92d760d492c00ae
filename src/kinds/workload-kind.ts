/** One row of the table of kinds: where a kind keeps its pod specs, their images and their pull secrets. */
export interface WorkloadKind {
  readonly group: string
  readonly kind: string
  /** The versions that the row is for, where they differ. Absent: all. */
  readonly versions?: readonly string[]
  /** Empty if the kind names images but has no field for pull secrets. */
  readonly places: readonly PodPlace[]
  /**
   * Paths from the resource to values for templates that are rendered elsewhere, such as Helm values: mappings, lists
   * or strings.
   */
  readonly values?: readonly string[]
  /** Whether the kind passes parameters to a template in another resource, for example by a `taskRef`. */
  readonly givesParameters?: boolean
  /** The advice to the user about an image of this kind that no place covers. */
  readonly advice?: string
  /** Where the row comes from. Absent: the table. */
  readonly origin?: Origin
  /** Paths below which the CRD allows any value. */
  readonly open?: readonly string[]
}

/** Where a row comes from. `source` names the input with the CRD; `text` is what the user wrote. */
export type Origin =
  | { readonly by: 'crd'; readonly source: string }
  | { readonly by: 'flag' | 'configuration'; readonly text: string }
  | { readonly by: 'shape' }

/**
 * A place for pull secrets. Paths are keys joined by dots. `key[]` means each item of a list, `key[][]` each item of
 * the lists in a list, `key{}` each value of a map: `spec.tasks[].template.spec`,
 * `spec.tfReplicaSpecs{}.template.spec`.
 */
export interface PodPlace {
  /**
   * The path of the mapping where the other paths start, mostly a pod spec; `''` is the resource itself. The place
   * does not apply where the mapping is missing.
   */
  readonly at: string
  /** The place applies only to mappings with one of these values at this key. */
  readonly where?: { readonly key: string; readonly values: readonly string[] }
  /** Path from `at` to the pull secrets. Missing keys are created. Default `imagePullSecrets`. */
  readonly secrets?: string
  /** What the field holds: a list of `{name: x}` (default), a list of names, or one name. */
  readonly entry?: 'object' | 'string' | 'single'
  /**
   * Paths to the image references, from `at`, or with a leading `/` from the resource. `**` means every value at `at`
   * and below that looks like an image and belongs to no inner place. Default: the images of a pod spec.
   */
  readonly images?: readonly string[]
  /** Paths from `at` to strings that contain further images, such as patches. */
  readonly texts?: readonly string[]
  /**
   * Paths to the ServiceAccount's name, from `at`, or with a leading `/` from the resource. `[]` where the
   * ServiceAccount's list is not used.
   */
  readonly serviceAccount?: readonly string[]
  /**
   * Keys of the mapping at `at` above which a new list is written, best first. Default `containers`, else the first
   * key.
   */
  readonly beside?: readonly string[]
  /** Whether the outer place's list is used while this list is absent. */
  readonly inherits?: boolean
  /**
   * Whether to write only to an existing list: such a list replaces a more general one, and an absent one means
   * nothing.
   */
  readonly onlyIfListed?: boolean
}

/**
 * Annotations of pods that name the image of a sidecar. A webhook adds the sidecar, and the kubelet pulls its image
 * with the pod's pull secrets: Dapr, Istio, Linkerd, Vault's agent.
 */
export const SIDECAR_ANNOTATIONS: readonly string[] = [
  'dapr.io/sidecar-image',
  'sidecar.istio.io/proxyImage',
  'config.linkerd.io/proxy-image',
  'config.linkerd.io/init-image',
  'config.linkerd.io/debug-image',
  'vault.hashicorp.com/agent-image',
]

/** The images of a pod spec (Kubernetes core/v1 `types.go`). */
export const POD_IMAGES: readonly string[] = [
  'containers[].image',
  'initContainers[].image',
  'ephemeralContainers[].image',
  'volumes[].image.reference',
]

/** Rows for kinds whose places are standard pod specs, one at each path. */
export function podSpecs(
  group: string,
  kinds: string | readonly string[],
  ...paths: readonly string[]
): readonly WorkloadKind[] {
  return [kinds].flat().map(kind => ({ group, kind, places: paths.map(at => ({ at })) }))
}
