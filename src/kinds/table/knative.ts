import { podSpecs } from '../workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

/** Replaces the images of Knative's own deployments (knative/operator pkg/apis/operator/base/common.go). */
const registry: PodPlace = {
  at: 'spec.registry',
  images: ['default', 'override{}'],
  serviceAccount: [],
  beside: ['default', 'override'],
}

export const knativeKinds = (): readonly WorkloadKind[] => [
  ...podSpecs('serving.knative.dev', ['Service', 'Configuration'], 'spec.template.spec'),
  ...podSpecs('serving.knative.dev', 'Revision', 'spec'),
  ...podSpecs('sources.knative.dev', 'ContainerSource', 'spec.template.spec'),
  ...podSpecs('sinks.knative.dev', 'JobSink', 'spec.job.spec.template.spec'),
  {
    group: 'caching.internal.knative.dev',
    kind: 'Image',
    places: [{ at: 'spec', images: ['image'], serviceAccount: ['serviceAccountName'], beside: ['image'] }],
  },
  { group: 'operator.knative.dev', kind: 'KnativeServing', places: [registry] },
  { group: 'operator.knative.dev', kind: 'KnativeEventing', places: [registry] },
]

/** The other kinds of KEDA scale existing workloads and name no image. */
export const kedaKinds = (): readonly WorkloadKind[] =>
  podSpecs('keda.sh', 'ScaledJob', 'spec.jobTargetRef.template.spec')
