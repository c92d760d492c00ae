import { mainContainer, migration, sidecar } from './containers.ts'
import type { Sketch } from './containers.ts'
import { filled, optional } from './resource.ts'
import type { Fields } from './resource.ts'
import { volumeOf, volumesOf } from './volumes.ts'

/** The pod spec. `labels`: the labels that select the pods. */
export function podSpec(sketch: Sketch, labels: Fields): Fields {
  const { random, service, extent } = sketch
  const { rare, usual } = extent
  const volumes = random.several(volumesOf(service), extent.entries('volumes'))
  const main = mainContainer(sketch, volumes)
  const beside = rare(sidecar(sketch))
  return {
    ...optional('affinity', rare({ podAntiAffinity: apart(labels) })),
    containers: beside === undefined ? [main] : [main, beside],
    ...optional('imagePullSecrets', random.once(20) ? [{ name: 'regcred' }] : undefined),
    ...optional('initContainers', rare([migration(sketch)])),
    ...optional('nodeSelector', rare({ 'kubernetes.io/os': 'linux' })),
    ...optional('priorityClassName', rare('shop-critical')),
    ...optional('securityContext', usual({ fsGroup: 10_001, runAsNonRoot: true })),
    ...optional('serviceAccountName', usual(service)),
    ...optional('terminationGracePeriodSeconds', rare(60)),
    ...optional('tolerations', rare([{ effect: 'NoSchedule', key: 'contoso.com/pool', operator: 'Exists' }])),
    ...optional('volumes', filled(volumes.map(volumeOf))),
  }
}

const apart = (matchLabels: Fields): Fields => ({
  preferredDuringSchedulingIgnoredDuringExecution: [
    {
      podAffinityTerm: { labelSelector: { matchLabels }, topologyKey: 'kubernetes.io/hostname' },
      weight: 100,
    },
  ],
})
