import { oddEntries, commentedOut } from '../../manifest/list-faults.ts'
import { imageWithoutPlace } from '../../manifest/unplaced-image.ts'
import type { Diagnostic } from '../../manifest/diagnostic.ts'
import { LIST_KEY } from '../../manifest/list-keys.ts'
import type { MisplacedList } from '../../manifest/sites/misplaced-lists.ts'
import { isDiagnostic } from '../../manifest/site.ts'
import { concat, NONE } from '../../text/lists.ts'
import type { InjectOptions } from '../options.ts'
import type { Warning } from '../outcome.ts'
import { secretsFor } from '../../pull-secret/secret-rules.ts'
import { nearLoginServer } from '../../image/near-login-server.ts'
import type { RegistryOf } from '../../image/registry.ts'
import type { ScopedResource, ScopedSite } from '../scope.ts'
import { scopedSites } from '../scope.ts'

/** Warnings about duplicate keys in the paths to the fields that are read or edited. */
export function repeatWarnings({ document, site }: ScopedSite): readonly Warning[] {
  const { repeats } = site
  if (repeats === undefined) return NONE
  return repeats.map(({ key, lines }) => {
    const all = lines.map(line => document.linesBefore + line)
    const count = all.length === 2 ? 'twice' : `${all.length} times`
    const places = `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
    return {
      code: 'duplicate-key',
      line: all.at(-1) ?? 0,
      message: `the key ${key} occurs ${count} (lines ${places}), and kubectl reads the last: keep one of them`,
    }
  })
}

/** Warnings about an existing list, whose entries are kept. */
export function listWarnings({ document, site }: ScopedSite): readonly Warning[] {
  if (site.list.entries.length === 0 || isDiagnostic(site.list.insertion)) return NONE
  return oddEntries(site.list.entries).map(({ code, line, what, remedy }) => ({
    code,
    line: document.linesBefore + line,
    message: `${what}: ${remedy}`,
  }))
}

/**
 * Warnings about values that were meant as lists of pull secrets, but are none. `listed` are the names that the
 * resource lists after the edits.
 */
export function misplacedWarnings(
  { document }: ScopedResource,
  lists: readonly MisplacedList[],
  listed: readonly string[],
): readonly Warning[] {
  return lists.flatMap(({ kind, path, line: ownLine, names, placeholder }): readonly Warning[] => {
    if (kind === 'mounted') return NONE
    const line = document.linesBefore + ownLine
    if (placeholder !== undefined) {
      const message = `${commentedOut(path, placeholder)}: replace the placeholder before inject`
      return [{ code: 'list-placeholder', line, message }]
    }
    const left = names.filter(name => !listed.includes(name))
    const rest = left.length === 0 ? '' : `, and list ${left.join(', ')} under ${LIST_KEY}`
    return [
      {
        ...(kind === 'misspelt' ? { code: 'misspelt-key' } : { code: 'misplaced-list' }),
        line,
        message: `${path} is not a field that Kubernetes reads: remove it${rest}`,
      },
    ]
  })
}

/** Warnings about the hosts of a site's images. */
export function hostWarnings({ document, site }: ScopedSite, registryOf: RegistryOf): readonly Warning[] {
  const doubts = new Map<string, number>()
  for (const { reference, line } of site.images)
    for (const doubt of doubtsAboutImage(reference, registryOf))
      if (!doubts.has(doubt)) doubts.set(doubt, document.linesBefore + line)
  if (doubts.size === 0) return NONE
  return [...doubts].map(([message, line]) => ({ code: 'doubtful-host', line, message }))
}

function doubtsAboutImage(reference: string, registryOf: RegistryOf): readonly string[] {
  const registry = registryOf(reference)
  if (registry !== undefined) return registry.doubts
  const near = nearLoginServer(reference)
  if (near === undefined) return NONE
  return [near.meant === undefined ? near.what : `${near.what}: write ${near.meant}`]
}

/** An image without a pull secret: the resource has no place for one, or none is given for its registry. */
export interface Unplaced extends Diagnostic {
  readonly code: 'unplaced-image' | 'no-secret'
}

/** Images of ACR without a place for a pull secret, or without a pull secret for their registry. */
export function unplacedIn(
  scoped: ScopedResource,
  registryOf: RegistryOf,
  { secrets }: InjectOptions,
): readonly Unplaced[] {
  return concat(imageWithoutPlace(scoped.resource, registryOf), withoutSecret(scoped, registryOf, secrets))
}

function withoutSecret(
  scoped: ScopedResource,
  registryOf: RegistryOf,
  secrets: InjectOptions['secrets'],
): readonly Unplaced[] {
  if (secrets.some(({ host }) => host === undefined)) return NONE
  const unplaced = new Map<string, Unplaced>()
  for (const { reference, line } of scopedSites(scoped).flatMap(({ site }) => site.images)) {
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
