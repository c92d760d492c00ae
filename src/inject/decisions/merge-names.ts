import { NONE } from '../../text/lists.ts'
import type { NameChange } from '../outcome.ts'

/** Merges two lists of names. Each name occurs once, with the registries of both lists. */
export function mergeNames(names: readonly NameChange[], more: readonly NameChange[]): readonly NameChange[] {
  if (names.length === 0 || names === more) return more
  if (more.length === 0) return names
  if (more.every(change => names.some(known => coversChange(known, change)))) return names
  const merged = new Map(names.map(change => [change.name, change]))
  for (const change of more) {
    const before = merged.get(change.name)
    const registries = new Set([...(before?.registries ?? []), ...change.registries])
    merged.set(change.name, { ...change, ...before, registries: [...registries] })
  }
  return [...merged.values()]
}

/** Like `mergeNames` for many lists, in one pass. */
export function mergeAllNames(lists: readonly (readonly NameChange[])[]): readonly NameChange[] {
  const [first = NONE, second = NONE, ...others] = new Set(lists.filter(list => list.length > 0))
  if (others.length === 0) return mergeNames(first, second)
  const merged = new Map<string, { readonly change: NameChange; readonly registries: Set<string> }>()
  for (const change of [first, second, ...others].flat()) {
    const before = merged.get(change.name)
    const registries = before?.registries ?? new Set<string>()
    for (const registry of change.registries) registries.add(registry)
    merged.set(change.name, { change: { ...change, ...before?.change }, registries })
  }
  return [...merged.values()].map(({ change, registries }) => ({ ...change, registries: [...registries] }))
}

/** Whether a change adds nothing to a known one. Then the list keeps its identity. */
function coversChange(known: NameChange, { name, registries, serviceAccount }: NameChange): boolean {
  return (
    known.name === name &&
    (serviceAccount === undefined || known.serviceAccount !== undefined) &&
    registries.every(registry => known.registries.includes(registry))
  )
}
