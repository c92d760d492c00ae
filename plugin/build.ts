/** Bundles the plugin into `plugin/dist`, or into the folder named by the first argument. */
import { createHash } from 'node:crypto'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { BuildOptions, Metafile } from 'esbuild'
import { builtCommit } from './commit.ts'
import { lazyPromises } from './lazy-promises.ts'
import { lazyModule, lazyPackages, PACKAGES } from './lazy-packages.ts'
import { bundledPackages, noticesOf } from './notices.ts'
import { precompiledSchemas } from './precompile.ts'
import { noGlobalStreams, terminalFree } from './terminal-free.ts'
import { BEFORE, AFTER } from './wrapper.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const [outdir = fileURLToPath(new URL('dist', import.meta.url))] = process.argv.slice(2)

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  // Node.js starts one CommonJS file faster than several ES modules.
  format: 'cjs',
  platform: 'node',
  // The launcher reads the bundle as latin1.
  charset: 'ascii',
  target: 'node20.19',
  supported: { 'dynamic-import': false },
  // Identifiers are not shortened, so that stack traces are readable.
  minifyWhitespace: true,
  minifySyntax: true,
  // THIRD-PARTY-NOTICES contains all licence texts.
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
}

await rm(outdir, { recursive: true, force: true })
const results = await Promise.all([
  build({
    ...common,
    entryPoints: ['src/main.ts'],
    outfile: join(outdir, 'main.cjs'),
    banner: { js: BEFORE },
    footer: { js: AFTER },
    define: noGlobalStreams,
    plugins: [precompiledSchemas, builtCommit, lazyPackages, lazyPromises, terminalFree],
  }),
  ...PACKAGES.map(({ name, file }) =>
    build({
      ...common,
      stdin: lazyModule(name, root),
      outfile: join(outdir, 'packages', file),
    }),
  ),
])
// The last line is a checksum, by which the launcher tells bundles apart.
const main = join(outdir, 'main.cjs')
await appendFile(
  main,
  `//${createHash('sha256')
    .update(await readFile(main))
    .digest('hex')}`,
)
const metafiles = results.map(({ metafile }) => metafile).filter(metafile => metafile !== undefined)
const outputs: Metafile['outputs'] = Object.assign({}, ...metafiles.map(metafile => metafile.outputs))
await writeFile(
  join(outdir, 'THIRD-PARTY-NOTICES'),
  noticesOf(bundledPackages({ inputs: {}, outputs }, root)),
)
