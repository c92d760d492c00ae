import { COLOR_MODES } from '../context.ts'
import type { CommandContext } from '../context.ts'
import type { Flag, FlagGroup, FlagRecord, ValuesOf } from './flag.ts'
import { choiceFlagOr, displayName, flagGroup, longName, switchFlag } from './flag.ts'
import { checkRules } from './flag-rules.ts'
import type { FlagRule, Given } from './flag-rules.ts'

export const BINARY = 'kubectl acr'

/** A verb: everything that the command line, the help and completion need, and the function that runs it. */
export interface Verb {
  readonly name: string
  /** One sentence without a period. */
  readonly summary: string
  /** Paragraphs of the help, separated by an empty line, or `''`. A line break in a paragraph counts as a space. */
  readonly details: string
  readonly examples: readonly (readonly [label: string, command: string])[]
  /** The only positional argument, if the verb takes one: `NAME`. */
  readonly operand?: string
  /** Advice for an unexpected argument. */
  readonly argumentHint?: string
  readonly groups: readonly FlagGroup[]
  /** All flags in the order of the help, including the general ones. */
  readonly flags: readonly Flag[]
  /** Which flags exclude or need each other. Only the first broken rule is reported. */
  readonly rules: readonly FlagRule[]
  /**
   * Runs the verb and returns the exit code. Throws errors that `describeError` prints, with exit code 2; UsageError
   * for a faulty call.
   */
  readonly run: (call: Call, context: CommandContext) => Promise<number>
  /** Changes the context before any output, for a verb that runs under another program. */
  readonly adapt?: (context: CommandContext) => CommandContext
}

/** The words after the verb. */
export interface Call {
  readonly given: Given
  readonly operand: string | undefined
}

type Definition<G extends readonly FlagGroup[]> = Omit<Verb, 'groups' | 'flags' | 'run'> & {
  readonly groups: G
  readonly run: (values: VerbValues<G>, context: CommandContext) => Promise<number>
}

/** The values of all groups, and the operand. */
export type VerbValues<G extends readonly FlagGroup[]> = Intersection<EachOf<G[number]>> & {
  readonly operand: string | undefined
  readonly typed: readonly TypedFlag[]
}

/** A flag of the call, with the words that repeat it. */
export interface TypedFlag {
  /** The long name of the flag. */
  readonly name: string
  readonly words: readonly string[]
}

// The union of the values of each group in a union of groups.
type EachOf<G extends FlagGroup> = G extends unknown ? ValuesOf<G> : never
type Intersection<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void
  ? I
  : never

/** A verb that reads its flags and checks them against its rules when it runs. */
export function defineVerb<const G extends readonly FlagGroup[]>(definition: Definition<G>): Verb {
  const flags = groupsOf(definition).flatMap(group => group.flags)
  return {
    ...definition,
    flags,
    run: async ({ given, operand }, context) => {
      checkRules(definition.rules, flags, given)
      readFlags(GENERAL.flags, given)
      // Each flag read its own value. The compiler cannot follow the types through the records.
      const values: VerbValues<G> = Object.assign(
        { operand, typed: typedFlags(flags, given) },
        ...definition.groups.map(group => readFlags(group.flags, given)),
      )
      return definition.run(values, context)
    },
  }
}

/** The flags that every verb has. */
const GENERAL = flagGroup('General', {
  color: choiceFlagOr(
    'auto',
    '--color',
    COLOR_MODES,
    'use colors; auto means on a terminal, unless NO_COLOR or FORCE_COLOR is set (default auto)',
  ),
  help: switchFlag('-h, --help', 'show this help'),
})

/** The flags of a verb in groups, with each title once. */
export function groupsOf({
  groups,
}: Pick<Verb, 'groups'>): readonly { readonly title: string; readonly flags: readonly Flag[] }[] {
  const byTitle = new Map<string, readonly Flag[]>()
  for (const { title, flags } of [...groups, GENERAL])
    byTitle.set(title, [...(byTitle.get(title) ?? []), ...Object.values<Flag>(flags)])
  return [...byTitle].map(([title, flags]) => ({ title, flags }))
}

/** The flags of a call, without those whose values may be secrets. */
function typedFlags(flags: readonly Flag[], given: Given): readonly TypedFlag[] {
  return flags.flatMap(flag => {
    const name = longName(flag)
    const value = given.get(name)
    if (value === undefined || value === false || flag.isSecret) return []
    const shown = displayName(flag)
    if (value === true) return [{ name, words: [shown] }]
    if (flag.form === 'optional-value') return [{ name, words: [`${name}=${String(value)}`] }]
    const texts = typeof value === 'string' ? [value] : value
    return [{ name, words: texts.flatMap(text => [shown, text]) }]
  })
}

function readFlags(flags: FlagRecord, given: Given): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(flags).map(([key, flag]) => [key, readFlag(flag, given)]))
}

function readFlag(flag: Flag, given: Given): unknown {
  const value = given.get(longName(flag))
  if (flag.form === 'switch') return flag.read(typeof value === 'boolean' ? value : undefined)
  if (flag.form === 'list') return flag.read(typeof value === 'object' ? value : [])
  if (flag.form === 'value') return flag.read(typeof value === 'string' ? value : undefined)
  return flag.read(typeof value === 'string' || value === true ? value : undefined)
}
