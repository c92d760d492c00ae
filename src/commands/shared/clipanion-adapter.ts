import { UsageError } from '../../text/user-error.ts'
import { Cli, Command, Option } from 'clipanion'
import type { CommandContext } from './context.ts'
import type { Flag } from './flag.ts'
import { longName } from './flag.ts'
import { turnedOff } from './pflag.ts'
import { flagsOf } from './verb.ts'
import type { Call, Verb } from './verb.ts'

/** clipanion wants a number of colours, and decides nothing by it here. */
type ClipanionContext = CommandContext & { readonly colorDepth: 1 }

/**
 * Runs a verb on normalized arguments, which clipanion parses by a class of command that is made of the verb. Throws
 * UsageError where they are no call of the verb, and what the verb throws.
 */
export function runCommand(verb: Verb, args: readonly string[], context: CommandContext): Promise<number> {
  return parse(verb, args, context).validateAndExecute()
}

function parse(verb: Verb, args: readonly string[], context: CommandContext): Command<ClipanionContext> {
  const cli = Cli.from<ClipanionContext>([commandOf(verb, args)])
  try {
    return cli.process([verb.name, ...args], { ...context, colorDepth: 1 })
  } catch (error) {
    // Of normalized arguments, clipanion can only mind that there are too many or too few.
    if (!(error instanceof Error && 'clipanion' in error)) throw error
    const last = args.includes('--') ? args.at(-1) : undefined
    if (last === undefined) throw new UsageError('an argument is missing')
    throw new UsageError(`unexpected argument "${last}"`, verb.argumentHint)
  }
}

/** Where the operand is kept, among flags by their long names. */
const OPERAND = '[operand]'

/**
 * The class of a verb's command. It declares only the flags that the arguments name. clipanion compiles a parser for all
 * that are declared in each run: for the flags of inject that takes some fifty milliseconds, for one flag some five.
 */
function commandOf(verb: Verb, args: readonly string[]): new () => Command<ClipanionContext> {
  const flags = flagsOf(verb).filter(flag => isNamed(flag, args))
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

/** clipanion finds options among the properties of an instance, and puts their values in their place. */
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
    if (typeof value === 'string' || typeof value === 'boolean' || isTexts(value)) given.set(name, value)
  }
  const operand = values.get(OPERAND)
  return { given, operand: typeof operand === 'string' ? operand : undefined }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(element => typeof element === 'string')
}
