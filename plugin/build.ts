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
import { BEFORE, BEHIND } from './wrapper.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const [outdir = fileURLToPath(new URL('dist', import.meta.url))] = process.argv.slice(2)

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  // Node starts a CommonJS file in less time than the first of several modules.
  format: 'cjs',
  platform: 'node',
  // The launcher takes each byte for a character.
  charset: 'ascii',
  target: 'node20.19',
  supported: { 'dynamic-import': false },
  // Names are kept, so that the stack of a bug can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  // The notices hold them all.
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
    footer: { js: BEHIND },
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
// By this last line the launcher tells one bundle from another.
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
