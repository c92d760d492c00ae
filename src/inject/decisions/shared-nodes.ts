import type { Diagnostic } from '../../manifest/diagnostic.ts'
import { nameResource } from '../../manifest/resource.ts'
import type { Identity } from '../../manifest/resource.ts'
import type { Decision } from './decide.ts'
import { groupBy } from '../../text/group-by.ts'
import type { ScopedSite } from '../scope.ts'

export interface Decided {
  readonly scoped: ScopedSite
  readonly decision: Decision
  /** Whether another site shares or merges this list and writes the names, so that this site has no edit. */
  readonly isCovered: boolean
}

/**
 * With anchors and merge keys, one edit can change several sites. The edit is made once if it is right for all of
 * them. If any of these sites needs other names, or must not change, all sites that need the edit fail.
 */
export function resolveSharedEdits(decided: readonly Decided[]): readonly Decided[] {
  if (!decided.some(mayShare)) return decided
  const byDocument = groupBy(decided, ({ scoped }) => scoped.document)
  const resolved = new Map<ScopedSite, Decided>()
  for (const group of byDocument.values()) {
    for (const one of resolveDocument(group)) resolved.set(one.scoped, one)
  }
  return decided.map(one => resolved.get(one.scoped) ?? one)
}

/** Even without aliases, two sites of one resource can share a list. */
function mayShare({ scoped: { document, resource } }: Decided): boolean {
  return document.hasAliases || resource.sites.length > 1
}

function resolveDocument(decided: readonly Decided[]): readonly Decided[] {
  const byTarget = groupBy(decided, targetOf)
  const mergersOf = mergersByTarget(decided)
  const reaches = new Map<string, Reach>()
  const reachOf = (target: string): Reach => {
    const known = reaches.get(target) ?? reachFrom(byTarget.get(target) ?? [], mergersOf.get(target) ?? [])
    reaches.set(target, known)
    return known
  }
  return decided.map(one => {
    if (one.decision.kind !== 'write') return one
    const { first, different } = reachOf(targetOf(one))
    const conflicting = first === undefined || isSame(one, first) ? different : first
    if (conflicting !== undefined) return fail(one, conflicting)
    const isCovered = first !== one || isInherited(one, target => reachOf(target).results)
    return isCovered ? { ...one, isCovered } : one
  })
}

/** The sites that an edit of one target changes. */
interface Reach {
  readonly first: Decided | undefined
  /** The first site that needs another list than `first`, or must not change. */
  readonly different: Decided | undefined
  /** The lists, as texts, that sites with this target need. */
  readonly results: ReadonlySet<string>
}

function reachFrom(sharing: readonly Decided[], merging: readonly Decided[]): Reach {
  const [first] = [...sharing, ...merging]
  const isOther = (one: Decided): boolean => first !== undefined && !isSame(first, one)
  return {
    first,
    different: sharing.find(isOther) ?? merging.find(isOther),
    results: new Set(sharing.flatMap(one => resultOf(one) ?? [])),
  }
}

/** The sites that an edit of a target changes through a merge key, because they have no list of their own. */
function mergersByTarget(decided: readonly Decided[]): ReadonlyMap<string, readonly Decided[]> {
  const merging = decided.flatMap(one => mergedTargetsOf(one).map(target => ({ one, target })))
  return new Map(
    [...groupBy(merging, ({ target }) => target)].map(([target, all]) => [target, all.map(({ one }) => one)]),
  )
}

function mergedTargetsOf(one: Decided): readonly string[] {
  const { form, mergedTargets } = one.scoped.site.list
  return form === 'absent' ? mergedTargets.filter(target => target !== targetOf(one)) : []
}

/** Whether the same names are written to a mapping that is merged into the site's. */
function isInherited(one: Decided, resultsAt: (target: string) => ReadonlySet<string>): boolean {
  const result = resultOf(one)
  return result !== undefined && mergedTargetsOf(one).some(target => resultsAt(target).has(result))
}

function targetOf({ scoped }: Decided): string {
  return scoped.site.list.target
}

function isSame(one: Decided, other: Decided): boolean {
  const result = resultOf(one)
  return result !== undefined && (one === other || result === resultOf(other))
}

/** The complete new list of a site that is written to, one name a line. */
function resultOf({ scoped, decision }: Decided): string | undefined {
  if (decision.kind !== 'write') return undefined
  const { entries } = scoped.site.list
  return [...entries, ...decision.names].map(({ name }) => name).join('\n')
}

function fail(one: Decided, conflicting: Decided): Decided {
  const { resource, site } = conflicting.scoped
  const need = conflicting.decision.kind === 'write' ? 'which needs other ones' : 'which must not change'
  const problem = sharedByAlias(one.scoped.site.list.line, resource.identity, site.path, need)
  return { ...one, decision: { kind: 'fail', problem } }
}

/**
 * The diagnostic for a list that cannot change because a pod spec of another resource shares it. `need` describes that
 * pod spec.
 */
export function sharedByAlias(line: number, other: Identity, path: string, need: string): Diagnostic {
  return {
    code: 'shared-by-alias',
    line,
    what: `an alias shares the list of pull secrets with ${path} of ${nameResource(other)}, ${need}`,
    remedy: 'write one of the two out in full',
  }
}
