import { POD_IMAGES, podSpecs } from '../workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

const FRAMEWORKS = [
  'model',
  'huggingface',
  'lightgbm',
  'onnx',
  'paddle',
  'pmml',
  'pytorch',
  'sklearn',
  'tensorflow',
  'triton',
  'xgboost',
  'alibi',
  'art',
  'aix',
]

/**
 * A pod spec with a model server beside its containers. `storageUri: oci://...` is an image that the pod runs as a
 * sidecar.
 */
function component(at: string): PodPlace {
  const servers = FRAMEWORKS.flatMap(framework => [`${framework}.image`, `${framework}.storageUri`])
  return { at, images: [...POD_IMAGES, ...servers], beside: ['containers', ...FRAMEWORKS] }
}

const COMPONENTS = ['spec.predictor', 'spec.transformer', 'spec.explainer', 'spec.canary[].predictor']
const WORKERS = ['spec.predictor.workerSpec', 'spec.canary[].predictor.workerSpec']

/** Each pod that serves an `oci://` model pulls its weights as an image. */
const llmPlaces = (): readonly PodPlace[] => [
  ...['spec.template', 'spec.worker', 'spec.prefill.template', 'spec.prefill.worker'].map(at => ({
    at,
    images: [...POD_IMAGES, '/spec.model.uri'],
  })),
  { at: 'spec.router.scheduler.template' },
  { at: 'spec.router.scheduler.tokenizer.template' },
]

/** KServe and its earlier name, KFServing. */
export const kserveKinds = (): readonly WorkloadKind[] => [
  ...['serving.kserve.io', 'serving.kubeflow.org'].map(group => ({
    group,
    kind: 'InferenceService',
    places: [...COMPONENTS.map(component), ...WORKERS.map(at => ({ at }))],
  })),
  ...podSpecs('serving.kserve.io', ['ServingRuntime', 'ClusterServingRuntime'], 'spec', 'spec.workerSpec'),
  ...['LLMInferenceService', 'LLMInferenceServiceConfig'].map(kind => ({
    group: 'serving.kserve.io',
    kind,
    places: llmPlaces(),
  })),
  {
    group: 'serving.kserve.io',
    kind: 'ClusterStorageContainer',
    places: [],
    advice: 'its container is put into the pods of an InferenceService: list the secret there',
  },
]
