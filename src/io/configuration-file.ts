import { createReadStream, lstatSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { InputError, isSystemError, reasonOf } from './input.ts'
import { CONFIGURATION_NAME, isRepository } from './left-out.ts'
import { readRegularFile } from './regular-file.ts'
import { readToEnd } from './standard-input.ts'
import { shownName, systemPath } from './system-path.ts'

/** A configuration file, not yet read. */
export interface ConfigurationPlace {
  readonly path: string
  /** As the user knows it, from the working directory. */
  readonly name: string
  /** The absolute path of its directory. */
  readonly directory: string
}

/** Where a search begins and ends, and for whom it is. */
export interface ConfigurationSearch {
  readonly cwd: string
  /** The directory of the user, beyond which nothing is looked for; absent where there is none. */
  readonly home: string | undefined
  /** Absent where the system knows none (Windows). */
  readonly userId: number | undefined
}

/**
 * The nearest configuration, from the working directory upwards. The search ends at the root of a repository, as git
 * finds it; without one at the home directory, and before another file system or a directory such as /tmp, where anybody may put
 * a file (its sticky bit is set). Throws an InputError for a file of somebody who owns neither the working directory nor the system.
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

/** Absent, or where one may not look, or a link that leads to itself. */
function statusOf(path: string, ask: typeof statSync = statSync): Stats | undefined {
  try {
    return ask(systemPath(path), { throwIfNoEntry: false })
  } catch (error) {
    if (['EACCES', 'EPERM', 'ELOOP'].some(code => isSystemError(error, code))) return undefined
    throw error
  }
}

/** Everybody may write to it, and nobody may remove what is another's. */
function isOpenToAll({ mode }: Stats): boolean {
  return (mode & 0o1002) === 0o1002
}

/** Throws an InputError where the file may be a trap, or is none. `link`: the status of the path itself, were it a link. */
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

/** The one that the user names, whoever owns it. */
export function namedConfiguration(name: string, cwd: string): ConfigurationPlace {
  const path = resolve(cwd, name)
  return { path, name, directory: dirname(path) }
}

/** No configuration has more bytes. */
const LARGEST = 2 ** 20

/** Throws an InputError where it cannot be read. */
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
