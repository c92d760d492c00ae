import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'
import { sourcePath } from './compiled-path.ts'

const COMPILED_PLACE = /(file:\/\/[^\s()]+\.mjs):(\d+)(?::(\d+))?/g
const INLINE_MAP = /^\/\/# sourceMappingURL=data:application\/json;base64,(\S+)$/m

/**
 * A text that tests printed, in which places in compiled files are told as places in their sources. Only what is printed
 * needs maps: with `--enable-source-maps`, Node.js reads the map of each file that it loads, which is a fifth of the
 * time of loading them.
 */
export function inSources(text: string): string {
  const maps = new Map<string, SourceMap | undefined>()
  return text.replaceAll(COMPILED_PLACE, (place, url: string, line: string, column = '1') => {
    const path = fileURLToPath(url)
    if (!maps.has(path)) maps.set(path, mapOf(path))
    const entry = maps.get(path)?.findEntry(Number(line) - 1, Number(column) - 1)
    if (entry === undefined || !('originalLine' in entry)) return place
    return `${sourcePath(path)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
  })
}

/** `undefined` for a file that is not compiled, or is gone. */
function mapOf(path: string): SourceMap | undefined {
  try {
    const [, base64] = INLINE_MAP.exec(readFileSync(path, 'utf8')) ?? []
    return base64 === undefined ? undefined : new SourceMap(JSON.parse(atob(base64)))
  } catch {
    return undefined
  }
}
