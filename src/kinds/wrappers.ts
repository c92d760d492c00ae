/**
 * Kinds that hold whole manifests, and where. `isNear`: what names no namespace goes to the wrapper's own; of the others
 * who applies them decides, on another cluster for most.
 */
export interface Wrapper {
  readonly paths: readonly string[]
  readonly isNear: boolean
}

const far = (...paths: readonly string[]): Wrapper => ({ paths, isNear: false })
const near = (...paths: readonly string[]): Wrapper => ({ paths, isNear: true })

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  // codeflare-operator appwrapper_types.go, and multi-cluster-app-dispatcher before it
  'workload.codeflare.dev/AppWrapper': near(
    'spec.components[].template',
    'spec.resources.GenericItems[].generictemplate',
  ),
  'mcad.ibm.com/AppWrapper': near(
    'spec.resources.Items[].template',
    'spec.resources.GenericItems[].generictemplate',
  ),
  // Component types k8s-objects and raw of KubeVela, vela-templates/definitions/internal/component
  'core.oam.dev/Application': near('spec.components[].properties.objects[]', 'spec.components[].properties'),
  'work.open-cluster-management.io/ManifestWork': far('spec.workload.manifests[]'),
  'work.open-cluster-management.io/ManifestWorkReplicaSet': far(
    'spec.manifestWorkTemplate.workload.manifests[]',
  ),
  'apps.open-cluster-management.io/Deployable': far('spec.template'),
  'policy.open-cluster-management.io/Policy': far('spec.policy-templates[].objectDefinition'),
  'policy.open-cluster-management.io/ConfigurationPolicy': far('spec.object-templates[].objectDefinition'),
  'work.karmada.io/Work': far('spec.workload.manifests[]'),
  'kubernetes.crossplane.io/Object': far('spec.forProvider.manifest'),
  'kubernetes.m.crossplane.io/Object': far('spec.forProvider.manifest'),
  'kro.run/ResourceGraphDefinition': far('spec.resources[].template'),
  'fluxcd.controlplane.io/ResourceSet': near('spec.resources[]', 'spec.steps[].resources[]'),
  'hive.openshift.io/SyncSet': far('spec.resources[]'),
  'hive.openshift.io/SelectorSyncSet': far('spec.resources[]'),
  'triggers.tekton.dev/TriggerTemplate': near('spec.resourcetemplates[]'),
}

/** Where a kind holds whole manifests, if it does. */
export function wrapperOf(group: string, kind: string): Wrapper | undefined {
  return WRAPPERS[`${group}/${kind}`]
}
