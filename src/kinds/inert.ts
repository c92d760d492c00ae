/**
 * API groups whose kinds start no pods on the cluster: data, rules, schemas, records, and resources outside the
 * cluster.
 */
const INERT_GROUPS: ReadonlySet<string> = new Set([
  // Kubernetes itself
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'autoscaling',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'gateway.networking.k8s.io',
  'metrics.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  // Files for tools, not for the API server
  'kind.x-k8s.io',
  'kubeadm.k8s.io',
  'kubelet.config.k8s.io',
  'kustomize.config.k8s.io',
  'skaffold',
  // Policies on images, and reports about them
  'aquasecurity.github.io',
  'config.gatekeeper.sh',
  'config.ratify.deislabs.io',
  'constraints.gatekeeper.sh',
  'expansion.gatekeeper.sh',
  'externaldata.gatekeeper.sh',
  'kyverno.io',
  'mutations.gatekeeper.sh',
  'policies.kyverno.io',
  'policy.sigstore.dev',
  'reports.kyverno.io',
  'status.gatekeeper.sh',
  'templates.gatekeeper.sh',
  'wgpolicyk8s.io',
  // Charts, repositories and sources: the manifests in them name the images
  'image.toolkit.fluxcd.io',
  'kustomize.toolkit.fluxcd.io',
  'notification.toolkit.fluxcd.io',
  'source.extensions.fluxcd.io',
  'source.toolkit.fluxcd.io',
  // Credentials and the operators that create them
  'acrpull.microsoft.com',
  'bitnami.com',
  'external-secrets.io',
  'generators.external-secrets.io',
  'msi-acrpull.microsoft.com',
  'secrets-store.csi.x-k8s.io',
  // Azure resources: Azure runs them, with credentials of its own
  'app.azure.com',
  'containerinstance.azure.com',
  'containerregistry.azure.com',
  'web.azure.com',
  // Catalogs and other descriptions
  'apiextensions.crossplane.io',
  'backstage.io',
  'config.openshift.io',
  'image.openshift.io',
  'meta.pkg.crossplane.io',
  'operator.openshift.io',
])

/** `group/Kind`, in groups where other kinds do run images. */
const INERT_KINDS: ReadonlySet<string> = new Set([
  '/ComponentStatus',
  '/Config',
  '/ConfigMap',
  '/Endpoints',
  '/Event',
  '/LimitRange',
  '/Namespace',
  '/Node',
  '/PersistentVolume',
  '/PersistentVolumeClaim',
  '/ResourceQuota',
  '/Secret',
  '/Service',
  'apps/ControllerRevision',
  'apps.kruise.io/NodeImage',
  'apps.kruise.io/ResourceDistribution',
  'argoproj.io/AppProject',
  'argoproj.io/WorkflowArtifactGCTask',
  'argoproj.io/WorkflowEventBinding',
  'argoproj.io/WorkflowTaskResult',
  'argoproj.io/WorkflowTaskSet',
  'fluxcd.controlplane.io/FluxReport',
  'fluxcd.controlplane.io/ResourceSetInputProvider',
  'pkg.crossplane.io/ImageConfig',
  'pkg.crossplane.io/Lock',
])

/**
 * Whether a kind never runs the images that it names. Kinds that run images are in the table, which findWorkloadKind
 * searches.
 */
export function isInert(group: string, kind: string): boolean {
  return INERT_GROUPS.has(group) || INERT_KINDS.has(`${group}/${kind}`)
}
