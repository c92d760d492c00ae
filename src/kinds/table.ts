import { ARGO } from './table/argo.ts'
import { BATCH, RAY } from './table/batch.ts'
import { CHARTS } from './table/charts.ts'
import { DATABASES } from './table/databases.ts'
import { ELASTIC } from './table/elastic.ts'
import { ENVOY_GATEWAY, ISTIO } from './table/istio.ts'
import { KAITO } from './table/kaito.ts'
import { KEDA, KNATIVE } from './table/knative.ts'
import { KRUISE } from './table/kruise.ts'
import { KSERVE } from './table/kserve.ts'
import { KUBEFLOW } from './table/kubeflow.ts'
import { KUBERNETES } from './table/kubernetes.ts'
import { KUBEVELA } from './table/kubevela.ts'
import { KUBEVIRT } from './table/kubevirt.ts'
import { DATADOG, GRAFANA, OPENTELEMETRY } from './table/observability.ts'
import { OPENSHIFT } from './table/openshift.ts'
import { ACTIONS_RUNNERS, CERT_MANAGER, CROSSPLANE, FLUX_OPERATOR, RADIX } from './table/platform.ts'
import { PROMETHEUS } from './table/prometheus.ts'
import { FLINK, SPARK } from './table/spark.ts'
import { STRIMZI } from './table/strimzi.ts'
import { TEKTON } from './table/tekton.ts'
import { WITHOUT_PLACE } from './table/without-place.ts'
import { COMPACT_GROUPS, compactKinds } from './compact-kinds.ts'
import type { WorkloadKind } from './workload-kind.ts'

/** Rows that the notation of places cannot express. */
const WORKLOAD_KINDS: readonly WorkloadKind[] = [
  ...KUBERNETES,
  ...ARGO,
  ...KNATIVE,
  ...KEDA,
  ...KRUISE,
  ...TEKTON,
  ...PROMETHEUS,
  ...STRIMZI,
  ...OPENSHIFT,
  ...KSERVE,
  ...KAITO,
  ...ELASTIC,
  ...BATCH,
  ...RAY,
  ...KUBEFLOW,
  ...SPARK,
  ...FLINK,
  ...DATABASES,
  ...CHARTS,
  ...ISTIO,
  ...ENVOY_GATEWAY,
  ...KUBEVELA,
  ...KUBEVIRT,
  ...CROSSPLANE,
  ...CERT_MANAGER,
  ...FLUX_OPERATOR,
  ...ACTIONS_RUNNERS,
  ...RADIX,
  ...DATADOG,
  ...GRAFANA,
  ...OPENTELEMETRY,
  ...WITHOUT_PLACE,
]

const ROWS_BY_NAME = rowsByName()

/** The row for a kind. The API group counts: a Knative Service is not a core Service. */
export function findWorkloadKind(
  group: string,
  version: string,
  kind: string,
  compactIn = compactKinds,
): WorkloadKind | undefined {
  const isMeant = (row: WorkloadKind): boolean => row.versions?.includes(version) ?? true
  return (
    ROWS_BY_NAME.get(`${group}/${kind}`)?.find(isMeant) ??
    compactIn(group).find(row => row.kind === kind && isMeant(row))
  )
}

/** All rows of the table: every kind known to run images, and where it keeps them. */
export function workloadKinds(): readonly WorkloadKind[] {
  return [...WORKLOAD_KINDS, ...COMPACT_GROUPS.flatMap(compactKinds)]
}

function rowsByName(): ReadonlyMap<string, readonly WorkloadKind[]> {
  const rows = new Map<string, readonly WorkloadKind[]>()
  for (const row of WORKLOAD_KINDS) {
    const name = `${row.group}/${row.kind}`
    rows.set(name, [...(rows.get(name) ?? []), row])
  }
  return rows
}
