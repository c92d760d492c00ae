import { podSpecs } from '../workload-kind.ts'
import type { WorkloadKind } from '../workload-kind.ts'

const REPLICA_SPECS = {
  JAXJob: 'jaxReplicaSpecs',
  MPIJob: 'mpiReplicaSpecs',
  PaddleJob: 'paddleReplicaSpecs',
  PyTorchJob: 'pytorchReplicaSpecs',
  TFJob: 'tfReplicaSpecs',
  XGBoostJob: 'xgbReplicaSpecs',
}

const RUNTIME = 'template.spec.replicatedJobs[].template.spec.template.spec'
const PATCH = `runtimePatches[].trainingRuntimeSpec.${RUNTIME}`

const ADVICE =
  'the pods are those of the training runtime that runtimeRef names: list the secret there, or in runtimePatches'

/** A patch of the runtime's pods. It can add volumes; its containers have no image field. */
function trainJob(kind: string, spec: string): WorkloadKind {
  const places = [{ at: `${spec}.${PATCH}`, images: ['volumes[].image.reference'] }]
  return { group: 'trainer.kubeflow.org', kind, places, advice: ADVICE }
}

/** Kubeflow: notebooks, the training operator and its successor, Kubeflow Trainer (`kubeflow.org` while it was v2alpha1). */
export const kubeflowKinds = (): readonly WorkloadKind[] => [
  ...podSpecs('kubeflow.org', 'Notebook', 'spec.template.spec'),
  ...podSpecs('kubeflow.org', 'PVCViewer', 'spec.podSpec'),
  {
    group: 'kubeflow.org',
    kind: 'PodDefault',
    places: [
      {
        at: 'spec',
        images: ['initContainers[].image', 'sidecars[].image', 'volumes[].image.reference'],
        // A webhook adds these to pods.
        serviceAccount: [],
        beside: ['sidecars', 'initContainers'],
      },
    ],
  },
  ...Object.entries(REPLICA_SPECS).flatMap(([kind, specs]) =>
    podSpecs('kubeflow.org', kind, `spec.${specs}{}.template.spec`),
  ),
  ...['trainer.kubeflow.org', 'kubeflow.org'].flatMap(group =>
    podSpecs(group, ['TrainingRuntime', 'ClusterTrainingRuntime'], `spec.${RUNTIME}`),
  ),
  trainJob('TrainJob', 'spec'),
  trainJob('OptimizationJob', 'spec.trainJobTemplate.spec'),
  { group: 'kubeflow.org', kind: 'TrainJob', places: [], advice: ADVICE },
]
