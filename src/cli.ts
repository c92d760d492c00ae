import { UsageError } from './text/user-error.ts'
import { checkVerb } from './commands/check/check.ts'
import { completionVerb } from './commands/completion/completion.ts'
import { injectVerb } from './commands/inject/inject.ts'
import { kindsVerb } from './commands/kinds/kinds.ts'
import { secretVerb } from './commands/secret/secret.ts'
import { NoInputError, describeError } from './commands/shared/errors.ts'
import { runCommand } from './commands/shared/clipanion-adapter.ts'
import type { CommandContext } from './commands/shared/context.ts'
import { overview, usageOf } from './commands/shared/help.ts'
import { normalizeArguments } from './commands/shared/pflag.ts'
import { BINARY, flagsOf } from './commands/shared/verb.ts'
import type { Verb } from './commands/shared/verb.ts'
import { uninjectVerb } from './commands/uninject.ts'
import { versionVerb } from './commands/version/version.ts'
import { writeStream } from './io/output.ts'
import { nearest } from './text/nearest.ts'

export const VERBS: readonly Verb[] = [
  injectVerb,
  uninjectVerb,
  secretVerb,
  checkVerb,
  kindsVerb,
  completionVerb,
  versionVerb,
]

/** Runs the command line and gives the exit code: 0 done, 1 found something, 2 unusable call or input. */
export async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const [word = 'help', ...rest] = args
  try {
    if (['help', '-h', '--help'].includes(word)) return await showHelp(rest[0], context)
    if (word === '__complete') return await showCompletion(rest, context)
    const verb = findVerb(word === '--version' ? 'version' : word)
    return await runVerb(verb, rest, context)
  } catch (error) {
    const verb = VERBS.find(candidate => candidate.name === word)
    context.stderr.write(describeError(error, verb === undefined ? BINARY : `${BINARY} ${word}`))
    if (error instanceof NoInputError && verb !== undefined) context.stderr.write(`\n${usageOf(verb)}`)
    return 2
  }
}

async function runVerb(verb: Verb, args: readonly string[], context: CommandContext): Promise<number> {
  const normalized = normalizeArguments(args, flagsOf(verb))
  if (normalized.includes('--help')) return showHelp(verb.name, context)
  return runCommand(verb, normalized, context)
}

async function showHelp(word: string | undefined, context: CommandContext): Promise<number> {
  const isGeneral = word === undefined || word === 'help' || word.startsWith('-')
  const text = isGeneral ? overview(VERBS) : usageOf(findVerb(word))
  await writeStream(context.stdout, 'standard output', text)
  return 0
}

/** For kubectl, by way of `kubectl_complete-acr`. */
async function showCompletion(words: readonly string[], context: CommandContext): Promise<number> {
  const { complete } = await import('./commands/completion/complete.ts')
  await writeStream(context.stdout, 'standard output', await complete(words, VERBS, context))
  return 0
}

function findVerb(word: string): Verb {
  const verb = VERBS.find(candidate => candidate.name === word)
  if (verb !== undefined) return verb
  if (word.startsWith('-'))
    throw new UsageError(`unknown flag: ${word}`, `Flags follow the command: ${BINARY} inject -f FILE`)
  const meant = nearest(
    word,
    VERBS.map(({ name }) => name),
  )
  const remedy = meant === undefined ? undefined : `Did you mean this? ${BINARY} ${meant}`
  throw new UsageError(`unknown command "${word}" for "${BINARY}"`, remedy)
}
