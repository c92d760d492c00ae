import { podSpecs } from '../workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

/** Crossplane's package manager fetches these packages, not the kubelet. */
function crossplane(kinds: readonly string[], image: string): readonly WorkloadKind[] {
  const places: readonly PodPlace[] = [
    { at: 'spec', secrets: 'packagePullSecrets', images: [image], serviceAccount: [], beside: [image] },
  ]
  return kinds.map(kind => ({ group: 'pkg.crossplane.io', kind, places }))
}

export const crossplaneKinds = (): readonly WorkloadKind[] => [
  ...crossplane(['Provider', 'Configuration', 'Function'], 'package'),
  ...crossplane(['ProviderRevision', 'ConfigurationRevision', 'FunctionRevision'], 'image'),
  ...podSpecs('pkg.crossplane.io', 'DeploymentRuntimeConfig', 'spec.deploymentTemplate.spec.template.spec'),
]

/** The image of a solver's pod is a flag of the controller, so inject never needs to add a name to its list. */
function certManager(group: string, kind: string, solver: string): WorkloadKind {
  const places = ['ingress', 'gatewayHTTPRoute'].map(route => ({
    at: `${solver}.http01.${route}.podTemplate.spec`,
    images: [],
  }))
  return { group, kind, places }
}

export const certManagerKinds = (): readonly WorkloadKind[] => [
  certManager('cert-manager.io', 'Issuer', 'spec.acme.solvers[]'),
  certManager('cert-manager.io', 'ClusterIssuer', 'spec.acme.solvers[]'),
  certManager('acme.cert-manager.io', 'Challenge', 'spec.solver'),
]

function fluxField(at: string, secrets: string, image: string): PodPlace {
  return { at, secrets, entry: 'single', images: [image], serviceAccount: [], beside: [image] }
}

export const fluxOperatorKinds = (): readonly WorkloadKind[] => [
  {
    group: 'fluxcd.controlplane.io',
    kind: 'FluxInstance',
    places: [
      fluxField('spec.distribution', 'imagePullSecret', 'registry'),
      fluxField('spec.distribution', 'artifactPullSecret', 'artifact'),
      fluxField('spec.sync', 'pullSecret', 'url'),
    ],
  },
]

function runner(kind: string, at: string): WorkloadKind {
  const images = [
    'image',
    'containers[].image',
    'initContainers[].image',
    'sidecarContainers[].image',
    'volumes[].image.reference',
  ]
  const place = { at, images, serviceAccount: ['serviceAccountName'], beside: ['image', 'containers'] }
  return { group: 'actions.summerwind.dev', kind, places: [place] }
}

/**
 * GitHub's Actions Runner Controller and the older community version, whose Runner is a pod spec with one more image.
 */
export const actionsRunnersKinds = (): readonly WorkloadKind[] => [
  ...podSpecs(
    'actions.github.com',
    'AutoscalingRunnerSet',
    'spec.template.spec',
    'spec.listenerTemplate.spec',
  ),
  ...podSpecs('actions.github.com', 'EphemeralRunnerSet', 'spec.ephemeralRunnerSpec.spec'),
  ...podSpecs('actions.github.com', 'EphemeralRunner', 'spec.spec'),
  ...['RunnerDeployment', 'RunnerReplicaSet'].map(kind => runner(kind, 'spec.template.spec')),
  runner('Runner', 'spec'),
]

export const radixKinds = (): readonly WorkloadKind[] => [
  {
    group: 'radix.equinor.com',
    kind: 'RadixDeployment',
    places: [
      {
        at: 'spec',
        images: ['components[].image', 'jobs[].image'],
        serviceAccount: [],
        beside: ['components', 'jobs'],
      },
    ],
  },
  {
    group: 'radix.equinor.com',
    kind: 'RadixApplication',
    places: [],
    advice: 'Radix makes the secret itself: name the registry in spec.privateImageHubs',
  },
]
