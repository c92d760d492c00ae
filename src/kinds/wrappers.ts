/**
 * A kind that contains whole manifests, and the paths to them. `sharesNamespace`: manifests without a namespace are
 * created in the wrapper's namespace. For the other kinds the controller decides, mostly on another cluster.
 */
export interface Wrapper {
  readonly paths: readonly string[]
  readonly sharesNamespace: boolean
}

const elsewhere = (...paths: readonly string[]): Wrapper => ({ paths, sharesNamespace: false })
const sameNamespace = (...paths: readonly string[]): Wrapper => ({ paths, sharesNamespace: true })

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  // codeflare-operator appwrapper_types.go, and multi-cluster-app-dispatcher before it
  'workload.codeflare.dev/AppWrapper': sameNamespace(
    'spec.components[].template',
    'spec.resources.GenericItems[].generictemplate',
  ),
  'mcad.ibm.com/AppWrapper': sameNamespace(
    'spec.resources.Items[].template',
    'spec.resources.GenericItems[].generictemplate',
  ),
  // Component types k8s-objects and raw of KubeVela, vela-templates/definitions/internal/component
  'core.oam.dev/Application': sameNamespace(
    'spec.components[].properties.objects[]',
    'spec.components[].properties',
  ),
  'work.open-cluster-management.io/ManifestWork': elsewhere('spec.workload.manifests[]'),
  'work.open-cluster-management.io/ManifestWorkReplicaSet': elsewhere(
    'spec.manifestWorkTemplate.workload.manifests[]',
  ),
  'apps.open-cluster-management.io/Deployable': elsewhere('spec.template'),
  'policy.open-cluster-management.io/Policy': elsewhere('spec.policy-templates[].objectDefinition'),
  'policy.open-cluster-management.io/ConfigurationPolicy': elsewhere(
    'spec.object-templates[].objectDefinition',
  ),
  'work.karmada.io/Work': elsewhere('spec.workload.manifests[]'),
  'kubernetes.crossplane.io/Object': elsewhere('spec.forProvider.manifest'),
  'kubernetes.m.crossplane.io/Object': elsewhere('spec.forProvider.manifest'),
  'kro.run/ResourceGraphDefinition': elsewhere('spec.resources[].template'),
  'fluxcd.controlplane.io/ResourceSet': sameNamespace('spec.resources[]', 'spec.steps[].resources[]'),
  'hive.openshift.io/SyncSet': elsewhere('spec.resources[]'),
  'hive.openshift.io/SelectorSyncSet': elsewhere('spec.resources[]'),
  'triggers.tekton.dev/TriggerTemplate': sameNamespace('spec.resourcetemplates[]'),
}

/** Where a kind contains whole manifests, if it does. */
export function wrapperOf(group: string, kind: string): Wrapper | undefined {
  return WRAPPERS[`${group}/${kind}`]
}
