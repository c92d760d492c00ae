import type { SecretRule } from '../../pull-secret/secret-rules.ts'
import type { Identity, Resource } from '../../manifest/resource.ts'
import type { MisplacedList } from '../../manifest/sites/misplaced-lists.ts'
import type { ImageUse } from '../../manifest/site.ts'
import type { GeneratedSecret } from '../../manifest/sites/generated-secret.ts'
import type { SecretField } from '../../manifest/sites/secret-fields.ts'
import type { Pod } from '../../kubernetes/pod.ts'
import type { PullPolicy } from '../../kubernetes/pull-policy.ts'
import type { Location } from '../finding.ts'
import type { Ownership } from './ownership.ts'

/**
 * All facts for a check, as plain values, from manifests and clusters. An absent namespace means the one in which the
 * user applies the manifest.
 */
export interface Inventory {
  /**
   * Workloads, ServiceAccounts and all other resources. Of two ServiceAccounts with the same name, the later one wins.
   */
  readonly resources: readonly PlacedResource[]
  /** Of two with the same name, the later one wins. */
  readonly secrets: readonly KnownSecret[]
  readonly serviceAccounts: readonly KnownServiceAccount[]
  /** Secrets that were looked up and do not exist. */
  readonly absent: readonly ResourceName[]
  /** Secrets that are denied or cannot be read. */
  readonly denied: readonly DeniedSecret[]
  /** Secrets that controllers generate from other resources. */
  readonly generated: readonly PlacedGeneratedSecret[]
  /** Whether Secrets and ServiceAccounts that are not in the inventory do not exist. */
  readonly isComplete: boolean
  /** Whether an image without a known place for a pull secret is an error. */
  readonly isStrict: boolean
  /** The configuration that inject would use too; absent if there is none. */
  readonly configuration?: ConfiguredCall
  /** Namespaces in which reading ServiceAccounts is denied, so that further ones may exist. */
  readonly hiddenAccounts: readonly string[]
  /** Whether all ServiceAccounts are known except hidden ones, so that a pod with any other is rejected. */
  readonly hasAllAccounts?: true
  /** The nodes of a cluster; absent if they do not matter. */
  readonly nodes?: KnownNodes
  /** The assumed minor version of the kubelets, for Kubernetes 1: 35. */
  readonly kubernetesMinor?: number
}

/** The parts of a configuration that commands in findings must respect. */
export interface ConfiguredCall {
  /** The flags that name the configuration; empty if inject finds it itself. */
  readonly words: readonly string[]
  /** All pull secrets that inject may add because of it. */
  readonly secrets: readonly string[]
  /** The pull secrets that its file names. */
  readonly rules: readonly SecretRule[]
}

export interface KnownNodes {
  /**
   * `aks`: Azure Kubernetes Service; `azure`: other Azure machines; `other`: neither; `unknown`: the nodes cannot be
   * read.
   */
  readonly provider: 'aks' | 'azure' | 'other' | 'unknown'
  /** Whether the nodes may have a credential of their own for ACR: an attached registry, or a credential provider. */
  readonly mayPull: boolean
}

export interface ResourceName {
  readonly namespace?: string
  readonly name: string
}

export interface DeniedSecret extends ResourceName {
  /** The reason, if it is not a missing permission. */
  readonly failure?: string
}

export interface PlacedResource {
  readonly resource: Resource
  /** The place of the resource; absent for objects of a cluster. */
  readonly place?: Location
  /** Its pods, if a cluster was inspected. */
  readonly seen?: readonly SeenPod[]
  /** Who makes it, so that a change in the cluster does not last. */
  readonly ownedBy?: Ownership
  /** Whether the object still has the annotation with the last applied manifest. */
  readonly isApplied?: true
  /** Lists of pull secrets in places where Kubernetes does not read them. Lines are as in `resource`. */
  readonly misplaced: readonly MisplacedList[]
  /** Images that a kustomization sets when it is built. */
  readonly kustomized?: readonly ImageUse[]
  /** Paths of images with `imagePullPolicy: Never`. */
  readonly neverPulled?: readonly string[]
}

/** The state of a pod's images, from its status. */
export interface SeenPod extends Pod {
  readonly phase: string
  /** Whether any of its containers runs. */
  readonly isRunning: boolean
  readonly containers: readonly SeenContainer[]
}

export interface SeenContainer {
  readonly image: string
  readonly policy: PullPolicy
  /** Whether the container runs or ran, so that its node had the image. */
  readonly hasImage: boolean
}

export interface KnownSecret {
  /** Who makes it, so that a change in the cluster does not last. */
  readonly ownedBy?: Ownership
  readonly identity: Identity
  readonly type: string
  /** Secret. The values by key, with base64 decoded. */
  readonly fields: ReadonlyMap<string, Omit<SecretField, 'line'>>
  readonly place?: Location
  /** Whether its file contains nothing else. */
  readonly isAlone?: true
  /** The Secret whose content a controller copies over this one. */
  readonly copyOf?: ResourceName
}

/** A ServiceAccount from a flag, a manifest or a cluster. */
export interface KnownServiceAccount extends ResourceName {
  /** The resource, if it is in a manifest. */
  readonly placed?: PlacedResource
  readonly secrets: readonly string[]
  readonly enforcesMountableSecrets: boolean
  /**
   * Whether it names an identity with which nodes pull for its pods (`kubernetes.azure.com/acr-client-id`,
   * acr-credential-provider).
   */
  readonly isForNodes?: true
}

/** A Secret that a controller generates from a resource. */
export interface PlacedGeneratedSecret extends GeneratedSecret {
  /** The place of that resource. */
  readonly place?: Location
}

/** The place of a line of a resource. `line` counts within the document. */
export function locationOf({ resource, place }: PlacedResource, line: number): Location | undefined {
  return place === undefined ? undefined : { ...place, line: place.line - resource.line + line }
}
