import { parseLoginServer } from '../image/login-server.ts'
import type { SecretRule } from '../pull-secret/secret-rules.ts'
import type { EffectiveSettings, KnownRegistry, Sourced } from './effective-settings.ts'

/** The pull secrets for each registry. */
export function secretRules({
  registries,
  secrets,
}: Pick<EffectiveSettings, 'registries' | 'secrets'>): readonly SecretRule[] {
  const own = registries.flatMap(registry =>
    valuesOf(registry.secrets).map(name => ({ host: registry.server.value, name })),
  )
  return [...own, ...valuesOf(secrets).map(name => ({ name }))]
}

/** The pull secrets for each registry that come from the configuration file, not from flags or defaults. */
export function secretRulesOfFile({ registries, secrets }: EffectiveSettings): readonly SecretRule[] {
  return secretRules({
    registries: registries.map(registry => ({
      ...registry,
      secrets: registry.secrets.filter(({ from }) => from.by === 'file'),
    })),
    secrets: secrets.filter(({ from }) => from.by === 'file'),
  })
}

/** The pull secrets of one registry. */
export function secretsOf(
  { secrets: own }: KnownRegistry,
  { secrets }: Pick<EffectiveSettings, 'secrets'>,
): readonly string[] {
  return valuesOf(own.length > 0 ? own : secrets)
}

/** All pull secrets that inject may write, each once. */
export function secretNames(settings: EffectiveSettings): readonly string[] {
  return [...new Set(secretRules(settings).map(({ name }) => name))]
}

/** Login servers to restrict a verb to, and other hosts to add: see `InjectOptions`. */
export function registryHosts({ registries, onlyListedRegistries }: EffectiveSettings): readonly string[] {
  return registries
    .filter(({ credentialFree }) => credentialFree?.value !== true)
    .map(({ server }) => server.value)
    .filter(host => onlyListedRegistries.value || parseLoginServer(host) === undefined)
}

/** Registries whose images need no pull secret. */
export function credentialFreeHosts({ registries }: EffectiveSettings): readonly string[] {
  return registries.flatMap(({ server, credentialFree }) =>
    credentialFree?.value === true ? [server.value] : [],
  )
}

export function valuesOf<T>(sourced: readonly Sourced<T>[]): readonly T[] {
  return sourced.map(({ value }) => value)
}
