import type { AcrContext, Verb } from './command.ts'
import { isOption } from './flags.ts'
import type { OptionSpecification } from './flags.ts'

const NOTHING_FOUND = { options: [], positionals: [] }

/**
 * A verb that declares only what the plain arguments speak of, and has all else at its default: clipanion builds its
 * parser anew in each run, at a cost for each option.
 */
export function withSpokenOptions(verb: Verb, plain: readonly string[], context: AcrContext): Verb {
  return new Proxy(verb, {
    construct: () => {
      const command = new verb()
      for (const [key, option] of Object.entries(command))
        if (isOption(option) && !isSpoken(option, key, plain))
          Reflect.set(command, key, option.transformer({}, key, NOTHING_FOUND, context))
      return command
    },
  })
}

/** Operands always are. */
function isSpoken(option: OptionSpecification, key: string, plain: readonly string[]): boolean {
  let names: readonly string[] | undefined
  const builder = {
    addOption: (declared: { readonly names: readonly string[] }): void => {
      names = declared.names
    },
    addPositional: (): void => {},
  }
  option.definition(builder, key)
  return names?.some(name => plain.some(word => word === name || word.startsWith(`${name}=`))) ?? true
}
