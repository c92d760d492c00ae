import { POD_IMAGES, podSpecs } from '../workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

const TEMPLATE_IMAGES = [
  'container.image',
  'script.image',
  'containerSet.containers[].image',
  'initContainers[].image',
  'sidecars[].image',
  'volumes[].image.reference',
]

const TEMPLATES = [
  'templates[]',
  'templateDefaults',
  'templates[].dag.tasks[].inline',
  'templates[].steps[][].inline',
]

/** One list serves the pods of all templates (argo-workflows pkg/apis/workflow/v1alpha1/workflow_types.go). */
function workflowSpec(at: string): PodPlace {
  return {
    at,
    images: [
      ...TEMPLATES.flatMap(template => TEMPLATE_IMAGES.map(image => `${template}.${image}`)),
      'volumes[].image.reference',
    ],
    texts: ['podSpecPatch', 'templateDefaults.podSpecPatch', 'templates[].podSpecPatch'],
    serviceAccount: ['serviceAccountName'],
    beside: ['templates', 'templateDefaults'],
  }
}

/** A trigger creates a resource of any kind. Its spec may be that of a Workflow or of a Pod. */
function workflowOrPodSpec(at: string): PodPlace {
  const { images = [], beside = [], ...place } = workflowSpec(at)
  return { ...place, images: [...new Set([...images, ...POD_IMAGES])], beside: [...beside, 'containers'] }
}

function workflows(kinds: readonly string[], ...at: readonly string[]): readonly WorkloadKind[] {
  return kinds.map(kind => ({
    group: 'argoproj.io',
    kind,
    places: at.map(workflowSpec),
    givesParameters: true,
  }))
}

/** Argo Rollouts, Workflows and Events: one API group. */
export const argoKinds = (): readonly WorkloadKind[] => [
  ...podSpecs('argoproj.io', 'Rollout', 'spec.template.spec'),
  ...podSpecs('argoproj.io', 'Experiment', 'spec.templates[].template.spec'),
  ...podSpecs(
    'argoproj.io',
    ['AnalysisTemplate', 'ClusterAnalysisTemplate', 'AnalysisRun'],
    'spec.metrics[].provider.job.spec.template.spec',
  ),
  ...workflows(['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate'], 'spec'),
  ...workflows(['CronWorkflow'], 'spec.workflowSpec'),
  // The image of a Sensor's own pod is set by the controller. Only its triggers name images.
  {
    group: 'argoproj.io',
    kind: 'Sensor',
    places: [
      workflowSpec('spec.triggers[].template.argoWorkflow.source.resource.spec'),
      workflowOrPodSpec('spec.triggers[].template.k8s.source.resource.spec'),
    ],
  },
]
