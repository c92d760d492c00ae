/** Bundles the plugin into `plugin/dist`, or into the folder named by the first argument. */
import { createHash } from 'node:crypto'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { BuildOptions, Metafile } from 'esbuild'
import { builtCommit } from './commit.ts'
import { MAIN } from './homes.ts'
import { lazyPromises } from './lazy-promises.ts'
import { lazyModule, lazyPackages, PACKAGES } from './lazy-packages.ts'
import { bundledPackages, noticesOf } from './notices.ts'
import { buildParts } from './parts.ts'
import type { Parts } from './parts.ts'
import { precompiledSchemas } from './precompile.ts'
import { noGlobalStreams, terminalFree } from './terminal-free.ts'
import { BEFORE, AFTER } from './wrapper.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const [outdir = fileURLToPath(new URL('dist', import.meta.url))] = process.argv.slice(2)

/** The files of the bundle. `inject` loads only the main file; each other command also loads the file that it is in. */
const PARTS: Parts = {
  entry: 'src/main.ts',
  files: {
    'verbs.cjs': [
      'src/commands/uninject.ts',
      'src/commands/post-render.ts',
      'src/commands/fn/fn.ts',
      'src/commands/version/version.ts',
      'src/inject/uninject.ts',
      'src/commands/check/check.ts',
      'src/commands/secret/secret.ts',
      'src/commands/kinds/kinds.ts',
      'src/commands/config/config.ts',
      'src/commands/completion/completion.ts',
      'src/commands/completion/complete.ts',
      'src/commands/shared/arguments/find-verb.ts',
      'src/commands/shared/arguments/help.ts',
    ],
    'check.cjs': ['src/commands/check/run-check.ts', 'src/check/finding.ts', 'src/report/check/report.ts'],
    'later.cjs': [],
  },
}

const common = {
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
  // THIRD-PARTY-NOTICES contains all license texts.
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions

await rm(outdir, { recursive: true, force: true })
const [sources, ...packages] = await Promise.all([
  buildParts(PARTS, {
    root,
    outdir,
    common: {
      ...common,
      define: noGlobalStreams,
      plugins: [precompiledSchemas, builtCommit, lazyPackages, lazyPromises, terminalFree],
      banner: { js: BEFORE },
      footer: { js: AFTER },
    },
  }),
  ...PACKAGES.map(({ name, file }) =>
    build({
      ...common,
      stdin: lazyModule(name, root),
      outfile: join(outdir, 'packages', file),
    }),
  ),
])
// The last line of each file is a checksum, by which the launcher tells bundles apart.
for (const name of [MAIN, ...Object.keys(PARTS.files)]) {
  const file = join(outdir, name)
  const checksum = createHash('sha256').update(await readFile(file))
  await appendFile(file, `//${checksum.digest('hex')}`)
}
const metafiles = [...sources, ...packages.map(({ metafile }) => metafile)]
const outputs: Metafile['outputs'] = Object.assign({}, ...metafiles.map(metafile => metafile.outputs))
await writeFile(
  join(outdir, 'THIRD-PARTY-NOTICES'),
  noticesOf(bundledPackages({ inputs: {}, outputs }, root)),
)
