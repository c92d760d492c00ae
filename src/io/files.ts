import { createReadStream } from 'node:fs'
import type { Stats } from 'node:fs'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import type { Place } from './place.ts'
import { InputError } from './place.ts'
import { readRegularFile } from './regular-file.ts'

const EXTENSIONS = ['.json', '.yaml', '.yml']
const PATTERN = /[*?[{]/

export interface FileSearch {
  readonly cwd: string
  readonly isRecursive: boolean
}

/** A file under the name that the user knows it by. `identity` is the same for every name of one file. */
export interface FilePlace extends Place {
  readonly identity: string
}

/**
 * The files that an argument of `-f` means, as kubectl takes it: a file of any name, the manifests of a folder in
 * lexical order, or, where no such path exists, those that match it as a pattern. Throws where there are none.
 */
export async function findFiles(argument: string, search: FileSearch): Promise<readonly FilePlace[]> {
  const names = await expandPattern(argument, search.cwd)
  const found: FilePlace[] = []
  for (const name of names) found.push(...(await findAt(name, search)))
  if (found.length > 0) return found
  if (names.length === 0) throw new InputError('nothing matches this pattern', 'check it')
  throw new InputError(
    `no ${EXTENSIONS.join(', ')} file in this folder`,
    search.isRecursive ? 'check the path' : 'name its files, or add -R to search its folders too',
  )
}

async function findAt(name: string, search: FileSearch): Promise<readonly FilePlace[]> {
  const path = resolve(search.cwd, name)
  return (await stat(path)).isDirectory() ? listFolder(name, search, new Set()) : [await placeOf(name, path)]
}

/** `walked` holds the real paths of the folders that were listed before, so that links in a circle end. */
async function listFolder(
  folder: string,
  search: FileSearch,
  walked: Set<string>,
): Promise<readonly FilePlace[]> {
  const real = await realpath(resolve(search.cwd, folder))
  if (walked.has(real)) return []
  walked.add(real)
  const found: FilePlace[] = []
  for (const entry of (await readdir(real)).sort()) {
    const name = join(folder, entry)
    const path = resolve(search.cwd, name)
    const isDirectory = await has(path, status => status.isDirectory())
    if (isDirectory && search.isRecursive) found.push(...(await listFolder(name, search, walked)))
    else if (!isDirectory && EXTENSIONS.includes(extname(entry))) found.push(await placeOf(name, path))
  }
  return found
}

async function placeOf(name: string, path: string): Promise<FilePlace> {
  // A pipe such as `<(helm template .)` has a path that cannot be resolved, and is no file to write back to.
  const identity = await realpath(path).catch(() => path)
  const isFile = await has(path, status => status.isFile())
  return {
    name,
    identity,
    ...(isFile ? { path } : {}),
    read: () => (isFile ? readAtOnce(path) : readFile(path)),
    stream: () => createReadStream(path),
  }
}

/** Of a regular file one system call is enough, where the asynchronous way takes one for each half megabyte. */
async function readAtOnce(path: string): Promise<Uint8Array> {
  return readRegularFile(path)
}

async function has(path: string, trait: (status: Stats) => boolean): Promise<boolean> {
  return stat(path).then(trait, () => false)
}

async function expandPattern(pattern: string, cwd: string): Promise<readonly string[]> {
  if (!PATTERN.test(pattern) || (await has(resolve(cwd, pattern), () => true))) return [pattern]
  const { default: fg } = await import('fast-glob')
  const matches = await fg(sep === '\\' ? pattern.replaceAll('\\', '/') : pattern, {
    cwd,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: !pattern.includes('**'), // two links to a folder above would never end
  })
  return matches.sort()
}
