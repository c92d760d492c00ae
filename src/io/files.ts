import { createReadStream, readdirSync, realpathSync, statSync } from 'node:fs'
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

/**
 * The files that an argument of `-f` means, as kubectl takes it: a file of any name, the manifests of a folder in
 * lexical order, or, where no such path exists, those that match it as a pattern. Throws where there are none.
 */
export async function findFiles(argument: string, search: FileSearch): Promise<readonly UnreadFile[]> {
  const names = await expandPattern(argument, search.cwd)
  const found: UnreadFile[] = []
  for (const name of names) for (const file of findAt(name, search)) found.push(file)
  if (found.length > 0) return found
  if (names.length === 0) throw new InputError('nothing matches this pattern', 'check it')
  throw new InputError(
    `no ${EXTENSIONS.join(', ')} file in this folder`,
    search.isRecursive ? 'check the path' : 'name its files, or add -R to search its folders too',
  )
}

function findAt(argument: string, search: FileSearch): readonly UnreadFile[] {
  const name = nameOnDisk(nameFrom(Buffer.from(argument)), search.cwd)
  const path = resolve(search.cwd, name)
  const status = statSync(systemPath(path))
  if (!status.isDirectory())
    return [new UnreadFile({ name, path, real: realPathOrItself(path) }, status.isFile())]
  return new DirectoryWalk(search.isRecursive).list({ name: join(name), path, real: realPathOf(path) })
}

/** A file or directory: as the user names it, in full, and in full without links. */
interface Place {
  readonly name: string
  readonly path: string
  readonly real: string
}

/** Lists the manifests of directories. Asks the system once for each directory, and for each link; not for each file. */
class DirectoryWalk {
  readonly #isRecursive: boolean
  readonly #found: UnreadFile[] = []
  /** The real paths of the directories that were listed before, so that links in a circle end. */
  readonly #listed = new Set<string>()

  constructor(isRecursive: boolean) {
    this.#isRecursive = isRecursive
  }

  list(directory: Place): readonly UnreadFile[] {
    if (this.#listed.has(directory.real)) return this.#found
    this.#listed.add(directory.real)
    for (const entry of entriesOf(directory.real)) {
      const isManifest = EXTENSIONS.includes(extname(entry.name))
      const child = (): Place => ({
        name: within(directory.name, entry.name),
        path: within(directory.path, entry.name),
        real: within(directory.real, entry.name),
      })
      if (entry.type === 'directory') {
        if (this.#isRecursive) this.list(child())
      } else if (entry.type === 'file') {
        if (isManifest) this.#add(child(), true)
      } else if (isManifest || this.#isRecursive) this.#follow(child(), isManifest)
    }
    return this.#found
  }

  /** A link, or what is no file: a link may lead nowhere, which is told when it is read. */
  #follow({ name, path }: Place, isManifest: boolean): void {
    const status = statSync(systemPath(path), { throwIfNoEntry: false })
    if (status?.isDirectory() !== true) {
      if (isManifest) this.#add({ name, path, real: realPathOrItself(path) }, status?.isFile() ?? false)
    } else if (this.#isRecursive) this.list({ name, path, real: realPathOf(path) })
  }

  #add(place: Place, isRegular: boolean): void {
    this.#found.push(new UnreadFile(place, isRegular))
  }
}

/** A file that was found. */
export class UnreadFile implements UnreadSource {
  readonly name: string
  readonly path?: string
  /** The same for all links to one file, but for hard links. */
  readonly identity: string
  readonly #path: string

  constructor({ name, path, real }: Place, isRegular: boolean) {
    this.name = shownName(name)
    if (isRegular) this.path = path
    this.identity = real
    this.#path = path
  }

  /** Of a regular file one system call is enough, where the asynchronous way takes one for each half megabyte. */
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
  /** `other`: a link, or what only the system can tell. */
  readonly type: 'file' | 'directory' | 'other'
}

const MAY_BE_NO_TEXT = /[\uFFFD\uEF80-\uEFFF]/

/** What a directory holds, in lexical order. */
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

/** Where it cannot be resolved, such as that of a pipe (`<(helm template .)`), the path itself. */
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

/** What stands in an argument, or in what fast-glob finds, for bytes that are not UTF-8. */
const REPLACED = '\uFFFD'

/** The name that an argument stands for which was not UTF-8. Throws an InputError where it may be several. */
function nameOnDisk(name: string, cwd: string): string {
  if (!name.includes(REPLACED) || exists(resolve(cwd, name))) return name
  const parent = dirname(name)
  const folder = nameOnDisk(parent, cwd)
  const entries = namesIn(resolve(cwd, folder))
  const [found, ...others] = entries.filter(entry => asDecoded(entry) === basename(name))
  if (others.length > 0)
    throw new InputError(
      'several names that are not UTF-8 look like this one',
      'name their directory instead',
    )
  return found === undefined ? name : join(folder, found)
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

async function expandPattern(pattern: string, cwd: string): Promise<readonly string[]> {
  if (!PATTERN.test(pattern) || exists(resolve(cwd, pattern))) return [pattern]
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
