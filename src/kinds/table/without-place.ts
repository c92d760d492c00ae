import type { WorkloadKind } from '../workload-kind.ts'

function withoutPlace(group: string, kinds: readonly string[], advice: string): readonly WorkloadKind[] {
  return kinds.map(kind => ({ group, kind, places: [], advice }))
}

/** Kinds that name images and have no field for pull secrets. */
export const withoutPlaceKinds = (): readonly WorkloadKind[] => [
  ...withoutPlace(
    'eno.azure.io',
    ['Synthesizer'],
    'its pods are made by eno-controller: list the secret in the ServiceAccount that they run as',
  ),
  ...withoutPlace(
    'acid.zalan.do',
    ['postgresql'],
    'the operator takes pull secrets from the ServiceAccount of its pods (pod_service_account_name): list the secret there',
  ),
  ...withoutPlace(
    'workload.serving.volcano.sh',
    ['ModelBooster'],
    'list the secret in the ServiceAccount of its pods, or write a ModelServing',
  ),
  ...withoutPlace(
    'workloads.x-k8s.io',
    ['ClusterEngineRuntimeProfile'],
    'its containers are put into the pods of a RoleBasedGroup: list the secret there',
  ),
  ...withoutPlace(
    'kagent.dev',
    ['AgentHarness', 'Harness'],
    'list the secret in the ServiceAccount of its pods',
  ),
  ...withoutPlace(
    'camel.apache.org',
    ['Integration', 'Pipe', 'IntegrationKit', 'IntegrationPlatform', 'IntegrationProfile', 'Build'],
    'Camel K takes the secret from the trait pull-secret: name it in spec.traits.pull-secret.secretName of the Integration',
  ),
]
