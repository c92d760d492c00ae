import { createReadStream, Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve, sep } from 'node:path'
import type { UnreadSource } from '../input.ts'
import { InputError, isSystemError } from '../input.ts'
import { excludedBy, NO_EXCLUSIONS } from './exclusions.ts'
import type { HoldsEntry, Excluder, ExcluderOf, Exclusions, ExcludedIn } from './exclusions.ts'
import { readRegularFile } from '../regular-file.ts'
import { readToEnd } from '../stdio/standard-input.ts'
import { nameFrom, shownName, systemPath } from '../system-path.ts'
import { NONE } from '../../text/lists.ts'

const EXTENSIONS = ['.json', '.yaml', '.yml']
const PATTERN = /[*?[{]/

export interface FileSearch {
  readonly cwd: string
  readonly isRecursive: boolean
  /** What is excluded from directories and glob matches. Paths in arguments are never excluded. Default: nothing. */
  readonly exclusions?: Exclusions
}

/** The state of a search. */
interface Progress extends FileSearch {
  readonly excludedIn: ExcludedIn
  /** The reasons for which files and directories were excluded. */
  readonly excluders: Set<Excluder>
}

/**
 * Finds the files for an argument of `-f`, as kubectl does: a file of any name, the manifests of a directory in
 * lexical order, or, if there is no such path, the matches of a glob. Throws if there are none.
 */
export async function findFiles(argument: string, search: FileSearch): Promise<readonly UnreadFile[]> {
  const { exclusions = NO_EXCLUSIONS } = search
  const progress: Progress = { ...search, excludedIn: excludedBy(exclusions), excluders: new Set() }
  const matches = await expandPattern(argument, progress)
  const fileAt = plainFiles(progress)
  const found: UnreadFile[] = []
  const isNamed = matches[0]?.name === argument
  for (const { name, isPlainFile } of matches)
    for (const file of isPlainFile ? [fileAt(name)] : findAt(name, progress, isNamed)) found.push(file)
  if (found.length > 0) return found
  const remedy = remedyFor(progress.excluders)
  if (remedy !== undefined) throw new InputError('all files there are excluded', remedy)
  if (matches.length === 0) throw new InputError('no file matches this glob', 'check the glob')
  throw new InputError(
    `no ${EXTENSIONS.join(', ')} file in this directory`,
    search.isRecursive ? 'check the path' : 'name its files, or add -R to read the directories in it, too',
  )
}

/** The remedy that includes the excluded files; `undefined` if no possible manifest was excluded. */
function remedyFor(excluders: ReadonlySet<Excluder>): string | undefined {
  const isByGit = excluders.has('gitignore')
  if (!excluders.has('exclude'))
    return isByGit ? '.gitignore excludes them: name its files, or add --no-ignore' : undefined
  if (!isByGit) return 'name its files, or exclude less'
  return '.gitignore and --exclude exclude them: name its files, or add --no-ignore and exclude less'
}

/** `isNamed`: whether the user named the file, not a glob that matches it. */
function findAt(argument: string, search: Progress, isNamed: boolean): readonly UnreadFile[] {
  const name = nameOnDisk(nameFrom(Buffer.from(argument)), search.cwd)
  const path = resolve(search.cwd, name)
  const status = statSync(systemPath(path))
  if (!status.isDirectory())
    return [new UnreadFile({ name, path, real: realPathOrItself(path) }, status.isFile(), isNamed)]
  return new DirectoryWalk(search).list({ name: join(name), path, real: realPathOf(path) })
}

/**
 * Returns a function that makes files from names of regular files. It asks the system only for the real path of each
 * directory.
 */
function plainFiles({ cwd }: FileSearch): (name: string) => UnreadFile {
  const realOf = new Map<string, string>()
  return found => {
    const name = nameOnDisk(nameFrom(Buffer.from(found)), cwd)
    const path = resolve(cwd, name)
    const directory = dirname(path)
    const realDirectory = realOf.get(directory) ?? realPathOrItself(directory)
    realOf.set(directory, realDirectory)
    const real = realDirectory === directory ? path : within(realDirectory, basename(path))
    return new UnreadFile({ name, path, real }, true)
  }
}

/** A file or directory: its name as the user gives it, its absolute path, and its path without links. */
interface Place {
  readonly name: string
  readonly path: string
  readonly real: string
}

/** Whether an entry of a directory is included. */
type IsKept = (name: string, isDirectory: boolean) => boolean

/** Lists the manifests of directories. Needs one system call for each directory and link, and none for a file. */
class DirectoryWalk {
  readonly #search: Progress
  readonly #found: UnreadFile[] = []
  /** The real paths of directories that have been listed, so that circular links end. */
  readonly #listed = new Set<string>()

  constructor(search: Progress) {
    this.#search = search
  }

  list(directory: Place): readonly UnreadFile[] {
    if (this.#listed.has(directory.real)) return this.#found
    this.#listed.add(directory.real)
    const { isRecursive } = this.#search
    const entries = entriesOf(directory.real)
    const isKept = this.#keepsOf(directory, entries)
    for (const entry of entries) {
      const isManifest = EXTENSIONS.includes(extname(entry.name))
      const child = (): Place => {
        const path = within(directory.path, entry.name)
        const isReal = directory.real === directory.path
        return {
          name: within(directory.name, entry.name),
          path,
          real: isReal ? path : within(directory.real, entry.name),
        }
      }
      if (entry.type === 'directory') {
        if (isRecursive && isKept(entry.name, true)) this.list(child())
      } else if (entry.type === 'file') {
        if (isManifest && isKept(entry.name, false)) this.#add(child(), true)
      } else if (isManifest || isRecursive) this.#follow(child(), isManifest, isKept)
    }
    return this.#found
  }

  #keepsOf({ path }: Place, entries: readonly Entry[]): IsKept {
    const search = this.#search
    // Names are compared without case, because some file systems do so. Only names of git are compared, and the
    // system decides in the end.
    const holds: HoldsEntry = name =>
      entries.some(entry => entry.name.length === name.length && entry.name.toLowerCase() === name)
    const excluderOf = search.excludedIn(path, holds)
    return (name, isDirectory) => {
      const excluder = excluderOf(name, isDirectory)
      if (excluder === undefined) return true
      search.excluders.add(excluder)
      return false
    }
  }

  /** Follows a link or another special entry. A broken link is reported when it is read. */
  #follow({ name, path }: Place, isManifest: boolean, isKept: IsKept): void {
    const status = statSync(systemPath(path), { throwIfNoEntry: false })
    const isDirectory = status?.isDirectory() === true
    if (isDirectory ? !this.#search.isRecursive : !isManifest) return
    if (!isKept(basename(path), isDirectory)) return
    if (isDirectory) this.list({ name, path, real: realPathOf(path) })
    else this.#add({ name, path, real: realPathOrItself(path) }, status?.isFile() ?? false)
  }

  #add(place: Place, isRegular: boolean): void {
    this.#found.push(new UnreadFile(place, isRegular))
  }
}

/** A file that was found. */
class UnreadFile implements UnreadSource {
  readonly name: string
  readonly path?: string
  readonly isNamed?: true
  /** Equal for all symbolic links to one file, but not for hard links. */
  readonly identity: string
  readonly #path: string

  constructor({ name, path, real }: Place, isRegular: boolean, isNamed = false) {
    this.name = shownName(name)
    if (isRegular) this.path = path
    if (isRegular && isNamed) this.isNamed = true
    this.identity = real
    this.#path = path
  }

  /** Reads a regular file synchronously, in one system call. The asynchronous way needs one for each half megabyte. */
  async read(): Promise<Uint8Array> {
    return this.path === undefined
      ? readToEnd(createReadStream(systemPath(this.#path)))
      : readRegularFile(this.path)
  }

  stream(): AsyncIterable<Uint8Array> {
    return createReadStream(systemPath(this.#path))
  }
}

interface Entry {
  readonly name: string
  /** `other`: a link, or an entry that needs another system call. */
  readonly type: 'file' | 'directory' | 'other'
}

const MAY_BE_NO_TEXT = /[\uFFFD\uEF80-\uEFFF]/

/** The entries of a directory, in lexical order. */
function entriesOf(directory: string): readonly Entry[] {
  const path = systemPath(directory)
  const entries: readonly Entry[] = readdirSync(path, { withFileTypes: true }).map(entry => ({
    name: entry.name,
    type: entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other',
  }))
  const isText = entries.every(({ name }) => name.search(MAY_BE_NO_TEXT) < 0)
  const named: readonly Entry[] = isText
    ? entries
    : readdirSync(path, 'buffer').map(name => ({ name: nameFrom(name), type: 'other' }))
  return named.toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

function within(directory: string, entry: string): string {
  if (directory === '.') return entry
  return directory.endsWith(sep) ? directory + entry : directory + sep + entry
}

function realPathOf(path: string): string {
  return nameFrom(realpathSync.native(systemPath(path), 'buffer'))
}

/** The real path, or the path itself if it cannot be resolved, as for a pipe (`<(helm template .)`). */
function realPathOrItself(path: string): string {
  try {
    return realPathOf(path)
  } catch {
    return path
  }
}

function exists(path: string): boolean {
  return statSync(systemPath(path), { throwIfNoEntry: false }) !== undefined
}

/** The character for bytes that are not UTF-8, in arguments and in results of fast-glob. */
const REPLACED = '\uFFFD'

/** The real name for an argument that was not UTF-8. Throws InputError if several names match. */
function nameOnDisk(name: string, cwd: string): string {
  if (!name.includes(REPLACED) || exists(resolve(cwd, name))) return name
  const parent = dirname(name)
  const directory = nameOnDisk(parent, cwd)
  const entries = namesIn(resolve(cwd, directory))
  const [found, ...others] = entries.filter(entry => asDecoded(entry) === basename(name))
  if (others.length > 0)
    throw new InputError(
      'several files have names that are not UTF-8 and look like this one',
      'name their directory instead',
    )
  return found === undefined ? name : join(directory, found)
}

function namesIn(directory: string): readonly string[] {
  try {
    return entriesOf(directory).map(({ name }) => name)
  } catch {
    return []
  }
}

function asDecoded(entry: string): string {
  return systemPath(entry).toString()
}

/** A path that an argument matches. */
interface Match {
  readonly name: string
  /** Whether the directory lists it as a regular file, and not as a link to one. */
  readonly isPlainFile: boolean
}

/**
 * The matches of a glob, in lexical order. fast-glob does not read excluded directories. An entry of Node.js
 * (`Dirent`) has its type from the directory, so the system is not asked again. fast-glob returns another object if
 * it had to ask the system, for example about the target of a link.
 */
async function expandPattern(pattern: string, search: Progress): Promise<readonly Match[]> {
  const { cwd } = search
  if (!PATTERN.test(pattern) || exists(resolve(cwd, pattern))) return [{ name: pattern, isPlainFile: false }]
  const glob = sep === '\\' ? pattern.replaceAll('\\', '/') : pattern
  const isKept = keptBelow(startOf(glob, cwd), search)
  const ofExtensions = sep === '/' ? EXTENSIONS_BELOW.exec(glob) : null
  if (ofExtensions !== null) return filesBelow(ofExtensions, cwd, isKept).toSorted(byName)
  const { default: fg } = await import('fast-glob')
  const matches = fg.sync(glob, {
    cwd,
    dot: true,
    onlyFiles: false,
    objectMode: true,
    caseSensitiveMatch: sep !== '\\', // as on Windows
    followSymbolicLinks: !pattern.includes('**'), // two links to a parent directory would never end
    fs: { readdirSync: directoriesThat(path => isKept(resolve(cwd, path), true)) },
  })
  return matches
    .map(({ path: name, dirent }) => ({
      name,
      dirent: dirent instanceof Dirent && !dirent.isSymbolicLink() ? dirent : undefined,
    }))
    .filter(({ name, dirent }) => isKept(resolve(cwd, name), dirent?.isDirectory()))
    .map(({ name, dirent }) => ({ name, isPlainFile: dirent?.isFile() === true }))
    .toSorted(byName)
}

const byName = (one: Match, other: Match): number => (one.name < other.name ? -1 : 1)

/**
 * Globs such as `DIR/**` followed by `*.yaml` or `*.{yaml,yml}`. For these, a walk finds the same files as fast-glob,
 * without a matcher. As in fast-glob, names keep a leading `./` only before a directory.
 */
const EXTENSIONS_BELOW =
  /^(?:\.\/(?=\*))?((?:\.\/(?!\*)|\/)?(?:(?!\.\.?\/)[\w .=-]+\/)*)\*\*\/\*(\.\w+|\.\{\w+(?:,\w+)+\})$/

/** The entries below a directory that have one of the extensions, in any order. No link is followed. */
function filesBelow(
  [, start = '', extensions = '']: RegExpExecArray,
  cwd: string,
  isKept: IsKeptBelow,
): readonly Match[] {
  const endings = extensions
    .replaceAll(/[.{}]/g, '')
    .split(',')
    .map(extension => `.${extension}`)
  const found: Match[] = []
  const visit = (prefix: string): void => {
    const directory = resolve(cwd, prefix)
    if (!isKept(directory, true)) return
    for (const entry of entriesIfAny(directory)) {
      const name = prefix + entry.name
      const isDirectory = entry.isSymbolicLink() ? undefined : entry.isDirectory()
      if (endings.some(ending => entry.name.endsWith(ending)) && isKept(resolve(cwd, name), isDirectory))
        found.push({ name, isPlainFile: entry.isFile() })
      if (isDirectory === true) visit(`${name}/`)
    }
  }
  visit(start)
  return found
}

/** The entries of a directory. Empty if there is no such directory. */
function entriesIfAny(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return NONE
    throw error
  }
}

/** Reads the directories that are kept. Any other directory appears empty. */
function directoriesThat(areKept: (path: string) => boolean) {
  function read(path: string, options: { readonly withFileTypes: true }): Dirent[]
  function read(path: string): string[]
  function read(path: string, options?: { readonly withFileTypes: true }): Dirent[] | string[] {
    if (!areKept(path)) return []
    return options === undefined ? readdirSync(path) : readdirSync(path, options)
  }
  return read
}

/** The directory in which a glob starts. */
function startOf(glob: string, cwd: string): string {
  const parts = glob.split('/')
  const start = parts
    .slice(
      0,
      parts.findIndex(part => PATTERN.test(part)),
    )
    .join('/')
  return resolve(cwd, glob.startsWith('/') ? `/${start}` : start)
}

type IsKeptBelow = (path: string, isDirectory: boolean | undefined) => boolean

/**
 * Returns the test whether a match of a glob is included: neither the match nor a directory between it and the start
 * of the glob is excluded. Records the reasons of exclusions. `isDirectory`: absent if the system must be asked.
 */
function keptBelow(start: string, search: Progress): IsKeptBelow {
  const known = new Map<string, ExcluderOf>()
  const excluderOf = (path: string, isDirectory: boolean): Excluder | undefined => {
    if (path === start || dirname(path) === path) return undefined
    const directory = dirname(path)
    const inDirectory = known.get(directory) ?? excluderWithin(directory)
    known.set(directory, inDirectory)
    return inDirectory(basename(path), isDirectory)
  }
  const excluderWithin = (directory: string): ExcluderOf => {
    const excluder = excluderOf(directory, true)
    return excluder === undefined ? search.excludedIn(directory) : () => excluder
  }
  return (
    path,
    isDirectory = statSync(systemPath(path), { throwIfNoEntry: false })?.isDirectory() ?? false,
  ) => {
    const excluder = excluderOf(path, isDirectory)
    if (excluder === undefined) return true
    search.excluders.add(excluder)
    return false
  }
}
