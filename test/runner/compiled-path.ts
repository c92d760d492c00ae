import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const COMPILED = join(ROOT, '.compiled/')

/** Where the compiled form of a file is: in `.compiled`, or beside the file where that is none of this project. */
export function compiledPath(file: string): string {
  const path = file.startsWith(ROOT) ? join(COMPILED, relative(ROOT, file)) : file
  return path.replace(/\.ts$/, '.mjs')
}
