import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { COMPILED, ROOT } from './compiled-path.ts'

interface Coverage {
  readonly result?: { url: string }[]
  readonly 'source-map-cache'?: Readonly<Record<string, SourceMapOf>>
}

interface SourceMapOf {
  readonly data: { readonly sources: readonly string[] } | null
}

/**
 * Says of coverage that Node.js wrote of compiled files that it is of their sources. c8 compares paths with `include` before
 * it looks at source maps.
 */
export function attributeCoverage(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const coverage = readCoverage(path)
    if (coverage === undefined) continue
    const { result, 'source-map-cache': maps, ...rest } = coverage
    // What tsx compiled for a child process stands elsewhere in its text, and c8 would merge both.
    const ours = result?.filter(({ url }) => !isSource(url)) ?? []
    for (const script of ours) script.url = sourceOf(script.url)
    const known = Object.entries(maps ?? {}).filter(([url]) => !isSource(url))
    const attributed = known.map(([url, map]) => {
      const source = sourceOf(url)
      const data = source === url || map.data === null ? map.data : { ...map.data, sources: [source] }
      return [source, { ...map, data }]
    })
    writeFileSync(
      path,
      JSON.stringify({ ...rest, result: ours, 'source-map-cache': Object.fromEntries(attributed) }),
    )
  }
}

/** `undefined` for what a process left that was killed while it wrote; c8 passes it over, too. */
function readCoverage(path: string): Coverage | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isSource(url: string): boolean {
  return url.startsWith(pathToFileURL(join(ROOT, 'src/')).href)
}

function sourceOf(url: string): string {
  const compiled = pathToFileURL(COMPILED).href
  if (!url.startsWith(compiled)) return url
  return pathToFileURL(ROOT).href + url.slice(compiled.length).replace(/\.mjs$/, '.ts')
}
