import { isAbsolute, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const COMPILED = join(ROOT, '.compiled/')

/** Where the compiled form of a file is: in `.compiled`, or beside the file where that is none of this project. */
export function compiledPath(file: string): string {
  const path = relative(ROOT, file)
  const isOurs = !path.startsWith('..') && !isAbsolute(path)
  return (isOurs ? join(COMPILED, path) : normalize(file)).replace(/\.ts$/, '.mjs')
}

/** The file that one was compiled from. */
export function sourcePath(compiled: string): string {
  const isOurs = compiled.startsWith(COMPILED)
  return (isOurs ? join(ROOT, compiled.slice(COMPILED.length)) : compiled).replace(/\.mjs$/, '.ts')
}
