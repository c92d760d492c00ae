import { UsageError } from '../../../text/user-error.ts'
import { Cli, Command, Option } from 'clipanion'
import type { CommandContext } from '../context.ts'
import type { Flag } from './flag.ts'
import { longName } from './flag.ts'
import { turnedOff } from './pflag.ts'
import type { Call, Verb } from './verb.ts'

/** clipanion requires `colorDepth`. No code here depends on its value. */
type ClipanionContext = CommandContext & { readonly colorDepth: 1 }

/**
 * Runs a verb on normalized arguments. clipanion parses them with a command class that is built from the verb. Throws
 * UsageError for arguments that do not fit the verb, and what the verb throws.
 */
export function runCommand(verb: Verb, args: readonly string[], context: CommandContext): Promise<number> {
  return parse(verb, args, context).validateAndExecute()
}

function parse(verb: Verb, args: readonly string[], context: CommandContext): Command<ClipanionContext> {
  const cli = Cli.from<ClipanionContext>([commandOf(verb, args)])
  try {
    return cli.process([verb.name, ...args], { ...context, colorDepth: 1 })
  } catch (error) {
    // clipanion can find only one fault in normalized arguments: there are too many or too few.
    if (!(error instanceof Error && 'clipanion' in error)) throw error
    const last = args.includes('--') ? args.at(-1) : undefined
    if (last === undefined) throw new UsageError('an argument is missing')
    throw new UsageError(`unexpected argument "${last}"`, verb.argumentHint)
  }
}

/** The property for the operand. Other properties have the long names of flags. */
const OPERAND = '[operand]'

/**
 * The command class of a verb. It declares only the flags that occur in the arguments. In each run clipanion compiles
 * a parser for all declared flags. That takes about 50 ms for all flags of inject, and about 5 ms for one flag.
 */
function commandOf(verb: Verb, args: readonly string[]): new () => Command<ClipanionContext> {
  const flags = verb.flags.filter(flag => isNamed(flag, args))
  const declared = flags.map(flag => [longName(flag), declare(flag)] as const)
  return class extends Command<ClipanionContext> {
    static override paths = [[verb.name]]

    constructor() {
      super()
      Object.assign(this, Object.fromEntries(declared))
      if (verb.operand !== undefined) Object.assign(this, { [OPERAND]: Option.String({ required: false }) })
    }

    override execute(): Promise<number> {
      return verb.run(callOf(flags, this), this.context)
    }
  }
}

function isNamed(flag: Flag, args: readonly string[]): boolean {
  const [name, off] = [longName(flag), turnedOff(flag)]
  return args.some(word => word === name || word === off || word.startsWith(`${name}=`))
}

/** clipanion finds options among the properties of an instance, and replaces them with their values. */
function declare(flag: Flag): unknown {
  const name = longName(flag)
  if (flag.form === 'switch') return Option.Boolean(name)
  if (flag.form === 'list') return Option.Array(name)
  return Option.String(name, { tolerateBoolean: flag.form === 'optional-value' })
}

function callOf(flags: readonly Flag[], command: Command<ClipanionContext>): Call {
  const values = new Map<string, unknown>(Object.entries(command))
  const given = new Map<string, string | boolean | readonly string[]>()
  for (const name of flags.map(longName)) {
    const value = values.get(name)
    if (typeof value === 'string' || typeof value === 'boolean' || isStrings(value)) given.set(name, value)
  }
  const operand = values.get(OPERAND)
  return { given, operand: typeof operand === 'string' ? operand : undefined }
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(element => typeof element === 'string')
}
