import type { NameChange } from './outcome.ts'

/** Each name once, as in both lists, with the registries of all. */
export function mergeNames(names: readonly NameChange[], more: readonly NameChange[]): readonly NameChange[] {
  if (names.length === 0 || names === more) return more
  const merged = new Map(names.map(change => [change.name, change]))
  for (const change of more) {
    const before = merged.get(change.name)
    const registries = new Set([...(before?.registries ?? []), ...change.registries])
    merged.set(change.name, { ...change, ...before, registries: [...registries] })
  }
  return [...merged.values()]
}
