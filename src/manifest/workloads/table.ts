import { ARGO } from './argo.ts'
import { BATCH, RAY } from './batch.ts'
import { DATABASES } from './databases.ts'
import { ELASTIC } from './elastic.ts'
import { FLUX } from './flux.ts'
import { ENVOY_GATEWAY, ISTIO } from './istio.ts'
import { KAITO } from './kaito.ts'
import { KEDA, KNATIVE } from './knative.ts'
import { KRUISE } from './kruise.ts'
import { KSERVE } from './kserve.ts'
import { KUBEFLOW } from './kubeflow.ts'
import { KUBERNETES } from './kubernetes.ts'
import { KUBEVIRT } from './kubevirt.ts'
import { DATADOG, GRAFANA, OPENTELEMETRY } from './observability.ts'
import { OPENSHIFT } from './openshift.ts'
import { ACTIONS_RUNNERS, CERT_MANAGER, CROSSPLANE, FLUX_OPERATOR, RADIX } from './platform.ts'
import { PROMETHEUS } from './prometheus.ts'
import { FLINK, SPARK } from './spark.ts'
import { STRIMZI } from './strimzi.ts'
import { TEKTON } from './tekton.ts'
import type { WorkloadKind } from './workload-kind.ts'

export { isInert } from './inert.ts'

/** The table of kinds: every kind that is known to run images, and where it keeps them. */
export const WORKLOAD_KINDS: readonly WorkloadKind[] = [
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
  ...FLUX,
  ...ISTIO,
  ...ENVOY_GATEWAY,
  ...KUBEVIRT,
  ...CROSSPLANE,
  ...CERT_MANAGER,
  ...FLUX_OPERATOR,
  ...ACTIONS_RUNNERS,
  ...RADIX,
  ...DATADOG,
  ...GRAFANA,
  ...OPENTELEMETRY,
]

const ROWS_BY_NAME = rowsByName()

/** The row for a kind, by API group: a Knative Service is no core Service. */
export function findWorkloadKind(group: string, version: string, kind: string): WorkloadKind | undefined {
  return ROWS_BY_NAME.get(`${group}/${kind}`)?.find(row => row.versions?.includes(version) ?? true)
}

function rowsByName(): ReadonlyMap<string, readonly WorkloadKind[]> {
  const rows = new Map<string, readonly WorkloadKind[]>()
  for (const row of WORKLOAD_KINDS) {
    const name = `${row.group}/${row.kind}`
    rows.set(name, [...(rows.get(name) ?? []), row])
  }
  return rows
}
