import { parseApiVersion } from '../../kubernetes/api-version.ts'
import type { ClusterObject } from '../api/list.ts'
import { recordsAt, textAt } from '../../text/json-record.ts'

interface Row {
  readonly group: RegExp
  readonly kind: RegExp
  readonly hasEnded: (object: ClusterObject) => boolean
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
  { group: /^$/, kind: /^Pod$/, hasEnded: hasText(['status', 'phase'], /^(?:Succeeded|Failed)$/) },
  { group: /^batch$/, kind: /^Job$/, hasEnded: hasCondition(['Complete', 'Failed']) },
  { group: /^jobset\.x-k8s\.io$/, kind: /^JobSet$/, hasEnded: hasCondition(['Completed', 'Failed']) },
  { group: /^kubeflow\.org$/, kind: /Job$/, hasEnded: hasCondition(['Succeeded', 'Failed']) },
  { group: /^trainer\.kubeflow\.org$/, kind: /^TrainJob$/, hasEnded: hasCondition(['Complete', 'Failed']) },
  {
    group: /^tekton\.dev$/,
    kind: /^(?:TaskRun|PipelineRun|CustomRun)$/,
    hasEnded: hasCondition(['Succeeded'], ['True', 'False']),
  },
  {
    group: /^argoproj\.io$/,
    kind: /^Workflow$/,
    hasEnded: hasText(['status', 'phase'], /^(?:Succeeded|Failed|Error)$/),
  },
  {
    group: /^batch\.volcano\.sh$/,
    kind: /^Job$/,
    hasEnded: hasText(['status', 'state', 'phase'], /^(?:Completed|Failed|Terminated|Aborted)$/),
  },
  {
    group: /^ray\.io$/,
    kind: /^RayJob$/,
    hasEnded: hasText(['status', 'jobDeploymentStatus'], /^(?:Complete|Failed)$/),
  },
  {
    group: /^sparkoperator\.k8s\.io$/,
    kind: /^SparkApplication$/,
    hasEnded: hasText(['status', 'applicationState', 'state'], /^(?:COMPLETED|FAILED)$/),
  },
  {
    group: /^apps\.kruise\.io$/,
    kind: /^BroadcastJob$/,
    hasEnded: hasCondition(['Complete', 'Failed']),
  },
]

/** Whether an object has completed or failed for good, so that it pulls no more images. */
export function isFinished(object: ClusterObject): boolean {
  const { group } = parseApiVersion(textAt(object, 'apiVersion'))
  const kind = textAt(object, 'kind')
  return ROWS.some(row => row.group.test(group) && row.kind.test(kind) && row.hasEnded(object))
}
