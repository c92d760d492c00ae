import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, StdinOptions } from 'esbuild'

/** A package, or one of its files, that is bundled into a separate file, which is loaded on first use. */
export interface LazyPackage {
  readonly name: string
  readonly file: string
}

export const PACKAGES: readonly LazyPackage[] = [
  { name: 'yaml', file: 'yaml.cjs' },
  { name: 'fast-glob', file: 'fast-glob.cjs' },
  { name: 'socks', file: 'socks.cjs' },
  { name: '@azure/identity', file: 'azure-identity.cjs' },
  { name: '@kubernetes/client-node/dist/config.js', file: 'kubernetes-client-node.cjs' },
]

/**
 * Keeps these packages out of the main bundle, and requires them from their own files. A generated module between them
 * has the used exports by name. Without it, the bundler would treat a whole CommonJS file as the default export.
 */
export const lazyPackages: Plugin = {
  name: 'lazy-packages',
  setup(build) {
    const files = new Map(PACKAGES.map(({ name, file }) => [name, `./packages/${file}`]))
    const sources = join(build.initialOptions.absWorkingDir ?? '.', 'src')
    build.onResolve({ filter: /^[@a-z]/ }, ({ path }) =>
      files.has(path) ? { path, namespace: 'lazy-packages' } : undefined,
    )
    build.onLoad({ filter: /./, namespace: 'lazy-packages' }, ({ path }) => {
      const names = [...usedExports(path, sources).entries()]
      const kept = names.map(([at, name]) => `${name}: export${at}`)
      const exported = names.map(([at, name]) => `export${at} as ${name}`)
      return {
        contents: `const { ${kept.join(', ')} } = require('${files.get(path)}')\nexport { ${exported.join(', ')} }`,
        loader: 'js',
      }
    })
    build.onResolve({ filter: /./, namespace: 'lazy-packages' }, ({ path }) => ({ path, external: true }))
  },
}

/** An entry module for a bundler that exports only the names that the sources use of a package. */
export function lazyModule(name: string, root: string): StdinOptions {
  const contents = `export { ${usedExports(name, join(root, 'src')).join(', ')} } from '${name}'`
  // The extension `.mjs` makes a default import mean the same as in the sources.
  return { contents, resolveDir: root, sourcefile: `${name}.mjs` }
}

/** The exports of a package that the sources in a folder use. Throws if there are none. */
export function usedExports(name: string, sources: string): readonly string[] {
  const names = new Set<string>()
  for (const entry of readdirSync(sources, { withFileTypes: true, recursive: true })) {
    if (!entry.name.endsWith('.ts')) continue
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    for (const [, statically, dynamically = ''] of text.matchAll(USES(name)))
      for (const used of (statically ?? dynamically).split(','))
        names.add(used.split(/ as |:/)[0]?.trim() ?? '')
  }
  names.delete('')
  if (names.size === 0) throw new Error(`${name} is not used: remove it from the list of packages`)
  return [...names].toSorted()
}

/** `import { a } from 'x'`, `export { a } from 'x'`, and `const { a } = await import('x')`. */
const USES = (name: string): RegExp =>
  new RegExp(
    `(?:im|ex)port \\{([\\w\\s,:]*)\\} from '${name}'|\\{([\\w\\s,:]*)\\} = await import\\('${name}'\\)`,
    'g',
  )
