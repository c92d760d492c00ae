import { COLOR_MODES } from './context.ts'
import type { CommandContext } from './context.ts'
import type { Flag, FlagGroup, FlagRecord, ValuesOf } from './flag.ts'
import { choiceFlagOr, displayName, flagGroup, longName, switchFlag } from './flag.ts'
import { checkRules } from './flag-rules.ts'
import type { FlagRule, Given } from './flag-rules.ts'

export const BINARY = 'kubectl acr'

/** What a verb is: all that the command line, the help and completion need to know, and what it does. */
export interface Verb {
  readonly name: string
  /** What it does, without a period. */
  readonly summary: string
  /** Paragraphs of the help, with an empty line between two, or `''`. Line ends within one are spaces. */
  readonly details: string
  readonly examples: readonly (readonly [label: string, command: string])[]
  /** The one argument that may stand beside the flags, if any: `NAME`. */
  readonly operand?: string
  /** What to type instead of an argument that has no place. */
  readonly argumentHint?: string
  readonly groups: readonly FlagGroup[]
  /** Which flags exclude or need each other; the first row that is broken is told. */
  readonly rules: readonly FlagRule[]
  /**
   * Does it, and gives the exit code. Throws what `describeError` shows, and the exit code is 2: UsageError
   * for what is wrong with the call.
   */
  readonly run: (call: Call, context: CommandContext) => Promise<number>
  /** What it makes of its surroundings, before anything is said, if it runs in a place of its own. */
  readonly adapt?: (context: CommandContext) => CommandContext
}

/** What was typed behind a verb. */
export interface Call {
  readonly given: Given
  readonly operand: string | undefined
}

type Definition<G extends readonly FlagGroup[]> = Omit<Verb, 'groups' | 'run'> & {
  readonly groups: G
  readonly run: (values: VerbValues<G>, context: CommandContext) => Promise<number>
}

/** The values of all groups, and the operand. */
type VerbValues<G extends readonly FlagGroup[]> = Intersection<EachOf<G[number]>> & {
  readonly operand: string | undefined
  readonly typed: readonly TypedFlag[]
}

/** A flag that was given, as words that give it again. */
export interface TypedFlag {
  /** Its long name. */
  readonly name: string
  readonly words: readonly string[]
}

// Of a union of groups, the union of what each gives.
type EachOf<G extends FlagGroup> = G extends unknown ? ValuesOf<G> : never
type Intersection<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void
  ? I
  : never

/** A verb whose flags have been read and held against its rules when it runs. */
export function defineVerb<const G extends readonly FlagGroup[]>(definition: Definition<G>): Verb {
  const verb: Verb = {
    ...definition,
    run: async ({ given, operand }, context) => {
      checkRules(definition.rules, flagsOf(verb), given)
      readFlags(GENERAL.flags, given)
      // Each flag has read its value; the compiler does not follow them through the records.
      const values: VerbValues<G> = Object.assign(
        { operand, typed: typedFlags(flagsOf(verb), given) },
        ...definition.groups.map(({ flags }) => readFlags(flags, given)),
      )
      return definition.run(values, context)
    },
  }
  return verb
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

/** The flags of a verb in the order of the help, those that every verb has among them. */
export function flagsOf(verb: Verb): readonly Flag[] {
  return groupsOf(verb).flatMap(({ flags }) => flags)
}

/** The same in groups, each title once. */
export function groupsOf({
  groups,
}: Verb): readonly { readonly title: string; readonly flags: readonly Flag[] }[] {
  const byTitle = new Map<string, readonly Flag[]>()
  for (const { title, flags } of [...groups, GENERAL])
    byTitle.set(title, [...(byTitle.get(title) ?? []), ...Object.values<Flag>(flags)])
  return [...byTitle].map(([title, flags]) => ({ title, flags }))
}

/** A flag whose value may be a secret is not repeated. */
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
