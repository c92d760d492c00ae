import { lstatSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { ignoreRule, ignoreRulesIn, verdictOf } from '../ignore/ignore-rules.ts'
import type { IgnoreOptions, IgnoreRule } from '../ignore/ignore-rules.ts'
import { NONE } from '../text/lists.ts'
import { InputError, isSystemError, reasonOf } from './input.ts'
import { shownName, systemPath } from './system-path.ts'

/** What is left out of directories and of what globs match. */
export interface LeavingOut {
  /** Later ones count before earlier ones, all of them before any `.gitignore`. */
  readonly excludes: readonly ExcludePattern[]
  /** Whether `.gitignore` files of a repository count. */
  readonly heedsGitignore: boolean
}

export interface ExcludePattern {
  /** As a line of a `.gitignore`. */
  readonly pattern: string
  /** The absolute path of the directory that it is about, and what is below. */
  readonly directory: string
}

export const NOTHING_LEFT_OUT: LeavingOut = { excludes: [], heedsGitignore: false }

/** The name of the configuration, which is never a manifest. */
export const CONFIGURATION_NAME = '.kubectl-acr.yaml'

/** Whether an entry of a directory, by its name, is left out of it. What is in a directory that is left out is so, too. */
export type IsLeftOut = (name: string, isDirectory: boolean) => boolean

/**
 * For a directory by its absolute path, which of its entries are left out: nothing is asked of the system for one entry.
 * `holds`: whether it has an entry of a name, where that is known; what it has not is not asked for.
 */
export type LeftOutOf = (directory: string, holds?: HoldsEntry) => IsLeftOut

export type HoldsEntry = (name: string) => boolean

export function leftOutBy({ excludes, heedsGitignore }: LeavingOut): LeftOutOf {
  const excluding = excludes.flatMap(({ pattern, directory }): RulesAt | readonly never[] => {
    const rule = ignoreRule(pattern, CASE)
    return rule === undefined ? [] : { directory, rules: [rule] }
  })
  excluding.reverse()
  const ignoreFilesFor = heedsGitignore ? ignoreFiles() : () => undefined
  return (directory, holds) => {
    const files = ignoreFilesFor(directory, holds)
    const all = [...excluding, ...chainOf(files)].map(({ directory: base, rules }) => ({
      rules,
      path: pathFrom(base, directory),
    }))
    return (name, isDirectory) => {
      if (name === CONFIGURATION_NAME && !isDirectory) return true
      if (files !== undefined && isDirectory && name === REPOSITORY) return true
      for (const { rules, path } of all) {
        const verdict = verdictOf(rules, path, name, isDirectory)
        if (verdict !== undefined) return verdict
      }
      return false
    }
  }
}

const CASE: IgnoreOptions = { ignoresCase: sep === '\\' }

const REPOSITORY = '.git'
const IGNORE_FILE = '.gitignore'

interface RulesAt {
  readonly directory: string
  readonly rules: readonly IgnoreRule[]
}

/** With slashes, one at its end, or `''` for the same directory; `undefined` for one that is not below. */
function pathFrom(base: string, directory: string): string | undefined {
  if (directory === base) return ''
  const start = base.endsWith(sep) ? base : base + sep
  if (!directory.startsWith(start)) return undefined
  const below = directory.slice(start.length)
  return `${sep === '/' ? below : below.replaceAll(sep, '/')}/`
}

/** The rules of a `.gitignore`, and of those above it in the same repository. */
interface IgnoreFile extends RulesAt {
  readonly above: IgnoreFile | undefined
}

function chainOf(file: IgnoreFile | undefined): readonly RulesAt[] {
  return file === undefined ? NONE : [file, ...chainOf(file.above)]
}

/** As git does, by the `.gitignore` files from the root of the repository down; outside of a repository none counts. */
function ignoreFiles(): (directory: string, holds?: HoldsEntry) => IgnoreFile | undefined {
  const known = new Map<string, IgnoreFile | undefined>()
  const fileFor = (directory: string, holds: HoldsEntry = () => true): IgnoreFile | undefined => {
    if (known.has(directory)) return known.get(directory)
    const parent = dirname(directory)
    const isRoot = holds(REPOSITORY) && isRepository(directory)
    const above = isRoot || parent === directory ? undefined : fileFor(parent)
    const isWithin = isRoot || above !== undefined
    // That of the root is there even where it says nothing, for the search ends at it.
    const said = isWithin && holds(IGNORE_FILE) ? rulesIn(directory) : undefined
    const rules = said ?? (isRoot ? NONE : undefined)
    const file = rules === undefined ? above : { directory, rules, above }
    known.set(directory, file)
    return file
  }
  return fileFor
}

/** `.git` is a file in a submodule and in a further worktree. */
export function isRepository(directory: string): boolean {
  return statSync(systemPath(join(directory, REPOSITORY)), { throwIfNoEntry: false }) !== undefined
}

/** Of the `.gitignore` of a directory; git follows no link for it. */
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
