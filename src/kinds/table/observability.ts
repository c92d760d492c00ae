import { podSpecs } from '../workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

/** A Datadog image. `name` holds the whole reference, unless the image is pulled from the registry in `global`. */
function datadogImage(at: string, serviceAccount: readonly string[] = []): PodPlace {
  return { at, secrets: 'pullSecrets', images: ['name'], serviceAccount, beside: ['name'] }
}

function datadogAgent(kind: string, spec: string): WorkloadKind {
  const overridden: PodPlace = {
    at: `${spec}.override{}`,
    secrets: 'image.pullSecrets',
    images: ['image.name', 'volumes[].image.reference'],
    serviceAccount: ['serviceAccountName'],
  }
  const sidecar = datadogImage(`${spec}.features.admissionController.agentSidecarInjection.image`)
  const fips = datadogImage(`${spec}.global.fips.image`)
  return { group: 'datadoghq.com', kind, places: [overridden, sidecar, fips] }
}

export const datadogKinds = (): readonly WorkloadKind[] => [
  {
    ...datadogAgent('DatadogAgent', 'spec'),
    versions: ['v2alpha1'],
  },
  {
    group: 'datadoghq.com',
    kind: 'DatadogAgent',
    versions: ['v1alpha1'],
    places: ['spec.agent.image', 'spec.clusterAgent.image', 'spec.clusterChecksRunner.image'].map(at =>
      datadogImage(at),
    ),
  },
  datadogAgent('DatadogAgentInternal', 'spec'),
  datadogAgent('DatadogAgentProfile', 'spec.config'),
  {
    group: 'datadoghq.com',
    kind: 'DatadogCSIDriver',
    places: ['spec.csiDriverImage', 'spec.registrarImage'].map(at =>
      datadogImage(at, ['/spec.override.serviceAccountName']),
    ),
  },
  ...podSpecs('datadoghq.com', ['ExtendedDaemonSet', 'ExtendedDaemonSetReplicaSet'], 'spec.template.spec'),
]

export const grafanaKinds = (): readonly WorkloadKind[] =>
  podSpecs('grafana.integreatly.org', 'Grafana', 'spec.deployment.spec.template.spec')

/** The OpenTelemetry operator has no field for pull secrets. */
export const opentelemetryKinds = (): readonly WorkloadKind[] => [
  ...['OpenTelemetryCollector', 'TargetAllocator', 'OpAMPBridge'].map(kind => ({
    group: 'opentelemetry.io',
    kind,
    places: [],
    advice:
      'the operator takes no pull secrets: list the secret in the ServiceAccount of spec.serviceAccount',
  })),
  {
    group: 'opentelemetry.io',
    kind: 'Instrumentation',
    places: [],
    advice: 'its images are put into the pods that it instruments: list the secret there',
  },
]
