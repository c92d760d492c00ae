import { BYTE_ORDER_MARK } from '../text/byte-order-mark.ts'
import { wildmatch } from './wildmatch.ts'

/** A line of a `.gitignore` file, or a value of `--exclude`. */
export interface IgnoreRule {
  /** Whether what it matches is left out; a line with `!` in front takes it in again. */
  readonly leavesOut: boolean
  readonly onlyDirectories: boolean
  /** Whether it is about the path from where the rule stands; else about the last name alone, at any depth. */
  readonly isAboutPath: boolean
  readonly matches: (text: string) => boolean
}

/** On Windows and in most places on macOS, case makes no difference to a file name. */
export interface IgnoreOptions {
  readonly ignoresCase: boolean
}

/** The rules in a text of the form of `.gitignore`, by git's reading of it (git `dir.c`). */
export function ignoreRulesIn(text: string, options: IgnoreOptions): readonly IgnoreRule[] {
  const lines = text.replace(BYTE_ORDER_MARK, '').split('\n')
  return lines.flatMap(line => {
    if (line === '' || line.startsWith('#')) return []
    return ignoreRule(withoutEndBlanks(line.replace(/\r$/, '')), options) ?? []
  })
}

/** The rule of one pattern; `undefined` where it can match nothing. */
export function ignoreRule(pattern: string, { ignoresCase }: IgnoreOptions): IgnoreRule | undefined {
  const leavesOut = !pattern.startsWith('!')
  const positive = leavesOut ? pattern : pattern.slice(1)
  const onlyDirectories = positive.endsWith('/')
  const written = onlyDirectories ? positive.slice(0, -1) : positive
  if (written === '') return undefined
  const isAboutPath = written.includes('/')
  const glob = isAboutPath && written.startsWith('/') ? written.slice(1) : written
  const matches = matcherOf(ignoresCase ? glob.toLowerCase() : glob, isAboutPath)
  return {
    leavesOut,
    onlyDirectories,
    isAboutPath,
    matches: ignoresCase ? text => matches(text.toLowerCase()) : matches,
  }
}

/** Whether a pattern can match anything. */
export function isIgnoreRule(pattern: string): boolean {
  return ignoreRule(pattern, { ignoresCase: false }) !== undefined
}

/** Most rules are a name, or an ending behind a star. */
function matcherOf(glob: string, isAboutPath: boolean): (text: string) => boolean {
  if (!SPECIAL.test(glob)) return text => text === glob
  const ending = glob.slice(1)
  if (glob.startsWith('*') && !SPECIAL.test(ending) && !ending.includes('/'))
    return text => text.endsWith(ending) && !text.slice(0, -ending.length || undefined).includes('/')
  // What git compares of a path as it is, up to the first sign, it does not see any more: in `a**/b` the stars pass slashes.
  const start = isAboutPath ? glob.slice(0, glob.search(SPECIAL)) : ''
  const rest = glob.slice(start.length)
  return text => text.startsWith(start) && wildmatch(rest, text.slice(start.length))
}

const SPECIAL = /[*?[\\]/

/** Without the blanks at the end that no backslash keeps. */
function withoutEndBlanks(line: string): string {
  let end = line.length
  while (line.charAt(end - 1) === ' ') end -= 1
  let signs = end
  while (line.charAt(signs - 1) === '\\') signs -= 1
  return line.slice(0, (end - signs) % 2 === 0 ? end : end + 1)
}

/**
 * Whether the rules leave out a path, from where they stand, of which `name` is the last; `undefined` where none speaks of it. The
 * last one that does so counts.
 */
export function verdictOf(
  rules: readonly IgnoreRule[],
  path: string | undefined,
  name: string,
  isDirectory: boolean,
): boolean | undefined {
  for (let at = rules.length - 1; at >= 0; at -= 1) {
    const rule = rules[at]
    if (rule === undefined || (rule.onlyDirectories && !isDirectory)) continue
    const text = rule.isAboutPath ? path : name
    if (text !== undefined && rule.matches(text)) return rule.leavesOut
  }
  return undefined
}
