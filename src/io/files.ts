import { createReadStream } from 'node:fs'
import type { BigIntStats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve, sep } from 'node:path'
import type { UnreadSource } from './input.ts'
import { InputError } from './input.ts'
import { readRegularFile } from './regular-file.ts'
import { readToEnd } from './standard-input.ts'
import { nameFrom, shownName, systemPath } from './system-path.ts'

const EXTENSIONS = ['.json', '.yaml', '.yml']
const PATTERN = /[*?[{]/

export interface FileSearch {
  readonly cwd: string
  readonly isRecursive: boolean
}

/** A file under the name that the user knows it by. `identity` is the same for every name of one file. */
export interface UnreadFile extends UnreadSource {
  readonly identity: string
}

/**
 * The files that an argument of `-f` means, as kubectl takes it: a file of any name, the manifests of a folder in
 * lexical order, or, where no such path exists, those that match it as a pattern. Throws where there are none.
 */
export async function findFiles(argument: string, search: FileSearch): Promise<readonly UnreadFile[]> {
  const names = await expandPattern(argument, search.cwd)
  const found: UnreadFile[] = []
  for (const name of names) found.push(...(await findAt(name, search)))
  if (found.length > 0) return found
  if (names.length === 0) throw new InputError('nothing matches this pattern', 'check it')
  throw new InputError(
    `no ${EXTENSIONS.join(', ')} file in this folder`,
    search.isRecursive ? 'check the path' : 'name its files, or add -R to search its folders too',
  )
}

async function findAt(argument: string, search: FileSearch): Promise<readonly UnreadFile[]> {
  const name = await nameOnDisk(nameFrom(Buffer.from(argument)), search.cwd)
  const path = resolve(search.cwd, name)
  const status = await statusOf(path)
  return status.isDirectory() ? listFolder(name, search, new Set()) : [await placeOf(name, path, status)]
}

/** `walked` holds the real paths of the folders that were listed before, so that links in a circle end. */
async function listFolder(
  folder: string,
  search: FileSearch,
  walked: Set<string>,
): Promise<readonly UnreadFile[]> {
  const real = await realPathOf(resolve(search.cwd, folder))
  if (walked.has(real)) return []
  walked.add(real)
  const found: UnreadFile[] = []
  for (const entry of (await entriesOf(real)).toSorted()) {
    const name = join(folder, entry)
    const path = resolve(search.cwd, name)
    const status = await statusOf(path).catch(() => undefined)
    const isDirectory = status?.isDirectory() ?? false
    if (isDirectory && search.isRecursive) found.push(...(await listFolder(name, search, walked)))
    else if (!isDirectory && EXTENSIONS.includes(extname(entry)))
      found.push(await placeOf(name, path, status))
  }
  return found
}

async function placeOf(name: string, path: string, status: BigIntStats | undefined): Promise<UnreadFile> {
  const isFile = status?.isFile() ?? false
  return {
    name: shownName(name),
    identity: await identityOf(path, status),
    ...(isFile ? { path } : {}),
    read: () => (isFile ? readAtOnce(path) : readToEnd(createReadStream(systemPath(path)))),
    stream: () => createReadStream(systemPath(path)),
  }
}

/** The same for links of both kinds to one file. */
async function identityOf(path: string, status: BigIntStats | undefined): Promise<string> {
  if (status?.isFile() && status.nlink > 1n) return `inode ${status.dev}:${status.ino}`
  // A pipe such as `<(helm template .)` has a path that cannot be resolved, and is no file to write back to.
  return realPathOf(path).catch(() => path)
}

/** Of a regular file one system call is enough, where the asynchronous way takes one for each half megabyte. */
async function readAtOnce(path: string): Promise<Uint8Array> {
  return readRegularFile(path)
}

async function statusOf(path: string): Promise<BigIntStats> {
  return stat(systemPath(path), { bigint: true })
}

async function exists(path: string): Promise<boolean> {
  return statusOf(path).then(
    () => true,
    () => false,
  )
}

async function realPathOf(path: string): Promise<string> {
  return nameFrom(await realpath(systemPath(path), 'buffer'))
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  return (await readdir(systemPath(folder), 'buffer')).map(nameFrom)
}

/** What stands in an argument, or in what fast-glob finds, for bytes that are not UTF-8. */
const REPLACED = '\uFFFD'

/** The name that an argument stands for which was not UTF-8. Throws an InputError where it may be several. */
async function nameOnDisk(name: string, cwd: string): Promise<string> {
  if (!name.includes(REPLACED) || (await exists(resolve(cwd, name)))) return name
  const parent = dirname(name)
  const folder = await nameOnDisk(parent, cwd)
  const entries = await entriesOf(resolve(cwd, folder)).catch(() => [])
  const [found, ...others] = entries.filter(entry => asDecoded(entry) === basename(name))
  if (others.length > 0)
    throw new InputError(
      'several names that are not UTF-8 look like this one',
      'name their directory instead',
    )
  return found === undefined ? name : join(folder, found)
}

function asDecoded(entry: string): string {
  return systemPath(entry).toString()
}

async function expandPattern(pattern: string, cwd: string): Promise<readonly string[]> {
  if (!PATTERN.test(pattern) || (await exists(resolve(cwd, pattern)))) return [pattern]
  const { default: fg } = await import('fast-glob')
  const matches = await fg(sep === '\\' ? pattern.replaceAll('\\', '/') : pattern, {
    cwd,
    dot: true,
    onlyFiles: false,
    caseSensitiveMatch: sep !== '\\', // as Windows finds files
    followSymbolicLinks: !pattern.includes('**'), // two links to a folder above would never end
  })
  return matches.sort()
}
