/** Bundles the plugin into `plugin/dist`, or into the folder named by the first argument. */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { builtCommit } from './commit.ts'
import { bundledPackages, noticesOf } from './notices.ts'
import { precompiledSchemas } from './precompile.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const [outdir = fileURLToPath(new URL('dist', import.meta.url))] = process.argv.slice(2)

await rm(outdir, { recursive: true, force: true })
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outdir,
  bundle: true,
  // One chunk for each lazy import, so that a run loads only what it needs.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  // Packages in CommonJS call it for what Node has built in.
  banner: {
    js: "import { createRequire as banneredRequire } from 'node:module'; const require = banneredRequire(import.meta.url);",
  },
  // Names are kept, so that the stack of a bug can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  // The notices hold them all.
  legalComments: 'none',
  metafile: true,
  plugins: [precompiledSchemas, builtCommit],
  logLevel: 'warning',
})
await writeFile(join(outdir, 'THIRD-PARTY-NOTICES'), noticesOf(bundledPackages(metafile, root)))
