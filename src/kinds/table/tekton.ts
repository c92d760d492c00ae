import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

const TASK_IMAGES = ['steps[].image', 'sidecars[].image', 'stepTemplate.image']
const PIPELINE_IMAGES = ['tasks[].taskSpec', 'finally[].taskSpec'].flatMap(task =>
  TASK_IMAGES.map(image => `${task}.${image}`),
)
const RUN_IMAGES = PIPELINE_IMAGES.map(image => `pipelineSpec.${image}`)

const ADVICE =
  'Tekton takes pull secrets from the run: list the secret in the podTemplate of the TaskRun or PipelineRun, or in its ServiceAccount'

/** Where a version of PipelineRun keeps the settings of all tasks, and those of one task. */
interface RunShape {
  readonly versions: readonly string[]
  readonly template: string
  readonly serviceAccount: string
  readonly ofTask: string
}

function pipelineRun({ versions, template, serviceAccount, ofTask }: RunShape): WorkloadKind {
  const places: readonly PodPlace[] = [
    {
      at: 'spec',
      secrets: `${template}.imagePullSecrets`,
      images: RUN_IMAGES,
      serviceAccount: [serviceAccount],
      beside: ['pipelineSpec'],
    },
    {
      at: `spec.taskRunSpecs[].${ofTask}`,
      images: RUN_IMAGES.map(image => `/spec.${image}`),
      serviceAccount: [`/spec.${serviceAccount}`],
      onlyIfListed: true,
    },
  ]
  return { group: 'tekton.dev', kind: 'PipelineRun', versions, places, advice: ADVICE, givesParameters: true }
}

export const tektonKinds = (): readonly WorkloadKind[] => [
  pipelineRun({
    versions: ['v1'],
    template: 'taskRunTemplate.podTemplate',
    serviceAccount: 'taskRunTemplate.serviceAccountName',
    ofTask: 'podTemplate',
  }),
  pipelineRun({
    versions: ['v1beta1', 'v1alpha1'],
    template: 'podTemplate',
    serviceAccount: 'serviceAccountName',
    ofTask: 'taskPodTemplate',
  }),
  {
    group: 'tekton.dev',
    kind: 'TaskRun',
    places: [
      {
        at: 'spec',
        secrets: 'podTemplate.imagePullSecrets',
        images: TASK_IMAGES.map(image => `taskSpec.${image}`),
        serviceAccount: ['serviceAccountName'],
        beside: ['taskSpec'],
      },
    ],
    advice: ADVICE,
    givesParameters: true,
  },
  ...['Task', 'ClusterTask', 'StepAction', 'Pipeline'].map(kind => ({
    group: 'tekton.dev',
    kind,
    places: [],
    advice: ADVICE,
  })),
]
