import { nameResource } from '../manifest/resource.ts'
import type { Obstacle } from '../manifest/site.ts'
import type { Decision } from './decide.ts'
import type { ScopedSite } from './scope.ts'

export interface Decided {
  readonly scoped: ScopedSite
  readonly decision: Decision
  /** The names are written for another site whose list this one shares or merges: no edit of its own. */
  readonly isCovered?: boolean
}

/**
 * Anchors and merge keys let one edit reach several sites. It is done once, where it is right for all of them; where
 * one needs other names, or none, all that want it fail.
 */
export function settleShared(decided: readonly Decided[]): readonly Decided[] {
  const byDocument = groupBy(decided, ({ scoped }) => scoped.document)
  const settled = new Map<ScopedSite, Decided>()
  for (const group of byDocument.values()) {
    for (const one of settleDocument(group)) settled.set(one.scoped, one)
  }
  return decided.map(one => settled.get(one.scoped) ?? one)
}

function settleDocument(decided: readonly Decided[]): readonly Decided[] {
  const byTarget = groupBy(decided, targetOf)
  const merging = decided.filter(({ scoped }) => scoped.site.list.mergedTargets.length > 0)
  return decided.map(one => {
    if (one.decision.kind !== 'write') return one
    const sharing = byTarget.get(targetOf(one)) ?? []
    const reached = [...sharing, ...merging.filter(other => reachesByMerge(one, other))]
    const opponent = reached.find(other => !isSame(one, other))
    if (opponent !== undefined) return fail(one, opponent)
    const isCovered =
      sharing[0] !== one ||
      one.scoped.site.list.mergedTargets.some(target => isWritten(byTarget.get(target), one))
    return isCovered ? { ...one, isCovered } : one
  })
}

function isWritten(writers: readonly Decided[] | undefined, other: Decided): boolean {
  return writers?.some(writer => reachesByMerge(writer, other) && isSame(writer, other)) ?? false
}

function groupBy<K>(
  decided: readonly Decided[],
  keyOf: (one: Decided) => K,
): ReadonlyMap<K, readonly Decided[]> {
  const groups = new Map<K, Decided[]>()
  for (const one of decided) {
    const group = groups.get(keyOf(one))
    if (group === undefined) groups.set(keyOf(one), [one])
    else group.push(one)
  }
  return groups
}

function targetOf({ scoped }: Decided): string {
  return scoped.site.list.target
}

/** Whether what is written for `writer` comes to `other` by a merge key, since that has no list of its own. */
function reachesByMerge(writer: Decided, other: Decided): boolean {
  const { list } = other.scoped.site
  return (
    writer.decision.kind === 'write' &&
    list.form === 'absent' &&
    targetOf(writer) !== list.target &&
    list.mergedTargets.includes(targetOf(writer))
  )
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
