import { podSpecs } from '../workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

const GROUP = 'apps.kruise.io'

/** A daemon on each node pulls these images without a pod, so no ServiceAccount is used. */
function pulled(at: string, images: 'image' | 'images[]', beside: string): PodPlace {
  return {
    at,
    secrets: 'pullSecrets',
    entry: 'string',
    images: [images],
    serviceAccount: [],
    beside: [beside],
  }
}

/** OpenKruise. Most CRDs leave the pod templates open; their types are in apis/apps. */
export const kruiseKinds = (): readonly WorkloadKind[] => [
  ...podSpecs(GROUP, ['CloneSet', 'StatefulSet', 'DaemonSet', 'BroadcastJob'], 'spec.template.spec'),
  ...podSpecs(
    GROUP,
    'UnitedDeployment',
    'spec.template.statefulSetTemplate.spec.template.spec',
    'spec.template.advancedStatefulSetTemplate.spec.template.spec',
    'spec.template.cloneSetTemplate.spec.template.spec',
    'spec.template.deploymentTemplate.spec.template.spec',
  ),
  {
    group: GROUP,
    kind: 'AdvancedCronJob',
    places: [
      { at: 'spec.template.jobTemplate.spec.template.spec' },
      { at: 'spec.template.broadcastJobTemplate.spec.template.spec' },
      pulled('spec.template.imageListPullJobTemplate.spec', 'images[]', 'images'),
    ],
  },
  {
    group: GROUP,
    kind: 'SidecarSet',
    places: [
      {
        at: 'spec',
        images: [
          'containers[].image',
          'initContainers[].image',
          'containers[].upgradeStrategy.hotUpgradeEmptyImage',
          'volumes[].image.reference',
        ],
        // The webhook adds these to pods after the ServiceAccount admission plugin has run
        // (pkg/webhook/pod/mutating/sidecarset.go).
        serviceAccount: [],
        beside: ['containers', 'initContainers'],
      },
    ],
  },
  { group: GROUP, kind: 'ImagePullJob', places: [pulled('spec', 'image', 'image')] },
  { group: GROUP, kind: 'ImageListPullJob', places: [pulled('spec', 'images[]', 'images')] },
  {
    group: GROUP,
    kind: 'EphemeralJob',
    places: [],
    advice:
      'an ephemeral container is pulled with the secrets of the pod that it joins: list the secret there',
  },
]
