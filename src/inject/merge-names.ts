import type { NameChange } from './outcome.ts'

/** Each name once, as in both lists, with the registries of all. */
export function mergeNames(names: readonly NameChange[], more: readonly NameChange[]): readonly NameChange[] {
  if (names.length === 0 || names === more) return more
  if (more.every(change => names.some(known => coversChange(known, change)))) return names
  const merged = new Map(names.map(change => [change.name, change]))
  for (const change of more) {
    const before = merged.get(change.name)
    const registries = new Set([...(before?.registries ?? []), ...change.registries])
    merged.set(change.name, { ...change, ...before, registries: [...registries] })
  }
  return [...merged.values()]
}

/** Whether a change says nothing that is not known: then the list stays the same one. */
function coversChange(known: NameChange, { name, registries, serviceAccount }: NameChange): boolean {
  return (
    known.name === name &&
    (serviceAccount === undefined || known.serviceAccount !== undefined) &&
    registries.every(registry => known.registries.includes(registry))
  )
}
