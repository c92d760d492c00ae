import { doubtsAbout } from '../image/login-server.ts'
import { isObstacle } from '../manifest/site.ts'
import type { Obstacle } from '../manifest/site.ts'
import type { InjectOptions } from './options.ts'
import type { Warning } from './outcome.ts'
import { secretsFor } from './registries.ts'
import type { RegistryOf } from './registries.ts'
import type { ScopedResource, ScopedSite } from './scope.ts'
import { sitesOf } from './scope.ts'

/** What a user should know about a list that stands, and is kept as it is. */
export function listWarnings({ document, site }: ScopedSite): readonly Warning[] {
  const warnings: Warning[] = []
  if (isObstacle(site.list.insertion)) return warnings
  const seen = new Set<string>()
  for (const { name, line } of site.list.entries) {
    const at = document.linesBefore + line
    if (name === '')
      warnings.push({
        code: 'empty-entry',
        line: at,
        message:
          'an entry of imagePullSecrets without a name gives no credential and still hides the list of the service account: take it out',
      })
    else if (seen.has(name))
      warnings.push({
        code: 'duplicate-entry',
        line: at,
        message: `imagePullSecrets lists ${name} twice, which server-side apply refuses: take one out`,
      })
    seen.add(name)
  }
  return warnings
}

/** What is odd about the hosts that images of a site name. */
export function hostWarnings({ document, site }: ScopedSite, registryOf: RegistryOf): readonly Warning[] {
  const doubts = new Map<string, number>()
  for (const { reference, line } of site.images) {
    for (const doubt of doubtsAbout(registryOf(reference)?.domain ?? ''))
      if (!doubts.has(doubt)) doubts.set(doubt, document.linesBefore + line)
  }
  return [...doubts].map(([message, line]) => ({ code: 'doubtful-host', line, message }))
}

/** An image that gets no pull secret. */
export interface Unplaced extends Obstacle {
  readonly code: 'unplaced-image' | 'no-secret'
}

/** Images of ACR without a place for a pull secret, or without a pull secret for their registry. */
export function unplacedIn(
  scoped: ScopedResource,
  registryOf: RegistryOf,
  { secrets }: InjectOptions,
): readonly Unplaced[] {
  return [...withoutPlace(scoped, registryOf), ...withoutSecret(scoped, registryOf, secrets)]
}

function withoutPlace({ resource }: ScopedResource, registryOf: RegistryOf): readonly Unplaced[] {
  const { strays, advice, role, identity } = resource
  const [first, ...others] = strays.filter(({ reference }) => registryOf(reference) !== undefined)
  if (first === undefined) return []
  const where =
    role === 'unknown'
      ? `it is not known where ${identity.kind} keeps pull secrets`
      : 'there is no place for a pull secret'
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return [
    {
      code: 'unplaced-image',
      line: first.line,
      what: `${first.reference} at ${first.path}${more}: ${where}`,
      remedy: advice ?? 'set it there by hand, or on the service account',
    },
  ]
}

function withoutSecret(
  scoped: ScopedResource,
  registryOf: RegistryOf,
  secrets: InjectOptions['secrets'],
): readonly Unplaced[] {
  const unplaced = new Map<string, Unplaced>()
  for (const { reference, line } of sitesOf(scoped).flatMap(({ site }) => site.images)) {
    const registry = registryOf(reference)
    if (registry === undefined || secretsFor(registry, secrets).length > 0 || unplaced.has(registry.host))
      continue
    unplaced.set(registry.host, {
      code: 'no-secret',
      line,
      what: `no --secret is given for ${registry.host}`,
      remedy: `add --secret ${registry.host}=NAME`,
    })
  }
  return [...unplaced.values()]
}
