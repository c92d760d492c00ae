import type { WorkloadKind } from '../workload-kind.ts'

const ADVICE = "give the chart's value for pull secrets, often imagePullSecrets"

function chart(
  group: string,
  kinds: readonly string[],
  values: readonly string[],
  advice = ADVICE,
): readonly WorkloadKind[] {
  return kinds.map(kind => ({ group, kind, places: [], values, advice }))
}

/** The fields with which an Argo CD source renders manifests (argo-cd pkg/apis/application/v1alpha1/types.go). */
function argoSources(spec: string): readonly string[] {
  return ['source', 'sources[]', 'sourceHydrator.drySource'].flatMap(source =>
    ['helm', 'kustomize', 'directory', 'plugin'].map(tool => `${spec}.${source}.${tool}`),
  )
}

const ARGO_ADVICE = `${ADVICE}, or patch them in by spec.source.kustomize.patches`

/** Kinds that render a chart or kustomization from values. Each chart has its own value for pull secrets. */
export const chartsKinds = (): readonly WorkloadKind[] => [
  ...chart(
    'helm.toolkit.fluxcd.io',
    ['HelmRelease'],
    ['spec.values', 'spec.postRenderers[]'],
    `${ADVICE}, or patch them in by spec.postRenderers`,
  ),
  ...chart('argoproj.io', ['Application'], argoSources('spec'), ARGO_ADVICE),
  ...chart(
    'argoproj.io',
    ['ApplicationSet'],
    [...argoSources('spec.template.spec'), 'spec.templatePatch', 'spec.generators[]'],
    ARGO_ADVICE.replace('spec.', 'spec.template.spec.'),
  ),
  ...chart('helm.cattle.io', ['HelmChart', 'HelmChartConfig'], ['spec.valuesContent', 'spec.set']),
  ...['helm.crossplane.io', 'helm.m.crossplane.io'].flatMap(group =>
    chart(group, ['Release'], ['spec.forProvider.values', 'spec.forProvider.set[]']),
  ),
  ...chart('addons.cluster.x-k8s.io', ['HelmChartProxy'], ['spec.valuesTemplate']),
  ...chart('addons.cluster.x-k8s.io', ['HelmReleaseProxy'], ['spec.values']),
  ...chart(
    'fleet.cattle.io',
    ['Bundle', 'HelmOp'],
    ['spec.helm', 'spec.targets[].helm', 'spec.kustomize', 'spec.targets[].kustomize'],
  ),
]
