import { BYTE_ORDER_MARK } from '../text/byte-order-mark.ts'
import { wildmatch } from './wildmatch.ts'

/** A line of a `.gitignore` file, or a value of `--exclude`. */
export interface IgnoreRule {
  /** Whether what it matches is left out; a line with `!` in front takes it in again. */
  readonly leavesOut: boolean
  readonly onlyDirectories: boolean
  /** Whether it is about the path from where the rule stands; else about the last name alone, at any depth. */
  readonly isAboutPath: boolean
  readonly ignoresCase: boolean
  /** Most rules are a name, or an ending behind a star; these are compared in no time. */
  readonly form: 'whole' | 'ending' | 'glob'
  /** What is compared: the whole, the ending, or the start of a glob. */
  readonly text: string
  /** The rest of a glob; `''` for the others. */
  readonly rest: string
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
  const cased = ignoresCase ? glob.toLowerCase() : glob
  return { leavesOut, onlyDirectories, isAboutPath, ignoresCase, ...comparisonOf(cased, isAboutPath) }
}

/** Whether a pattern can match anything. */
export function isIgnoreRule(pattern: string): boolean {
  return ignoreRule(pattern, { ignoresCase: false }) !== undefined
}

function comparisonOf(glob: string, isAboutPath: boolean): Pick<IgnoreRule, 'form' | 'text' | 'rest'> {
  if (!SPECIAL.test(glob)) return { form: 'whole', text: glob, rest: '' }
  const ending = glob.slice(1)
  if (glob.startsWith('*') && !isAboutPath && !SPECIAL.test(ending))
    return { form: 'ending', text: ending, rest: '' }
  // What git compares of a path as it is, up to the first sign, it does not see any more: in `a**/b` the stars pass slashes.
  const text = isAboutPath ? glob.slice(0, glob.search(SPECIAL)) : ''
  return { form: 'glob', text, rest: glob.slice(text.length) }
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
 * Whether the rules leave out a path, which is that of a directory and a name in it; `undefined` where none speaks of it.
 * The last one that does so counts. `directory` is from where the rules stand, with a slash at its end or `''`; `undefined`
 * for one that is not below.
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
    if (rule.isAboutPath && directory === undefined) continue
    const text = rule.isAboutPath ? (path ??= directory + name) : name
    if (matches(rule, rule.ignoresCase ? text.toLowerCase() : text)) return rule.leavesOut
  }
  return undefined
}

function matches({ form, text, rest }: IgnoreRule, given: string): boolean {
  if (form === 'whole') return given === text
  if (form === 'ending') return given.endsWith(text)
  return given.startsWith(text) && wildmatch(rest, text === '' ? given : given.slice(text.length))
}
