import { POD_IMAGES, podSpecs } from '../workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

const LEADER = 'leaderWorkerTemplate.leaderTemplate.spec'
const WORKER = 'leaderWorkerTemplate.workerTemplate.spec'

/** Groups of pods that start together: Kubernetes SIG Apps and Scheduling, Volcano. */
export const batchKinds = (): readonly WorkloadKind[] => [
  ...podSpecs('jobset.x-k8s.io', 'JobSet', 'spec.replicatedJobs[].template.spec.template.spec'),
  ...podSpecs('leaderworkerset.x-k8s.io', 'LeaderWorkerSet', `spec.${LEADER}`, `spec.${WORKER}`),
  ...podSpecs(
    'disaggregatedset.x-k8s.io',
    'DisaggregatedSet',
    `spec.roles[].spec.${LEADER}`,
    `spec.roles[].spec.${WORKER}`,
  ),
  ...podSpecs('kueue.x-k8s.io', 'Workload', 'spec.podSets[].template.spec'),
  ...podSpecs('batch.volcano.sh', 'Job', 'spec.tasks[].template.spec'),
  ...podSpecs('batch.volcano.sh', 'CronJob', 'spec.jobTemplate.spec.tasks[].template.spec'),
  ...podSpecs('flow.volcano.sh', 'JobTemplate', 'spec.tasks[].template.spec'),
  ...podSpecs('flow.volcano.sh', 'JobFlow', 'spec.flows[].patch.jobSpec.tasks[].template.spec'),
]

/** The autoscaler runs in the pod of the head. */
function rayCluster(at: string): readonly PodPlace[] {
  return [
    {
      at: `${at}.headGroupSpec.template.spec`,
      images: [...POD_IMAGES, `/${at}.autoscalerOptions.image`],
    },
    { at: `${at}.workerGroupSpecs[].template.spec` },
  ]
}

/** KubeRay. Without a submitterPodTemplate, the submitter runs the head's image and has no list. */
export const rayKinds = (): readonly WorkloadKind[] => [
  { group: 'ray.io', kind: 'RayCluster', places: rayCluster('spec') },
  { group: 'ray.io', kind: 'RayService', places: rayCluster('spec.rayClusterConfig') },
  {
    group: 'ray.io',
    kind: 'RayJob',
    places: [...rayCluster('spec.rayClusterSpec'), { at: 'spec.submitterPodTemplate.spec' }],
  },
  {
    group: 'ray.io',
    kind: 'RayCronJob',
    places: [
      ...rayCluster('spec.jobTemplate.rayClusterSpec'),
      { at: 'spec.jobTemplate.submitterPodTemplate.spec' },
    ],
  },
]
