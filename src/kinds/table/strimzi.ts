import { podSpecs } from '../workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

const GROUP = 'kafka.strimzi.io'

/**
 * The pods of a component. They use a ServiceAccount that the operator creates. A list here replaces the operator's
 * own (`STRIMZI_IMAGE_PULL_SECRETS`; strimzi api PodTemplate.java).
 */
function component(at: string, ...images: readonly string[]): PodPlace {
  return {
    at,
    secrets: 'template.pod.imagePullSecrets',
    images: [...images, 'template.pod.volumes[].image.reference'],
    serviceAccount: [],
    beside: images.map(path => path.replace(/[.[].*/, '')),
  }
}

/** An OpenShift build, or a pod, that builds the image of the Connect cluster. */
const connectBuild = (): readonly PodPlace[] => [
  { at: 'spec.template.buildPod', images: ['volumes[].image.reference'], serviceAccount: [] },
  {
    at: 'spec.template.buildConfig',
    secrets: 'pullSecret',
    entry: 'single',
    images: ['/spec.image'],
    serviceAccount: [],
  },
]

export const strimziKinds = (): readonly WorkloadKind[] => [
  {
    group: GROUP,
    kind: 'Kafka',
    places: [
      component('spec.kafka', 'image', 'brokerRackInitImage'),
      component('spec.zookeeper', 'image'),
      component('spec.entityOperator', 'topicOperator.image', 'userOperator.image', 'tlsSidecar.image'),
      component('spec.cruiseControl', 'image', 'tlsSidecar.image'),
      component('spec.kafkaExporter', 'image'),
      component('spec.jmxTrans', 'image'),
    ],
  },
  // A node pool has no image field: its pods run the image in the Kafka resource.
  {
    group: GROUP,
    kind: 'KafkaNodePool',
    places: [{ at: 'spec.template.pod', images: ['volumes[].image.reference'], serviceAccount: [] }],
  },
  {
    group: GROUP,
    kind: 'KafkaConnect',
    places: [
      component(
        'spec',
        'image',
        'build.output.image',
        'clientRackInitImage',
        'plugins[].artifacts[].reference',
      ),
      ...connectBuild(),
    ],
  },
  {
    group: GROUP,
    kind: 'KafkaMirrorMaker2',
    places: [component('spec', 'image', 'clientRackInitImage'), ...connectBuild()],
  },
  { group: GROUP, kind: 'KafkaMirrorMaker', places: [component('spec', 'image')] },
  { group: GROUP, kind: 'KafkaBridge', places: [component('spec', 'image', 'clientRackInitImage')] },
  ...podSpecs('core.strimzi.io', 'StrimziPodSet', 'spec.pods[].spec'),
]
