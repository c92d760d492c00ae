import { BYTE_ORDER_MARK } from '../text/byte-order-mark.ts'
import { wildmatch } from './wildmatch.ts'

/** A line of a `.gitignore` file, or a value of `--exclude`. */
export interface IgnoreRule {
  /** Whether matching files are ignored. `false` for a line that begins with `!`, which includes them again. */
  readonly ignores: boolean
  readonly onlyDirectories: boolean
  /**
   * Whether the rule matches the path relative to its directory. Otherwise it matches the last path segment, at any
   * depth.
   */
  readonly matchesPath: boolean
  readonly ignoresCase: boolean
  /** Most rules are a file name, or `*` and a suffix. Comparing these is cheap; only a glob needs wildmatch. */
  readonly form: 'name' | 'suffix' | 'glob'
  /** The whole name, the suffix, or the literal prefix of a glob. */
  readonly text: string
  /** The part of a glob after `text`; `''` for the other forms. */
  readonly rest: string
}

/** File systems of Windows, and most of macOS, ignore case in file names. */
export interface IgnoreOptions {
  readonly ignoresCase: boolean
}

/** Parses the text of a `.gitignore` file, as git does (git `dir.c`). */
export function ignoreRulesIn(text: string, options: IgnoreOptions): readonly IgnoreRule[] {
  const lines = text.replace(BYTE_ORDER_MARK, '').split('\n')
  return lines.flatMap(line => {
    if (line === '' || line.startsWith('#')) return []
    return ignoreRule(withoutEndBlanks(line.replace(/\r$/, '')), options) ?? []
  })
}

/** Parses one pattern. Returns `undefined` if the pattern can match nothing. */
export function ignoreRule(pattern: string, { ignoresCase }: IgnoreOptions): IgnoreRule | undefined {
  const ignores = !pattern.startsWith('!')
  const positive = ignores ? pattern : pattern.slice(1)
  const onlyDirectories = positive.endsWith('/')
  const written = onlyDirectories ? positive.slice(0, -1) : positive
  if (written === '') return undefined
  const matchesPath = written.includes('/')
  const glob = matchesPath && written.startsWith('/') ? written.slice(1) : written
  const cased = ignoresCase ? glob.toLowerCase() : glob
  return { ignores, onlyDirectories, matchesPath, ignoresCase, ...comparisonOf(cased, matchesPath) }
}

/** Whether a pattern can match anything. */
export function isIgnoreRule(pattern: string): boolean {
  return ignoreRule(pattern, { ignoresCase: false }) !== undefined
}

function comparisonOf(glob: string, matchesPath: boolean): Pick<IgnoreRule, 'form' | 'text' | 'rest'> {
  if (!SPECIAL.test(glob)) return { form: 'name', text: glob, rest: '' }
  const suffix = glob.slice(1)
  if (glob.startsWith('*') && !matchesPath && !SPECIAL.test(suffix))
    return { form: 'suffix', text: suffix, rest: '' }
  // git compares the literal prefix of a path pattern first, and matches the rest without it. So in `a**/b` the stars
  // match slashes.
  const text = matchesPath ? glob.slice(0, glob.search(SPECIAL)) : ''
  return { form: 'glob', text, rest: glob.slice(text.length) }
}

const SPECIAL = /[*?[\\]/

/** Removes trailing spaces, except one that a backslash escapes. */
function withoutEndBlanks(line: string): string {
  let end = line.length
  while (line.charAt(end - 1) === ' ') end -= 1
  let backslashes = end
  while (line.charAt(backslashes - 1) === '\\') backslashes -= 1
  return line.slice(0, (end - backslashes) % 2 === 0 ? end : end + 1)
}

/**
 * Whether the rules ignore a path; `undefined` if no rule matches it. The last rule that matches decides. `directory`
 * is relative to the directory of the rules and ends with a slash, or is `''`. It is `undefined` if the path is not
 * below that directory.
 */
export function verdictOf(
  rules: readonly IgnoreRule[],
  directory: string | undefined,
  name: string,
  isDirectory: boolean,
): boolean | undefined {
  let path: string | undefined
  for (let at = rules.length - 1; at >= 0; at -= 1) {
    const rule = rules[at]
    if (rule === undefined || (rule.onlyDirectories && !isDirectory)) continue
    if (rule.matchesPath && directory === undefined) continue
    const text = rule.matchesPath ? (path ??= directory + name) : name
    if (matches(rule, rule.ignoresCase ? text.toLowerCase() : text)) return rule.ignores
  }
  return undefined
}

function matches({ form, text, rest }: IgnoreRule, given: string): boolean {
  if (form === 'name') return given === text
  if (form === 'suffix') return given.endsWith(text)
  return given.startsWith(text) && wildmatch(rest, text === '' ? given : given.slice(text.length))
}
