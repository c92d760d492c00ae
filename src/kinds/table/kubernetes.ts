import { podSpecs } from '../workload-kind.ts'
import type { WorkloadKind } from '../workload-kind.ts'

/** The kinds that the API server itself serves, in every API version they ever had (`extensions/v1beta1` included). */
export const KUBERNETES: readonly WorkloadKind[] = [
  ...podSpecs('', 'Pod', 'spec'),
  ...podSpecs('', 'PodTemplate', 'template.spec'),
  ...podSpecs('', 'ReplicationController', 'spec.template.spec'),
  ...podSpecs('apps', ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'], 'spec.template.spec'),
  ...podSpecs('extensions', ['Deployment', 'DaemonSet', 'ReplicaSet'], 'spec.template.spec'),
  ...podSpecs('batch', 'Job', 'spec.template.spec'),
  ...podSpecs('batch', ['CronJob', 'ScheduledJob'], 'spec.jobTemplate.spec.template.spec'),
  // Only batch/v2alpha1, removed in Kubernetes 1.21.
  ...podSpecs('batch', 'JobTemplate', 'template.spec.template.spec'),
]
