import type { Random } from './random.ts'
import { optional, sorted } from './resource.ts'
import type { Fields } from './resource.ts'

export const SERVICES = ['basket', 'catalog', 'checkout', 'invoices', 'payments', 'search'] as const
export const NAMESPACES = ['shop', 'billing', 'platform'] as const

/** The metadata of resources that are not workloads. */
export function metadataOf(random: Random, name: string): Fields {
  return {
    ...owner(random),
    labels: labelsOf(random, name, 5),
    name,
    namespace: random.pick(NAMESPACES),
  }
}

/** Sometimes, an annotation with characters outside ASCII, so that readers cannot treat all bytes as characters. */
export function owner(random: Random): Fields {
  const value = 'Zuständig: Team Kasse, Zürich' // ": " has it quoted
  return optional('annotations', random.once(20) ? { 'contoso.com/owner': value } : undefined)
}

/** The first `count` labels, the most common ones first. */
export function labelsOf(random: Random, name: string, count: number): Fields {
  const labels = {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/component': random.pick(['api', 'worker', 'frontend']),
    'app.kubernetes.io/part-of': 'shop',
    'app.kubernetes.io/version': versionOf(random),
    'app.kubernetes.io/managed-by': 'kustomize',
    'contoso.com/cost-center': `retail-${10 + random.below(80)}`,
    'contoso.com/tier': random.pick(['web', 'backend']),
  }
  return sorted(Object.fromEntries(Object.entries(labels).slice(0, count)))
}

export const versionOf = (random: Random): string =>
  `${1 + random.below(4)}.${random.below(30)}.${random.below(10)}`
