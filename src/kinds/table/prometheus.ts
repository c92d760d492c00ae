import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

const CONTAINER_IMAGES = ['containers[].image', 'initContainers[].image', 'volumes[].image.reference']

function monitoring(kind: string, ...more: readonly string[]): WorkloadKind {
  const images = ['image', 'baseImage', ...more, ...CONTAINER_IMAGES]
  const serviceAccount = ['serviceAccountName']
  const beside = ['image', 'baseImage', 'containers', 'initContainers', 'thanos']
  return { group: 'monitoring.coreos.com', kind, places: [{ at: 'spec', images, serviceAccount, beside }] }
}

/** `image` is `{repository, tag}`; only the repository names the registry. */
const VICTORIA_IMAGES = ['image.repository', 'configReloaderImage', ...CONTAINER_IMAGES]
const victoriaSpec: PodPlace = {
  at: 'spec',
  images: VICTORIA_IMAGES,
  serviceAccount: ['serviceAccountName'],
  beside: ['image', 'containers', 'initContainers'],
}

function victoriaCluster(kind: string, components: readonly string[]): WorkloadKind {
  const general: PodPlace = {
    at: 'spec',
    images: components.flatMap(component => VICTORIA_IMAGES.map(image => `${component}.${image}`)),
    serviceAccount: ['serviceAccountName'],
    beside: components,
  }
  const own = components.map(component => ({
    ...victoriaSpec,
    at: `spec.${component}`,
    serviceAccount: ['/spec.serviceAccountName'],
    onlyIfListed: true,
  }))
  return { group: 'operator.victoriametrics.com', kind, places: [general, ...own] }
}

/** Prometheus operator and VictoriaMetrics operator. */
export const prometheusKinds = (): readonly WorkloadKind[] => [
  monitoring('Prometheus', 'thanos.image', 'thanos.baseImage'),
  monitoring('PrometheusAgent'),
  monitoring('Alertmanager'),
  monitoring('ThanosRuler'),
  ...[
    'VMAgent',
    'VMAlert',
    'VMAlertmanager',
    'VMAuth',
    'VMSingle',
    'VMAnomaly',
    'VLAgent',
    'VLSingle',
    'VTSingle',
  ].map(kind => ({ group: 'operator.victoriametrics.com', kind, places: [victoriaSpec] })),
  victoriaCluster('VMCluster', ['vmselect', 'vminsert', 'vmstorage']),
  victoriaCluster('VLCluster', ['vlselect', 'vlinsert', 'vlstorage']),
  victoriaCluster('VTCluster', ['select', 'insert', 'storage']),
]
