import { Command } from 'clipanion'
import type { AcrContext, Verb } from './command.ts'

/** A flag as its command declares it. */
export interface Flag {
  /** The shorthand, if any, before the long name: `-f`, `--filename`. */
  readonly names: readonly string[]
  readonly takesValue: boolean
  /** `--flag` alone means a default, `--flag=value` that value (pflag `NoOptDefVal`). */
  readonly isValueOptional: boolean
  /** What stands for the value in the usage, taken from backquotes in the description as pflag does: `FILE`. */
  readonly placeholder: string
  /** The values that it can have, where the placeholder lists them: `pod|serviceaccount`. */
  readonly choices: readonly string[]
  readonly description: string
}

/** What clipanion keeps of an option or operand in a fresh instance of a command. */
export interface OptionSpecification {
  readonly definition: (builder: object, key: string) => void
  /** Makes the value of what clipanion found among the arguments. */
  readonly transformer: (builder: object, key: string, state: object, context: AcrContext) => unknown
}

interface DeclaredOption {
  readonly names: readonly string[]
  readonly arity: number
  readonly allowBinding?: boolean
  readonly description?: string
}

const HELP: Flag = {
  names: ['-h', '--help'],
  takesValue: false,
  isValueOptional: false,
  placeholder: '',
  choices: [],
  description: 'show this help',
}

/** The flags of a verb: the options that clipanion finds in a fresh instance of it, and `--help`. */
export function flagsOf(verb: Verb): readonly Flag[] {
  const flags: Flag[] = []
  const builder = {
    addOption({ names, arity, allowBinding = true, description = '' }: DeclaredOption): void {
      const [, placeholder = ''] = /`(.+?)`/.exec(description) ?? []
      const sorted = names.toSorted((a, b) => a.length - b.length)
      flags.push({
        names: sorted,
        takesValue: arity > 0,
        isValueOptional: arity === 0 && allowBinding,
        placeholder,
        choices: placeholder.includes('|') ? placeholder.split('|') : [],
        description: description.replaceAll('`', ''),
      })
    },
    addPositional(): void {},
  }
  for (const [key, option] of Object.entries(new verb()))
    if (isOption(option)) option.definition(builder, key)
  return [...flags, HELP]
}

export function isOption(value: unknown): value is OptionSpecification {
  return typeof value === 'object' && value !== null && Command.isOption in value
}
