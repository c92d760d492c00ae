import { argoKinds } from './table/argo.ts'
import { batchKinds, rayKinds } from './table/batch.ts'
import { chartsKinds } from './table/charts.ts'
import { databasesKinds } from './table/databases.ts'
import { elasticKinds } from './table/elastic.ts'
import { envoyGatewayKinds, istioKinds } from './table/istio.ts'
import { kaitoKinds } from './table/kaito.ts'
import { kedaKinds, knativeKinds } from './table/knative.ts'
import { kruiseKinds } from './table/kruise.ts'
import { kserveKinds } from './table/kserve.ts'
import { kubeflowKinds } from './table/kubeflow.ts'
import { KUBERNETES } from './table/kubernetes.ts'
import { kubevelaKinds } from './table/kubevela.ts'
import { kubevirtKinds } from './table/kubevirt.ts'
import { datadogKinds, grafanaKinds, opentelemetryKinds } from './table/observability.ts'
import { openshiftKinds } from './table/openshift.ts'
import {
  actionsRunnersKinds,
  certManagerKinds,
  crossplaneKinds,
  fluxOperatorKinds,
  radixKinds,
} from './table/platform.ts'
import { prometheusKinds } from './table/prometheus.ts'
import { flinkKinds, sparkKinds } from './table/spark.ts'
import { strimziKinds } from './table/strimzi.ts'
import { tektonKinds } from './table/tekton.ts'
import { withoutPlaceKinds } from './table/without-place.ts'
import { compactGroups, compactKinds } from './compact-kinds.ts'
import { once } from '../text/memoize.ts'
import type { WorkloadKind } from './workload-kind.ts'

/**
 * Rows of other projects that the notation of places cannot express. They are created for the first such kind,
 * because most inputs contain none that names a registry, and creating all rows takes a tenth of the start.
 */
const otherKinds = once((): readonly WorkloadKind[] => [
  ...argoKinds(),
  ...knativeKinds(),
  ...kedaKinds(),
  ...kruiseKinds(),
  ...tektonKinds(),
  ...prometheusKinds(),
  ...strimziKinds(),
  ...openshiftKinds(),
  ...kserveKinds(),
  ...kaitoKinds(),
  ...elasticKinds(),
  ...batchKinds(),
  ...rayKinds(),
  ...kubeflowKinds(),
  ...sparkKinds(),
  ...flinkKinds(),
  ...databasesKinds(),
  ...chartsKinds(),
  ...istioKinds(),
  ...envoyGatewayKinds(),
  ...kubevelaKinds(),
  ...kubevirtKinds(),
  ...crossplaneKinds(),
  ...certManagerKinds(),
  ...fluxOperatorKinds(),
  ...actionsRunnersKinds(),
  ...radixKinds(),
  ...datadogKinds(),
  ...grafanaKinds(),
  ...opentelemetryKinds(),
  ...withoutPlaceKinds(),
])

const KUBERNETES_BY_NAME = rowsByName(KUBERNETES)
const otherKindsByName = once(() => rowsByName(otherKinds()))

/** The row for a kind. The API group counts: a Knative Service is not a core Service. */
export function findWorkloadKind(
  group: string,
  version: string,
  kind: string,
  compactIn = compactKinds,
): WorkloadKind | undefined {
  const isMeant = (row: WorkloadKind): boolean => row.versions?.includes(version) ?? true
  const name = `${group}/${kind}`
  return (
    (KUBERNETES_BY_NAME.get(name) ?? otherKindsByName().get(name))?.find(isMeant) ??
    compactIn(group).find(row => row.kind === kind && isMeant(row))
  )
}

/** All rows of the table: every kind known to run images, and where it keeps them. */
export const workloadKinds = once((): readonly WorkloadKind[] => [
  ...KUBERNETES,
  ...otherKinds(),
  ...compactGroups().flatMap(compactKinds),
])

function rowsByName(kinds: readonly WorkloadKind[]): ReadonlyMap<string, readonly WorkloadKind[]> {
  const rows = new Map<string, readonly WorkloadKind[]>()
  for (const row of kinds) {
    const name = `${row.group}/${row.kind}`
    rows.set(name, [...(rows.get(name) ?? []), row])
  }
  return rows
}
