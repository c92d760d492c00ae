import { nameResource } from '../manifest/resource.ts'
import type { Obstacle } from '../manifest/site.ts'
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
export function settleShared(decided: readonly Decided[]): readonly Decided[] {
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
  return decided.map(one => {
    if (one.decision.kind !== 'write') return one
    const sharing = byTarget.get(targetOf(one)) ?? []
    const reached = [...sharing, ...(mergersOf.get(targetOf(one)) ?? [])]
    const opponent = reached.find(other => !isSame(one, other))
    if (opponent !== undefined) return fail(one, opponent)
    const isCovered = sharing[0] !== one || isInherited(one, byTarget)
    return isCovered ? { ...one, isCovered } : one
  })
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
function isInherited(one: Decided, byTarget: ReadonlyMap<string, readonly Decided[]>): boolean {
  return mergedTargetsOf(one).some(
    target => byTarget.get(target)?.some(writer => isSame(writer, one)) ?? false,
  )
}

function targetOf({ scoped }: Decided): string {
  return scoped.site.list.target
}

function isSame(one: Decided, other: Decided): boolean {
  const [names, others] = [resultOf(one), resultOf(other)]
  return names !== undefined && others !== undefined && names.join('\n') === others.join('\n')
}

/** The whole list as it will be, for a site that is written to. */
function resultOf({ scoped, decision }: Decided): readonly string[] | undefined {
  if (decision.kind !== 'write') return undefined
  const { entries } = scoped.site.list
  return [...entries, ...decision.names].map(({ name }) => name)
}

function fail(one: Decided, opponent: Decided): Decided {
  const { resource, site } = opponent.scoped
  const need = opponent.decision.kind === 'write' ? 'which needs others' : 'which must not change'
  const obstacle: Obstacle = {
    line: one.scoped.site.list.line,
    what: `its pull secrets are shared, by an alias, with ${site.path} of ${nameResource(resource.identity)}, ${need}`,
    remedy: 'write one of the two out in full',
  }
  return { ...one, decision: { kind: 'fail', obstacle } }
}
