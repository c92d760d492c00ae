import { createReadStream, lstatSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { InputError, isSystemError, reasonOf } from './input.ts'
import { CONFIGURATION_NAME, isRepository } from './sources/exclusions.ts'
import { readRegularFile } from './regular-file.ts'
import { readToEnd } from './stdio/standard-input.ts'
import { shownName, systemPath } from './system-path.ts'

/** A configuration file that has not been read yet. */
export interface ConfigurationPlace {
  readonly path: string
  /** The name for messages, relative to the working directory. */
  readonly name: string
  /** The absolute path of its directory. */
  readonly directory: string
}

/** The bounds of a search for a configuration. */
export interface ConfigurationSearch {
  readonly cwd: string
  /** The user's home directory, where the search ends; absent if there is none. */
  readonly home: string | undefined
  /** Absent on Windows, which has no user ID. */
  readonly userId: number | undefined
}

/**
 * Finds the nearest configuration, from the working directory upwards. The search ends at the root of a git
 * repository. Outside a repository it ends at the home directory, at another file system, and at a directory such as
 * /tmp, where anybody can create files (its sticky bit is set). Throws InputError for a file whose owner is neither
 * the user, root nor the owner of the working directory.
 */
export function findConfiguration(search: ConfigurationSearch): ConfigurationPlace | undefined {
  const { cwd, home } = search
  const start = statusOf(cwd)
  for (let directory = cwd; ;) {
    const path = join(directory, CONFIGURATION_NAME)
    const link = statusOf(path, lstatSync)
    if (link !== undefined) return trusted(path, [link, start], search)
    const parent = dirname(directory)
    if (isRepository(directory) || directory === home || parent === directory) return undefined
    const above = statusOf(parent)
    if (above === undefined || above.dev !== start?.dev || isOpenToAll(above)) return undefined
    directory = parent
  }
}

/** The status of a path; `undefined` if it is missing, not accessible, or a link to itself. */
function statusOf(path: string, ask: typeof statSync = statSync): Stats | undefined {
  try {
    return ask(systemPath(path), { throwIfNoEntry: false })
  } catch (error) {
    if (['EACCES', 'EPERM', 'ELOOP'].some(code => isSystemError(error, code))) return undefined
    throw error
  }
}

/** Whether everybody can create files in a directory, and only owners can remove them. */
function isOpenToAll({ mode }: Stats): boolean {
  return (mode & 0o1002) === 0o1002
}

/**
 * Throws InputError if the path is not a file, or if another user may have put it there. `link` is the status of the
 * path itself, without following a link.
 */
function trusted(
  path: string,
  [link, start]: readonly [link: Stats, start: Stats | undefined],
  { cwd, userId }: ConfigurationSearch,
): ConfigurationPlace {
  const name = shownName(relative(cwd, path))
  const file = statusOf(path)
  if (file?.isFile() !== true)
    throw new InputError(
      `${name} is ${file === undefined ? 'a link that leads nowhere' : 'no file'}`,
      'correct it, or add --no-config',
    )
  const owners = [userId, 0, start?.uid]
  const stranger = [link, file].find(({ uid }) => !owners.includes(uid))?.uid
  if (userId !== undefined && stranger !== undefined)
    throw new InputError(
      `${name} belongs to another user (ID ${stranger}) and is not taken unasked`,
      `add --config ${name} if you trust it, else --no-config`,
    )
  return { path, name, directory: dirname(path) }
}

/** The configuration that the user names. Its owner does not matter. */
export function namedConfiguration(name: string, cwd: string): ConfigurationPlace {
  const path = resolve(cwd, name)
  return { path, name, directory: dirname(path) }
}

/** The largest configuration in bytes. */
const LARGEST = 2 ** 20

/** Throws InputError if the file cannot be read. */
export async function readConfigurationFile({ path, name }: ConfigurationPlace): Promise<Uint8Array> {
  const tooLarge = new InputError(`${name} is larger than 1 MiB`, 'check that this is the right file')
  try {
    const status = statSync(systemPath(path))
    if (status.isFile() && status.size > LARGEST) throw tooLarge
    const bytes = status.isFile()
      ? readRegularFile(path)
      : await readToEnd(createReadStream(systemPath(path)))
    if (bytes.length > LARGEST) throw tooLarge
    return bytes
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new InputError(
      `the configuration ${name}: ${reasonOf(error)}`,
      'check the path, or add --no-config',
    )
  }
}
