/**
 * Compiles tests, and all of this project that they may import, file by file: `src/cli.ts` becomes `.compiled/src/cli.mjs`.
 * Node.js then needs no loader. A loader's thread would be asked at each `import()` of the program, which takes
 * longer than many a test.
 */
import { build } from 'esbuild'
import type { BuildFailure, Plugin } from 'esbuild'
import fg from 'fast-glob'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { COMPILED, ROOT, compiledPath } from './compiled-path.ts'
import { TESTS } from './options.ts'

/** Compiles what has changed since the last run. A file that is no TypeScript becomes one that throws the reason. */
export async function compileTests(folder: string): Promise<void> {
  const isOurs = folder === TESTS
  const base = isOurs ? ROOT : folder // for tests of the runner, which is compiled when they run
  const files = await fg(isOurs ? '{src,test,plugin,bench}/**/*.ts' : '**/*.ts', {
    cwd: base,
    absolute: true,
  })
  await compileChanged(base, isOurs ? COMPILED : base, files)
}

/** The last line of a compiled file tells what it was compiled from, and where: the paths in it are whole. */
async function compileChanged(base: string, outdir: string, paths: readonly string[]): Promise<void> {
  const files = paths.map(path => normalize(path)) // backslashes on Windows, as in what esbuild tells
  const self = readFileSync(fileURLToPath(import.meta.url))
  const lines = new Map(
    files.map(file => {
      const hash = createHash('sha256').update(self).update(file).update(readFileSync(file))
      return [file, `//${hash.digest('hex')}`]
    }),
  )
  const changed = files.filter(file => !endsWith(compiledPath(file), lines.get(file) ?? ''))
  for (const [file, code] of await compile(base, outdir, changed))
    replace(compiledPath(file), `${code}\n${lines.get(file)}`)
}

function endsWith(path: string, line: string): boolean {
  try {
    return readFileSync(path, 'utf8').endsWith(line)
  } catch {
    return false // not compiled yet
  }
}

/** In one step, since another run may be importing it. */
function replace(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const part = `${path}.${process.pid}`
  writeFileSync(part, text)
  renameSync(part, path)
}

/** The code of each file. Where one has an error, esbuild gives none at all, so that it is asked again without that one. */
async function compile(
  base: string,
  outdir: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (files.length === 0) return new Map()
  const sources = new Map(files.map(file => [compiledPath(file), file]))
  try {
    const { outputFiles } = await build({
      absWorkingDir: base,
      entryPoints: [...files],
      outbase: base,
      outdir,
      outExtension: { '.js': '.mjs' },
      bundle: true, // so that the plugin sees imports; it leaves each of them an import
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      sourcemap: 'inline',
      sourcesContent: false,
      write: false,
      logLevel: 'silent',
      plugins: [eachForItself],
    })
    return new Map(outputFiles.map(({ path, text }) => [sources.get(path) ?? '', text]))
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    const failed = new Map<string, string>()
    for (const { location, text } of error.errors) {
      const reason = `${location?.file}:${location?.line}: ${text}`
      failed.set(join(base, location?.file ?? ''), `throw new SyntaxError(${JSON.stringify(reason)})`)
    }
    const good = files.filter(file => !failed.has(file))
    if (good.length === files.length) throw error
    return new Map([...(await compile(base, outdir, good)), ...failed])
  }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error
}

const eachForItself: Plugin = {
  name: 'each for itself',
  setup(builder) {
    builder.onResolve({ filter: /^/ }, ({ path, importer, kind, resolveDir }) => {
      if (kind === 'entry-point' || path.endsWith('.json')) return undefined
      // uvu by itself can neither choose tests by name nor tell how long one takes.
      if (path === 'uvu' && importer.endsWith('.test.ts')) return { path: UVU, external: true }
      if (!path.startsWith('.')) return { path, external: true }
      const compiled = path.replace(/\.ts$/, '.mjs')
      const original = pathToFileURL(join(resolveDir, path)).href
      return { path: compiled === path ? original : compiled, external: true }
    })
    // A file finds what lies beside it from where its source is.
    builder.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: 'ts',
    }))
  },
}

const UVU = pathToFileURL(compiledPath(join(TESTS, 'runner/uvu.ts'))).href
