import { UsageError } from '../../../text/user-error.ts'
import type { Flag } from './flag.ts'
import { longName, displayName } from './flag.ts'

/** The values on the command line, by the long names of the flags. A flag that was not given has no entry. */
export type Given = ReadonlyMap<string, string | boolean | readonly string[]>

/** A flag by its long name, or a flag with a certain value (`is`) or with any value but one (`isNot`). */
export type FlagUse = string | { readonly flag: string; readonly is?: string; readonly isNot?: string }

/**
 * A rule about flags that exclude or need each other. A call breaks the rule if it uses one of `flags` together with
 * one of `excludes` (absent: together with anything), and none of `unless`.
 */
export interface FlagRule {
  readonly flags: readonly FlagUse[]
  readonly excludes?: readonly FlagUse[]
  readonly unless?: readonly FlagUse[]
  /** The error, from the first flag of each list that is used; by default that they cannot be used together. */
  readonly message?: string | ((flag: string, other: string) => string)
  readonly remedy?: string
}

/** Throws UsageError for the first rule that a call breaks. */
export function checkRules(rules: readonly FlagRule[], flags: readonly Flag[], given: Given): void {
  for (const { flags: these, excludes, unless = [], message = notTogether, remedy } of rules) {
    const one = these.find(use => isUsed(use, given))
    const other = excludes?.find(use => isUsed(use, given))
    if (one === undefined || (excludes !== undefined && other === undefined)) continue
    if (unless.some(use => isUsed(use, given))) continue
    const [name, otherName] = [one, other ?? ''].map(use => wordsFor(use, flags, given))
    throw new UsageError(typeof message === 'string' ? message : message(name ?? '', otherName ?? ''), remedy)
  }
}

function notTogether(flag: string, other: string): string {
  return `${flag} cannot be used with ${other}`
}

function isUsed(use: FlagUse, given: Given): boolean {
  if (typeof use === 'string') return (given.get(use) ?? false) !== false
  const value = given.get(use.flag)
  return value !== undefined && (use.is === undefined || value === use.is) && value !== use.isNot
}

/** The name of a flag in an error: its shorthand, with its value if the rule is about that value. */
function wordsFor(use: FlagUse, flags: readonly Flag[], given: Given): string {
  const long = typeof use === 'string' ? use : use.flag
  const flag = flags.find(candidate => longName(candidate) === long)
  const name = flag === undefined ? long : displayName(flag)
  return typeof use === 'string' ? name : `${name} ${String(given.get(long))}`
}
