import { namesOfRegistry } from '../image/registry.ts'
import type { Registry } from '../image/registry.ts'

/** The pull secret of a call that names none. */
export const DEFAULT_SECRET = 'acr-secret'

/**
 * A pull secret for the images of one registry, or, without `host`, for all registries without a rule of their own.
 */
export interface SecretRule {
  readonly host?: string
  readonly name: string
}

/** The pull secrets for a registry: its own rules, else those for all registries; empty if no rule applies. */
export function secretsFor(registry: Registry, rules: readonly SecretRule[]): readonly string[] {
  for (const name of namesOfRegistry(registry)) {
    const own = rules.filter(({ host }) => host === name)
    if (own.length > 0) return own.map(rule => rule.name)
  }
  return rules.filter(({ host }) => host === undefined).map(rule => rule.name)
}
