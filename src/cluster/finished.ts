import type { ClusterObject } from './list.ts'
import { recordsAt, textAt } from '../text/json-record.ts'

interface Row {
  readonly group: RegExp
  readonly kind: RegExp
  readonly isOver: (object: ClusterObject) => boolean
}

/** Tests for a condition of one of these types whose status is in `statuses`. */
const hasCondition =
  (types: readonly string[], statuses: readonly string[] = ['True']) =>
  (object: ClusterObject): boolean =>
    recordsAt(object, 'status', 'conditions').some(
      condition =>
        types.includes(textAt(condition, 'type')) && statuses.includes(textAt(condition, 'status')),
    )

const hasText =
  (path: readonly string[], texts: RegExp) =>
  (object: ClusterObject): boolean =>
    texts.test(textAt(object, ...path))

// Kinds that run to completion, and how their objects show that they have finished.
const ROWS: readonly Row[] = [
  { group: /^$/, kind: /^Pod$/, isOver: hasText(['status', 'phase'], /^(?:Succeeded|Failed)$/) },
  { group: /^batch$/, kind: /^Job$/, isOver: hasCondition(['Complete', 'Failed']) },
  { group: /^jobset\.x-k8s\.io$/, kind: /^JobSet$/, isOver: hasCondition(['Completed', 'Failed']) },
  { group: /^kubeflow\.org$/, kind: /Job$/, isOver: hasCondition(['Succeeded', 'Failed']) },
  { group: /^trainer\.kubeflow\.org$/, kind: /^TrainJob$/, isOver: hasCondition(['Complete', 'Failed']) },
  {
    group: /^tekton\.dev$/,
    kind: /^(?:TaskRun|PipelineRun|CustomRun)$/,
    isOver: hasCondition(['Succeeded'], ['True', 'False']),
  },
  {
    group: /^argoproj\.io$/,
    kind: /^Workflow$/,
    isOver: hasText(['status', 'phase'], /^(?:Succeeded|Failed|Error)$/),
  },
  {
    group: /^batch\.volcano\.sh$/,
    kind: /^Job$/,
    isOver: hasText(['status', 'state', 'phase'], /^(?:Completed|Failed|Terminated|Aborted)$/),
  },
  {
    group: /^ray\.io$/,
    kind: /^RayJob$/,
    isOver: hasText(['status', 'jobDeploymentStatus'], /^(?:Complete|Failed)$/),
  },
  {
    group: /^sparkoperator\.k8s\.io$/,
    kind: /^SparkApplication$/,
    isOver: hasText(['status', 'applicationState', 'state'], /^(?:COMPLETED|FAILED)$/),
  },
  {
    group: /^apps\.kruise\.io$/,
    kind: /^BroadcastJob$/,
    isOver: hasCondition(['Complete', 'Failed']),
  },
]

/** Whether an object has completed or failed for good, so that it pulls no more images. */
export function isFinished(object: ClusterObject): boolean {
  const [, group = ''] = /^(?:(.*)\/)?[^/]*$/.exec(textAt(object, 'apiVersion')) ?? []
  const kind = textAt(object, 'kind')
  return ROWS.some(row => row.group.test(group) && row.kind.test(kind) && row.isOver(object))
}
