import type { Metafile } from 'esbuild'

/** The file of the bundle that every run loads. */
export const MAIN = 'main.cjs'

/** The file of each module, by the module's path. Modules that plugins generate may be in several files and are not listed. */
export type Homes = ReadonlyMap<string, string>

/**
 * Assigns modules to files: the entry and all its imports to `main.cjs`, then the modules of each file and their imports, if
 * no earlier file has them. The last file also gets all other modules that `import()` loads. Throws if a listed module is
 * also loaded without `import()`.
 */
export function homesOf(
  graph: Metafile,
  entry: string,
  files: Readonly<Record<string, readonly string[]>>,
): Homes {
  const homes = new Map<string, string>()
  const settle = (path: string, home: string): void => {
    if (homes.has(path) || !isFile(path)) return
    homes.set(path, home)
    for (const next of importsOf(graph, path)) if (!next.isLater) settle(next.path, home)
  }
  settle(entry, MAIN)
  const later = new Set(
    Object.keys(graph.inputs).flatMap(path =>
      importsOf(graph, path).flatMap(one => (one.isLater ? [one.path] : [])),
    ),
  )
  for (const [file, modules] of Object.entries(files))
    for (const module of modules) {
      if (!later.has(module) || homes.get(module) === MAIN)
        throw new Error(`${module} is not loaded by import() only, so it cannot be in ${file}`)
      settle(module, file)
    }
  const last = Object.keys(files).at(-1) ?? MAIN
  for (const module of later) settle(module, last)
  return homes
}

/** For each file, its modules that other files import. */
export function usedElsewhere(graph: Metafile, homes: Homes): ReadonlyMap<string, readonly string[]> {
  const used = new Map<string, Set<string>>()
  for (const [path, home] of homes)
    for (const { path: imported } of importsOf(graph, path)) {
      const other = homes.get(imported)
      if (other === undefined || other === home) continue
      used.set(other, (used.get(other) ?? new Set()).add(imported))
    }
  return new Map([...used].map(([file, paths]) => [file, [...paths].toSorted()]))
}

function importsOf(
  graph: Metafile,
  path: string,
): readonly { readonly path: string; readonly isLater: boolean }[] {
  const imports = graph.inputs[path]?.imports ?? []
  return imports.flatMap(({ path: imported, kind, external }) =>
    external ? [] : [{ path: imported, isLater: kind === 'dynamic-import' }],
  )
}

/** The path of a generated module starts with the name of its plugin and a colon. */
function isFile(path: string): boolean {
  return !path.includes(':') && !path.endsWith('.json')
}
