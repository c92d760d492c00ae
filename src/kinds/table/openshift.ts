import { podSpecs } from '../workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

/**
 * The image that a build starts from. `from` is an image reference where its kind is DockerImage (openshift/api
 * build/v1).
 */
function buildImage(at: string): PodPlace {
  return {
    at,
    secrets: 'pullSecret.name',
    entry: 'single',
    images: ['from.name'],
    serviceAccount: [],
    beside: ['from'],
  }
}

const builds = (): readonly PodPlace[] =>
  [
    'spec.strategy.dockerStrategy',
    'spec.strategy.sourceStrategy',
    'spec.strategy.customStrategy',
    'spec.source.images[]',
  ].map(buildImage)

/** OpenShift and the Operator Lifecycle Manager. OpenShift 3 wrote its kinds with group `''`. */
export const openshiftKinds = (): readonly WorkloadKind[] => [
  ...['apps.openshift.io', ''].flatMap(group => podSpecs(group, 'DeploymentConfig', 'spec.template.spec')),
  ...['build.openshift.io', ''].flatMap(group =>
    ['BuildConfig', 'Build'].map(kind => ({ group, kind, places: builds() })),
  ),
  {
    group: 'operators.coreos.com',
    kind: 'ClusterServiceVersion',
    places: [{ at: 'spec.install.spec.deployments[].spec.template.spec' }],
    advice: 'relatedImages are run by the operator: list the secret where it takes pull secrets from',
  },
  {
    group: 'operators.coreos.com',
    kind: 'CatalogSource',
    places: [
      {
        at: 'spec',
        secrets: 'secrets',
        entry: 'string',
        images: ['image'],
        serviceAccount: [],
        beside: ['image'],
      },
    ],
  },
]
