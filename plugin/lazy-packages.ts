import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'

/** A package, or a file of one, that is bundled into a file of its own, which is loaded when it is used. */
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

/** Leaves these packages out of the bundle, and has them required from their files. */
export const lazyPackages: Plugin = {
  name: 'lazy-packages',
  setup(build) {
    const files = new Map(PACKAGES.map(({ name, file }) => [name, `./packages/${file}`]))
    build.onResolve({ filter: /^[@a-z]/ }, ({ path }) => {
      const file = files.get(path)
      return file === undefined ? undefined : { path: file, external: true }
    })
  },
}

/** A module that exports what the sources below a folder use of a package, and no more. Throws where that is nothing. */
export function usedExports(name: string, sources: string): string {
  const names = new Set<string>()
  for (const entry of readdirSync(sources, { withFileTypes: true, recursive: true })) {
    if (!entry.name.endsWith('.ts')) continue
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    for (const [, statically, dynamically = ''] of text.matchAll(USES(name)))
      for (const used of (statically ?? dynamically).split(','))
        names.add(used.split(/ as |:/)[0]?.trim() ?? '')
  }
  names.delete('')
  if (names.size === 0) throw new Error(`nothing of ${name} is used: take it out of the list of packages`)
  return `export { ${[...names].toSorted().join(', ')} } from '${name}'`
}

/** `import { a } from 'x'`, `export { a } from 'x'`, and `const { a } = await import('x')`. */
const USES = (name: string): RegExp =>
  new RegExp(
    `(?:im|ex)port \\{([\\w\\s,:]*)\\} from '${name}'|\\{([\\w\\s,:]*)\\} = await import\\('${name}'\\)`,
    'g',
  )
