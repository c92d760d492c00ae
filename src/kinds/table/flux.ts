import type { WorkloadKind } from '../workload-kind.ts'

/** What Flux renders from values, where each chart has its own way to take pull secrets. */
export const FLUX: readonly WorkloadKind[] = [
  {
    group: 'helm.toolkit.fluxcd.io',
    kind: 'HelmRelease',
    places: [],
    advice:
      "give the chart's value for pull secrets (often imagePullSecrets), or patch them in by spec.postRenderers",
  },
]
