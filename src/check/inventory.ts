import type { Identity, Resource } from '../manifest/resource.ts'
import type { MisplacedList } from '../manifest/sites/misplaced-lists.ts'
import type { ImageUse } from '../manifest/site.ts'
import type { MadeSecret } from '../manifest/sites/made-secret.ts'
import type { SecretField } from '../manifest/sites/secrets.ts'
import type { OwnerName } from './failure.ts'
import type { Location } from './finding.ts'
import type { Ownership } from './ownership.ts'

/**
 * All that is known before anything is judged: plain values, be they from manifests or from a cluster. A namespace that
 * is absent is the one of whoever applies the manifest.
 */
export interface Inventory {
  /** Workloads, ServiceAccounts and all else; of two ServiceAccounts of one name the later one counts. */
  readonly resources: readonly PlacedResource[]
  /** Of two of one name the later one counts. */
  readonly secrets: readonly KnownSecret[]
  readonly serviceAccounts: readonly KnownServiceAccount[]
  /** Secrets that were asked for and are not there. */
  readonly absent: readonly ResourceName[]
  /** Secrets that may not or cannot be read. */
  readonly denied: readonly DeniedSecret[]
  /** Secrets that a controller makes of another resource. */
  readonly made: readonly GeneratedSecret[]
  /** Whether a Secret or ServiceAccount that is not here does not exist. */
  readonly isComplete: boolean
  /** Whether an image for which no place of a pull secret is known is an error. */
  readonly isStrict: boolean
  /** The configuration that inject would read, too; absent where there is none. */
  readonly configuration?: ConfiguredCall
  /** Namespaces in which ServiceAccounts may not be read, so that one which is not here may exist. */
  readonly hiddenAccounts: readonly string[]
  /** Whether all ServiceAccounts are here but for the hidden ones, so that a pod of another one is refused. */
  readonly hasAllAccounts?: true
  /** What is known of the nodes of a cluster; absent where it does not matter. */
  readonly nodes?: KnownNodes
  /** The minor version of Kubernetes 1 that the kubelets are taken to be of: 35. */
  readonly kubernetesMinor?: number
}

/** What a line to type has to reckon with where there is a configuration. */
export interface ConfiguredCall {
  /** The flags that name it; none for one that is found. */
  readonly words: readonly string[]
  /** All pull secrets that inject may add by it. */
  readonly secrets: readonly string[]
}

export interface KnownNodes {
  /** `aks`: of Azure Kubernetes Service; `azure`: other machines of Azure; `other`: neither; `unknown`: they may not be looked at. */
  readonly provider: 'aks' | 'azure' | 'other' | 'unknown'
  /** Whether they may have a credential of their own for ACR: an attached registry, a credential provider. */
  readonly mayPull: boolean
}

export interface ResourceName {
  readonly namespace?: string
  readonly name: string
}

export interface DeniedSecret extends ResourceName {
  /** Why it cannot be read, where it is not for lack of a right. */
  readonly failure?: string
}

export interface PlacedResource {
  readonly resource: Resource
  /** Where the resource begins; absent for what comes from a cluster. */
  readonly place?: Location
  /** Its pods, where a cluster was looked in. */
  readonly seen?: readonly SeenPod[]
  /** Who makes it, so that a change in the cluster does not last. */
  readonly ownedBy?: Ownership
  /** Whether the cluster still knows the manifest that it was applied with. */
  readonly isApplied?: true
  /** Lists of pull secrets where Kubernetes reads none; lines as in `resource`. */
  readonly misplaced: readonly MisplacedList[]
  /** Images that a kustomization puts in the place of others once it is built. */
  readonly kustomized?: readonly ImageUse[]
  /** Paths of images that the kubelet does not fetch (`imagePullPolicy: Never`). */
  readonly neverPulled?: readonly string[]
}

/** What a pod tells of its images, by its status. */
export interface SeenPod {
  readonly namespace: string
  readonly pod: string
  readonly owner?: OwnerName
  readonly node: string
  /** The pull secrets that it was made with. */
  readonly listed: readonly string[]
  readonly phase: string
  /** Whether a container of it runs, with whatever image. */
  readonly isRunning: boolean
  readonly containers: readonly SeenContainer[]
}

export interface SeenContainer {
  readonly image: string
  readonly policy: 'Always' | 'IfNotPresent' | 'Never'
  /** Whether it runs or ran, with an image that its node had. */
  readonly hasImage: boolean
}

export interface KnownSecret {
  /** Who makes it, so that a change in the cluster does not last. */
  readonly ownedBy?: Ownership
  readonly identity: Identity
  readonly type: string
  /** Secret. What it holds by key, base64 undone. */
  readonly fields: ReadonlyMap<string, Omit<SecretField, 'line'>>
  readonly place?: Location
  /** Whether its file holds nothing else. */
  readonly isAlone?: true
  /** The Secret whose content a controller writes over this one's. */
  readonly copyOf?: ResourceName
}

/** A ServiceAccount that no manifest says: from a flag, or from a cluster. */
export interface KnownServiceAccount extends ResourceName {
  /** Where a manifest says it. */
  readonly placed?: PlacedResource
  readonly secrets: readonly string[]
  readonly enforcesMountableSecrets: boolean
  /** Whether it names an identity with which nodes pull for its pods (`kubernetes.azure.com/acr-client-id`, acr-credential-provider). */
  readonly isForNodes?: true
}

/** A Secret that a controller makes of a resource. */
export interface GeneratedSecret extends MadeSecret {
  /** Where that resource stands. */
  readonly place?: Location
}

/** The place of a line of a resource, given as the reader counts it: within the document. */
export function locationOf({ resource, place }: PlacedResource, line: number): Location | undefined {
  return place === undefined ? undefined : { ...place, line: place.line - resource.line + line }
}
