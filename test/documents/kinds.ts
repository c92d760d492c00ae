import { workloadKinds } from '../../src/kinds/table.ts'
import { BUILT_IN_GROUPS } from '../../src/kubernetes/groups.ts'
import type { MakeRegion } from './regions.ts'

/** `kinds`: the custom kinds whose pull secrets are known, by API group. */
export const kinds: MakeRegion = () => {
  const groups = new Map<string, Set<string>>()
  for (const { group, kind } of workloadKinds()) {
    if (BUILT_IN_GROUPS.has(group)) continue
    groups.set(group, (groups.get(group) ?? new Set()).add(kind))
  }
  return [...groups]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([group, names]) => `- \`${group}\`: ${[...names].toSorted().join(', ')}`)
    .join('\n')
}
