import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isFinished } from '../../../src/cluster/objects/finished.ts'

const condition = (type: string, status = 'True'): object => ({ conditions: [{ type, status }] })

const table: readonly (readonly [apiVersion: string, kind: string, status: object, expected: boolean])[] = [
  ['v1', 'Pod', { phase: 'Succeeded' }, true],
  ['v1', 'Pod', { phase: 'Failed' }, true],
  ['v1', 'Pod', { phase: 'Running' }, false],
  ['batch/v1', 'Job', condition('Complete'), true],
  ['batch/v1', 'Job', condition('Failed'), true],
  ['batch/v1', 'Job', condition('Suspended'), false],
  ['batch/v1', 'Job', condition('Complete', 'False'), false],
  ['batch/v1', 'CronJob', condition('Complete'), false],
  ['apps/v1', 'Deployment', condition('Failed'), false],
  ['jobset.x-k8s.io/v1alpha2', 'JobSet', condition('Completed'), true],
  ['kubeflow.org/v1', 'PyTorchJob', condition('Succeeded'), true],
  ['trainer.kubeflow.org/v1alpha1', 'TrainJob', condition('Complete'), true],
  ['tekton.dev/v1', 'TaskRun', condition('Succeeded', 'False'), true],
  ['tekton.dev/v1', 'PipelineRun', condition('Succeeded', 'Unknown'), false],
  ['argoproj.io/v1alpha1', 'Workflow', { phase: 'Error' }, true],
  ['argoproj.io/v1alpha1', 'Workflow', { phase: 'Running' }, false],
  ['argoproj.io/v1alpha1', 'Rollout', { phase: 'Failed' }, false],
  ['batch.volcano.sh/v1alpha1', 'Job', { state: { phase: 'Completed' } }, true],
  ['ray.io/v1', 'RayJob', { jobDeploymentStatus: 'Complete' }, true],
  ['sparkoperator.k8s.io/v1beta2', 'SparkApplication', { applicationState: { state: 'COMPLETED' } }, true],
  ['apps.kruise.io/v1alpha1', 'BroadcastJob', condition('Failed'), true],
]

for (const [apiVersion, kind, status, expected] of table)
  test(`${apiVersion} ${kind} with ${JSON.stringify(status)}`, () =>
    assert.is(isFinished({ apiVersion, kind, status }), expected))

test.run()
