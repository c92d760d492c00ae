import type { Random } from './random.ts'
import { optional } from './resource.ts'
import type { Fields } from './resource.ts'

export const SERVICES = ['basket', 'catalog', 'checkout', 'invoices', 'payments', 'search'] as const
export const NAMESPACES = ['shop', 'billing', 'platform'] as const

/** Labels and, once in a while, an annotation for people: not in ASCII, so that no reader gets away with bytes. */
export function metadataOf(random: Random, name: string): Fields {
  const owner = 'Zuständig: Team Kasse, Zürich' // ": " has it quoted
  return {
    ...optional('annotations', random.once(20) ? { 'contoso.com/owner': owner } : undefined),
    labels: {
      'app.kubernetes.io/component': random.pick(['api', 'worker', 'frontend']),
      'app.kubernetes.io/managed-by': 'kustomize',
      'app.kubernetes.io/name': name,
      'app.kubernetes.io/part-of': 'shop',
      'app.kubernetes.io/version': `${1 + random.below(4)}.${random.below(30)}.${random.below(10)}`,
    },
    name,
    namespace: random.pick(NAMESPACES),
  }
}
