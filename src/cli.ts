import { Cli } from 'clipanion'
import type { Command } from 'clipanion'
import { plainArguments } from './commands/arguments.ts'
import { CheckCommand } from './commands/check.ts'
import { CallError, NoInputError, describeError } from './commands/command.ts'
import type { AcrContext, Verb } from './commands/command.ts'
import { CompletionCommand } from './commands/completion.ts'
import { flagsOf } from './commands/flags.ts'
import { nameOf, overview, usageOf } from './commands/help.ts'
import { InjectCommand } from './commands/inject.ts'
import { nearest } from './text/nearest.ts'
import { SecretCommand } from './commands/secret.ts'
import { UninjectCommand } from './commands/uninject.ts'
import { withSpokenOptions } from './commands/spoken.ts'
import { VersionCommand } from './commands/version.ts'
import { writeStream } from './io/output.ts'

export const VERBS: readonly Verb[] = [
  InjectCommand,
  UninjectCommand,
  SecretCommand,
  CheckCommand,
  CompletionCommand,
  VersionCommand,
]
const BINARY = 'kubectl acr'

/** Runs the command line and gives the exit code: 0 done, 1 found something, 2 unusable call or input. */
export async function run(args: readonly string[], context: AcrContext): Promise<number> {
  const [word = 'help', ...rest] = args
  try {
    if (['help', '-h', '--help'].includes(word)) return await showHelp(rest[0], context)
    if (word === '__complete') return await showCompletion(rest, context)
    const verb = findVerb(word === '--version' ? 'version' : word)
    return await runVerb(verb, rest, context)
  } catch (error) {
    const verb = VERBS.find(candidate => nameOf(candidate) === word)
    context.stderr.write(describeError(error, verb === undefined ? BINARY : `${BINARY} ${word}`))
    if (error instanceof NoInputError && verb !== undefined) context.stderr.write(`\n${usageOf(verb)}`)
    return 2
  }
}

async function runVerb(verb: Verb, args: readonly string[], context: AcrContext): Promise<number> {
  const plain = plainArguments(args, flagsOf(verb))
  if (plain.includes('--help')) return showHelp(nameOf(verb), context)
  return parse(verb, plain, context).validateAndExecute()
}

function parse(verb: Verb, plain: readonly string[], context: AcrContext): Command<AcrContext> {
  try {
    const spoken = withSpokenOptions(verb, plain, context)
    return Cli.from<AcrContext>([spoken]).process([nameOf(verb), ...plain], context)
  } catch (error) {
    // Of plain arguments, clipanion can only mind that there are too many or too few.
    if (!(error instanceof Error && 'clipanion' in error)) throw error
    const last = plain.includes('--') ? plain.at(-1) : undefined
    if (last === undefined) throw new CallError('an argument is missing')
    const takesFiles = flagsOf(verb).some(({ names }) => names.includes('-f'))
    const meant = `Did you mean this? ${BINARY} ${nameOf(verb)} -f ${last}`
    throw new CallError(`unexpected argument "${last}"`, takesFiles ? meant : undefined)
  }
}

async function showHelp(word: string | undefined, context: AcrContext): Promise<number> {
  const isGeneral = word === undefined || word === 'help' || word.startsWith('-')
  const text = isGeneral ? overview(VERBS) : usageOf(findVerb(word))
  await writeStream(context.stdout, 'standard output', text)
  return 0
}

/** For kubectl, by way of `kubectl_complete-acr`. */
async function showCompletion(words: readonly string[], context: AcrContext): Promise<number> {
  const { complete } = await import('./commands/complete.ts')
  await writeStream(context.stdout, 'standard output', await complete(words, VERBS, context))
  return 0
}

function findVerb(word: string): Verb {
  const verb = VERBS.find(candidate => nameOf(candidate) === word)
  if (verb !== undefined) return verb
  if (word.startsWith('-'))
    throw new CallError(`unknown flag: ${word}`, `Flags follow the command: ${BINARY} inject -f FILE`)
  const meant = nearest(word, VERBS.map(nameOf))
  const hint = meant === undefined ? undefined : `Did you mean this? ${BINARY} ${meant}`
  throw new CallError(`unknown command "${word}" for "${BINARY}"`, hint)
}
