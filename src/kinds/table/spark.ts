import { POD_IMAGES } from '../workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

const FLINK_PODS = ['podTemplate', 'jobManager.podTemplate', 'taskManager.podTemplate']

/** The common pod template's list also serves the pods of both roles, unless a role's own template has a list. */
function flinkPlaces(spec: string): readonly PodPlace[] {
  const general = {
    at: spec,
    secrets: 'podTemplate.spec.imagePullSecrets',
    images: ['image', ...FLINK_PODS.flatMap(pod => POD_IMAGES.map(image => `${pod}.spec.${image}`))],
    serviceAccount: ['serviceAccount'],
    beside: ['jobManager', 'image'],
  }
  const roles = ['jobManager', 'taskManager'].map(role => ({
    at: `${spec}.${role}.podTemplate.spec`,
    images: [...POD_IMAGES, `/${spec}.image`],
    serviceAccount: [`/${spec}.serviceAccount`],
    onlyIfListed: true,
  }))
  return [general, ...roles]
}

export const flinkKinds = (): readonly WorkloadKind[] => [
  { group: 'flink.apache.org', kind: 'FlinkDeployment', places: flinkPlaces('spec') },
  { group: 'flink.apache.org', kind: 'FlinkBlueGreenDeployment', places: flinkPlaces('spec.template.spec') },
]

const SPARK_ROLES = ['driver', 'executor']

/** The operator adds these names to the list in each role's pod template. */
function sparkApplication(kind: string, at: string): WorkloadKind {
  const ofRole = [
    'image',
    'initContainers[].image',
    'sidecars[].image',
    ...POD_IMAGES.map(image => `template.spec.${image}`),
  ]
  const images = ['image', ...SPARK_ROLES.flatMap(role => ofRole.map(image => `${role}.${image}`))]
  const place: PodPlace = {
    at,
    entry: 'string',
    images: [...images, 'volumes[].image.reference'],
    serviceAccount: SPARK_ROLES.map(role => `${role}.serviceAccount`),
    beside: ['image', 'driver'],
  }
  return { group: 'sparkoperator.k8s.io', kind, places: [place] }
}

/** SparkConnect has no list of its own. Only its pod templates can hold one. */
const sparkConnect = (): readonly PodPlace[] =>
  ['server', 'executor'].map(role => ({
    at: `spec.${role}`,
    secrets: 'template.spec.imagePullSecrets',
    images: [...POD_IMAGES.map(image => `template.spec.${image}`), '/spec.image'],
    serviceAccount: ['template.spec.serviceAccountName', 'template.spec.serviceAccount'],
  }))

export const sparkKinds = (): readonly WorkloadKind[] => [
  sparkApplication('SparkApplication', 'spec'),
  sparkApplication('ScheduledSparkApplication', 'spec.template'),
  { group: 'sparkoperator.k8s.io', kind: 'SparkConnect', places: sparkConnect() },
]
