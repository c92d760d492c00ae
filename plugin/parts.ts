import { relative, sep } from 'node:path'
import { build } from 'esbuild'
import type { BuildOptions, Metafile, Plugin } from 'esbuild'
import { MAIN, homesOf, usedElsewhere } from './homes.ts'
import type { Homes } from './homes.ts'

export interface Parts {
  /** The module that runs. All modules are named by their path from the root. */
  readonly entry: string
  /** The modules of each file that `import()` loads. The last file also gets all that are not listed. */
  readonly files: Readonly<Record<string, readonly string[]>>
}

export interface PartsOptions {
  readonly root: string
  readonly outdir: string
  /** Options of the bundler for each file. */
  readonly common: BuildOptions & { readonly plugins: Plugin[] }
}

/** The module in which a file keeps the exports of `main.cjs`. */
const GIVEN = 'given-by-main'

/**
 * Bundles an entry and its imports into `main.cjs`, and what `import()` loads into files beside it. Each file is loaded at
 * its first use. Each module is in one file only; the other files take it from there. esbuild can split only ES modules,
 * which start slower than one CommonJS file.
 */
export async function buildParts(
  { entry, files }: Parts,
  { root, outdir, common }: PartsOptions,
): Promise<readonly Metafile[]> {
  const write = (contents: string, file: string, homes: Homes, names: Names) =>
    build({
      ...common,
      stdin: { contents, resolveDir: root },
      outfile: `${outdir}/${file}`,
      plugins: [fromItsHome(root, file, homes, names), ...common.plugins],
      metafile: true,
    })
  const whole = await build({ ...common, entryPoints: [entry], outdir, write: false, metafile: true })
  const homes = homesOf(whole.metafile, entry, files)
  const used = usedElsewhere(whole.metafile, homes)
  const names = await namesOf(used.get(MAIN) ?? [], common)
  const results = await Promise.all([
    write(mainEntry(entry, names), MAIN, homes, names),
    ...Object.keys(files).map(file => write(partEntry(used.get(file) ?? []), file, homes, names)),
  ])
  return results.map(({ metafile }) => metafile)
}

/** Takes modules of other files from those files. */
function fromItsHome(root: string, file: string, homes: Homes, names: Names): Plugin {
  return {
    name: 'from-its-home',
    setup(plugins) {
      plugins.onResolve({ filter: /./ }, async ({ path, pluginData, ...place }) => {
        if (path === GIVEN) return { path, namespace: GIVEN }
        if (/^\.\/[\w-]+\.cjs$/.test(path) && place.namespace !== 'file') return { path, external: true }
        if (pluginData === homes || place.kind === 'entry-point') return undefined
        const { kind, importer, namespace, resolveDir } = place
        const found = await plugins.resolve(path, {
          kind,
          importer,
          namespace,
          resolveDir,
          pluginData: homes,
        })
        const module = relative(root, found.path).split(sep).join('/')
        const home = found.namespace === 'file' ? homes.get(module) : undefined
        return home === undefined || home === file ? found : { path: module, namespace: 'elsewhere' }
      })
      plugins.onLoad({ filter: /./, namespace: GIVEN }, () => ({ contents: 'export const given = {}' }))
      plugins.onLoad({ filter: /./, namespace: 'elsewhere' }, ({ path }) => {
        const home = homes.get(path) ?? MAIN
        return { contents: home === MAIN ? ofMain(path, names) : ofPart(path, home) }
      })
    },
  }
}

/** An ES module, so that calls do not go through the getters of a CommonJS module, which are slower. */
function ofMain(path: string, names: Names): string {
  const exported = [...(names.get(path) ?? []).entries()]
  return [
    `import { given } from '${GIVEN}'`,
    `const { ${exported.map(([at, name]) => `${name}: export${at}`).join(', ')} } = given.main['${path}']`,
    `export { ${exported.map(([at, name]) => `export${at} as ${name}`).join(', ')} }`,
  ].join('\n')
}

function ofPart(path: string, file: string): string {
  return `module.exports = require('./${file}')(require('${GIVEN}').given)['${path}']()`
}

/** The entry, and the exports that the other files need. They are collected when the first of those files is loaded. */
function mainEntry(entry: string, names: Names): string {
  const modules = [...names].map(([path, exported], at) => ({
    path,
    exported: exported.map(name => [name, `given${at}_${name}`] as const),
  }))
  const imports = modules.map(
    ({ path, exported }) =>
      `import { ${exported.map(([name, own]) => `${name} as ${own}`).join(', ')} } from './${path}'`,
  )
  const values = modules.map(
    ({ path, exported }) => `'${path}': { ${exported.map(([name, own]) => `${name}: ${own}`).join(', ')} }`,
  )
  return [
    `import { given } from '${GIVEN}'`,
    ...imports,
    `import './${entry}'`,
    `given.modules = () => ({ ${values.join(', ')} })`,
  ].join('\n')
}

/** Gives other files the modules that they need, by path. A module runs at its first use. */
function partEntry(paths: readonly string[]): string {
  return [
    `const { given } = require('${GIVEN}')`,
    `const modules = { ${paths.map(path => `'${path}': () => require('./${path}')`).join(', ')} }`,
    'module.exports = from => {',
    '  given.modules = from.modules',
    '  given.main ??= from.main ??= from.modules()',
    '  return modules',
    '}',
  ].join('\n')
}

/** The exported names of modules, by path. */
type Names = ReadonlyMap<string, readonly string[]>

async function namesOf(paths: readonly string[], common: BuildOptions): Promise<Names> {
  const options = { bundle: false, write: false, outdir: 'names', format: 'esm', metafile: true } as const
  const { metafile } = await build({ ...common, ...options, entryPoints: [...paths] })
  const outputs = Object.values(metafile.outputs)
  const names = new Map(outputs.map(({ entryPoint = '', exports }) => [entryPoint, exports]))
  const empty = paths.find(path => names.get(path)?.length === 0)
  if (empty !== undefined) throw new Error(`${empty}: exports no names, so no other file can use it`)
  return names
}
