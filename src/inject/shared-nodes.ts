import type { Diagnostic } from '../manifest/diagnostic.ts'
import { nameResource } from '../manifest/resource.ts'
import type { Identity } from '../manifest/resource.ts'
import type { Decision } from './decide.ts'
import { groupBy } from '../text/group-by.ts'
import type { ScopedSite } from './scope.ts'

export interface Decided {
  readonly scoped: ScopedSite
  readonly decision: Decision
  /** The names are written for another site whose list this one shares or merges: no edit of its own. */
  readonly isCovered: boolean
}

/**
 * Anchors and merge keys let one edit reach several sites. It is done once, where it is right for all of them; where
 * one needs other names, or none, all that want it fail.
 */
export function resolveSharedEdits(decided: readonly Decided[]): readonly Decided[] {
  if (!decided.some(mayShare)) return decided
  const byDocument = groupBy(decided, ({ scoped }) => scoped.document)
  const settled = new Map<ScopedSite, Decided>()
  for (const group of byDocument.values()) {
    for (const one of settleDocument(group)) settled.set(one.scoped, one)
  }
  return decided.map(one => settled.get(one.scoped) ?? one)
}

/** Without aliases, two sites of one resource still may have one list. */
function mayShare({ scoped: { document, resource } }: Decided): boolean {
  return document.hasAliases || resource.sites.length > 1
}

function settleDocument(decided: readonly Decided[]): readonly Decided[] {
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
    const opponent = first === undefined || isSame(one, first) ? different : first
    if (opponent !== undefined) return fail(one, opponent)
    const isCovered = first !== one || isInherited(one, target => reachOf(target).results)
    return isCovered ? { ...one, isCovered } : one
  })
}

/** The sites that what is written to one target comes to. */
interface Reach {
  readonly first: Decided | undefined
  /** The first that gets another list than the first of all, or that must get none. */
  readonly different: Decided | undefined
  /** The lists, as texts, that sites with this target want to have. */
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

/** The sites that what is written to a target comes to by a merge key, since they have no list of their own. */
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

/** Whether the same names are written for a mapping that is merged into the site's. */
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

/** The whole list as it will be, a name a line, for a site that is written to. */
function resultOf({ scoped, decision }: Decided): string | undefined {
  if (decision.kind !== 'write') return undefined
  const { entries } = scoped.site.list
  return [...entries, ...decision.names].map(({ name }) => name).join('\n')
}

function fail(one: Decided, opponent: Decided): Decided {
  const { resource, site } = opponent.scoped
  const need = opponent.decision.kind === 'write' ? 'which needs other ones' : 'which must not change'
  const obstacle = sharedByAlias(one.scoped.site.list.line, resource.identity, site.path, need)
  return { ...one, decision: { kind: 'fail', obstacle } }
}

/** Why a list cannot change alone: it is also that of a pod spec of another resource. `need`: what that one is like. */
export function sharedByAlias(line: number, other: Identity, path: string, need: string): Diagnostic {
  return {
    code: 'shared-by-alias',
    line,
    what: `an alias shares the list of pull secrets with ${path} of ${nameResource(other)}, ${need}`,
    remedy: 'write one of the two out in full',
  }
}
