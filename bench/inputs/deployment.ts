import { extentFrom } from './extent.ts'
import type { Extent } from './extent.ts'
import { labelsOf, NAMESPACES, owner, SERVICES } from './metadata.ts'
import { podSpec } from './pod-spec.ts'
import type { Random } from './random.ts'
import { filled, optional, sorted } from './resource.ts'
import type { Fields } from './resource.ts'

interface Deployment extends Fields {
  readonly metadata: Fields
}

/**
 * A Deployment of 0.3 to 8 kB (half of them below 1 kB), in kustomize's form with sorted keys, and with as many fields
 * as real ones.
 */
export function deployment(random: Random, index: number, isOfAcr: boolean): Deployment {
  const extent = extentFrom(random)
  const service = random.pick(SERVICES)
  const name = `${service}-${index}`
  const labels = labelsOf(random, name, extent.entries('labels'))
  const selected = selectedLabels(name, service, labels)
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      ...owner(random),
      ...optional('labels', filled(labels)),
      name,
      ...optional('namespace', extent.usual(random.pick(NAMESPACES))),
    },
    spec: {
      ...optional('progressDeadlineSeconds', extent.rare(300)),
      replicas: 1 + random.below(6),
      ...optional('revisionHistoryLimit', extent.rare(3)),
      selector: { matchLabels: selected },
      ...optional(
        'strategy',
        extent.rare({ rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 }, type: 'RollingUpdate' }),
      ),
      template: {
        metadata: {
          ...optional('annotations', filled(annotations(random, extent, service))),
          labels: sorted({ ...labels, ...selected }),
        },
        spec: podSpec({ random, extent, service, isOfAcr }, selected),
      },
    },
  }
}

/** The labels that select the pods: `app` in a short Deployment, the recommended labels in others. */
const selectedLabels = (name: string, service: string, labels: Fields): Fields =>
  Object.keys(labels).length < 2
    ? { app: name }
    : { 'app.kubernetes.io/instance': service, 'app.kubernetes.io/name': name }

function annotations(random: Random, extent: Extent, service: string): Fields {
  const all: readonly (readonly [string, string])[] = [
    ['prometheus.io/scrape', 'true'],
    ['prometheus.io/port', '9090'],
    ['prometheus.io/path', '/metrics'],
    ['kubectl.kubernetes.io/default-container', service],
    ['checksum/settings', `sha256-${random.word(40)}`],
    ['cluster-autoscaler.kubernetes.io/safe-to-evict', 'true'],
    ['sidecar.istio.io/inject', 'false'],
  ]
  return sorted(Object.fromEntries(random.several(all, extent.entries('annotations'))))
}
