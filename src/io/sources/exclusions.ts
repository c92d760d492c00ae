import { lstatSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { ignoreRule, ignoreRulesIn, verdictOf } from '../../ignore/ignore-rules.ts'
import type { IgnoreOptions, IgnoreRule } from '../../ignore/ignore-rules.ts'
import { NONE } from '../../text/lists.ts'
import { InputError, isSystemError, reasonOf } from '../input.ts'
import { shownName, systemPath } from '../system-path.ts'

/** What is excluded from directories and glob matches. */
export interface Exclusions {
  /** A later exclude wins over an earlier one, and all of them over `.gitignore`. */
  readonly excludes: readonly ExcludePattern[]
  /** Whether `.gitignore` files of a repository are used. */
  readonly usesGitignore: boolean
}

export interface ExcludePattern {
  /** A pattern in the syntax of `.gitignore`. */
  readonly pattern: string
  /** The absolute path of the directory that the pattern applies to, with everything below. */
  readonly directory: string
}

export const NO_EXCLUSIONS: Exclusions = { excludes: [], usesGitignore: false }

/** The name of the configuration file, which is never a manifest. */
export const CONFIGURATION_NAME = '.kubectl-acr.yaml'

/** Why an entry is excluded; `never-manifest`: it is the configuration, or git's own directory. */
export type Excluder = 'never-manifest' | 'exclude' | 'gitignore'

/**
 * Returns why an entry of a directory is excluded; `undefined` if it is not. Everything in an excluded directory is
 * excluded, too.
 */
export type ExcluderOf = (name: string, isDirectory: boolean) => Excluder | undefined

/**
 * Returns the test for the entries of a directory, given by its absolute path. The test needs no system call for an
 * entry. `holds` tells whether the directory may have an entry of a name.
 */
export type ExcludedIn = (directory: string, holds?: HoldsEntry) => ExcluderOf

export type HoldsEntry = (name: string) => boolean

export function excludedBy({ excludes, usesGitignore }: Exclusions): ExcludedIn {
  const excluding = excludes.flatMap(({ pattern, directory }): RulesAt | readonly never[] => {
    const rule = ignoreRule(pattern, CASE)
    return rule === undefined ? [] : { directory, rules: [rule], by: 'exclude' }
  })
  excluding.reverse()
  const ignoreFilesFor = usesGitignore ? ignoreFiles() : () => undefined
  return (directory, holds) => {
    const files = ignoreFilesFor(directory, holds)
    const all = [...excluding, ...chainOf(files)].map(({ directory: base, rules, by }) => ({
      rules,
      by,
      path: pathFrom(base, directory),
    }))
    return (name, isDirectory) => {
      if (name === CONFIGURATION_NAME && !isDirectory) return 'never-manifest'
      if (files !== undefined && isDirectory && name === REPOSITORY) return 'never-manifest'
      for (const { rules, path, by } of all) {
        const verdict = verdictOf(rules, path, name, isDirectory)
        if (verdict !== undefined) return verdict ? by : undefined
      }
      return undefined
    }
  }
}

const CASE: IgnoreOptions = { ignoresCase: sep === '\\' }

const REPOSITORY = '.git'
const IGNORE_FILE = '.gitignore'

interface RulesAt {
  readonly directory: string
  readonly rules: readonly IgnoreRule[]
  readonly by: Excluder
}

/** The relative path with slashes, one at its end; `''` for the same directory, `undefined` for one outside. */
function pathFrom(base: string, directory: string): string | undefined {
  if (directory === base) return ''
  const start = base.endsWith(sep) ? base : base + sep
  if (!directory.startsWith(start)) return undefined
  const below = directory.slice(start.length)
  return `${sep === '/' ? below : below.replaceAll(sep, '/')}/`
}

/** The rules of a `.gitignore` file, and of those above it in the same repository. */
interface IgnoreFile extends RulesAt {
  readonly above: IgnoreFile | undefined
}

function chainOf(file: IgnoreFile | undefined): readonly RulesAt[] {
  return file === undefined ? NONE : [file, ...chainOf(file.above)]
}

/** Uses `.gitignore` files as git does, from the root of the repository down. Outside a repository none is used. */
function ignoreFiles(): (directory: string, holds?: HoldsEntry) => IgnoreFile | undefined {
  const known = new Map<string, IgnoreFile | undefined>()
  const fileFor = (directory: string, holds: HoldsEntry = () => true): IgnoreFile | undefined => {
    if (known.has(directory)) return known.get(directory)
    const parent = dirname(directory)
    const isRoot = holds(REPOSITORY) && isRepository(directory)
    const above = isRoot || parent === directory ? undefined : fileFor(parent)
    const isWithin = isRoot || above !== undefined
    // The root has an entry even without rules, because the search ends there.
    const said = isWithin && holds(IGNORE_FILE) ? rulesIn(directory) : undefined
    const rules = said ?? (isRoot ? NONE : undefined)
    const file = rules === undefined ? above : { directory, rules, above, by: 'gitignore' as const }
    known.set(directory, file)
    return file
  }
  return fileFor
}

/** Whether a directory is the root of a repository. `.git` is a file in submodules and additional worktrees. */
export function isRepository(directory: string): boolean {
  return statSync(systemPath(join(directory, REPOSITORY)), { throwIfNoEntry: false }) !== undefined
}

/** The rules of a directory's `.gitignore`. git does not follow a link for it. */
function rulesIn(directory: string): readonly IgnoreRule[] | undefined {
  const path = join(directory, IGNORE_FILE)
  try {
    if (lstatSync(systemPath(path), { throwIfNoEntry: false })?.isFile() !== true) return undefined
    return ignoreRulesIn(readFileSync(systemPath(path), 'utf8'), CASE)
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new InputError(`${shownName(path)}: ${reasonOf(error)}`, 'make it readable, or add --no-ignore')
  }
}
