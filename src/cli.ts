import { injectVerb } from './commands/inject/inject.ts'
import { describeError } from './commands/shared/terminal/errors.ts'
import { runCommand } from './commands/shared/arguments/clipanion-adapter.ts'
import { COLOR_MODES, columnsOf, painterFor } from './commands/shared/context.ts'
import type { CommandContext } from './commands/shared/context.ts'
import { normalizeArguments } from './commands/shared/arguments/pflag.ts'
import { BINARY } from './commands/shared/arguments/verb.ts'
import type { Verb } from './commands/shared/arguments/verb.ts'
import { InterruptedError } from './io/signals.ts'
import { writeStream } from './io/output/output.ts'

/** The verbs in the order of the help. Each is loaded when it is called, except inject, which is used most. */
const VERBS: Readonly<Record<string, () => Verb | Promise<Verb>>> = {
  inject: () => injectVerb,
  uninject: async () => (await import('./commands/uninject.ts')).uninjectVerb,
  secret: async () => (await import('./commands/secret/secret.ts')).secretVerb,
  check: async () => (await import('./commands/check/check.ts')).checkVerb,
  kinds: async () => (await import('./commands/kinds/kinds.ts')).kindsVerb,
  config: async () => (await import('./commands/config/config.ts')).configVerb,
  'post-render': async () => (await import('./commands/post-render.ts')).postRenderVerb,
  fn: async () => (await import('./commands/fn/fn.ts')).fnVerb,
  completion: async () => (await import('./commands/completion/completion.ts')).completionVerb,
  version: async () => (await import('./commands/version/version.ts')).versionVerb,
}

/** Loads all verbs, in the order of the help. */
export async function loadVerbs(): Promise<readonly Verb[]> {
  return Promise.all(Object.values(VERBS).map(async load => load()))
}

/** Words that print the version if they are alone; docker and npm also have `-v`. */
const VERSION_FLAGS = ['--version', '-v', '-V']
const HELP_WORDS = ['help', '-h', '--help']

/**
 * Runs the command line and returns the exit code: 0 for success, 1 for findings, 2 for an invalid call or input, 130
 * for Ctrl-C.
 */
export async function run(args: readonly string[], given: CommandContext): Promise<number> {
  const [word = 'help', ...rest] = args
  const called = await knownVerb(word)
  const context = { ...(called?.adapt?.(given) ?? given), ...colorIn(args) }
  try {
    if (HELP_WORDS.includes(word)) return await showHelp(rest, context)
    if (word === '__complete') return await showCompletion(rest, context)
    const isVersion = word === '--version' || (VERSION_FLAGS.includes(word) && rest.length === 0)
    return await runVerb(await verbOf(isVersion ? 'version' : word, rest), rest, context)
  } catch (error) {
    if (error instanceof InterruptedError) return 130
    const command = called === undefined ? BINARY : `${BINARY} ${word}`
    context.stderr.write(describeError(error, command, painterFor('stderr', context)))
    return 2
  }
}

/**
 * The value of `--color`, found before parsing because errors of the call are colored, too. An invalid value is
 * reported by the verb.
 */
function colorIn(args: readonly string[]): Pick<CommandContext, 'color'> {
  const end = args.indexOf('--')
  const words = end < 0 ? args : args.slice(0, end)
  const at = words.findLastIndex(word => word === '--color' || word.startsWith('--color='))
  const given = words[at] === '--color' ? words[at + 1] : words[at]?.slice('--color='.length)
  const color = COLOR_MODES.find(mode => mode === given)
  return color === undefined ? {} : { color }
}

async function runVerb(verb: Verb, args: readonly string[], context: CommandContext): Promise<number> {
  const normalized = normalizeArguments(args, verb.flags)
  if (normalized.includes('--help')) return showHelp([verb.name], context)
  return runCommand(verb, normalized, context)
}

async function showHelp(words: readonly string[], context: CommandContext): Promise<number> {
  const word = words.find(one => !one.startsWith('-'))
  const { overview, usageOf } = await import('./commands/shared/arguments/help.ts')
  const screen = { columns: columnsOf('stdout', context) ?? 80, paint: painterFor('stdout', context) }
  const isGeneral = word === undefined || word === 'help'
  const text = isGeneral
    ? overview(await loadVerbs(), screen)
    : usageOf(await verbOf(word, ['--help']), screen)
  await writeStream(context.stdout, 'standard output', text)
  return 0
}

/** Answers kubectl's completion, through `kubectl_complete-acr`. */
async function showCompletion(words: readonly string[], context: CommandContext): Promise<number> {
  const { complete } = await import('./commands/completion/complete.ts')
  await writeStream(context.stdout, 'standard output', await complete(words, await loadVerbs(), context))
  return 0
}

async function verbOf(word: string, rest: readonly string[]): Promise<Verb> {
  const verb = await knownVerb(word)
  if (verb !== undefined) return verb
  return (await import('./commands/shared/arguments/find-verb.ts')).findVerb(word, rest, await loadVerbs())
}

function knownVerb(word: string): Verb | Promise<Verb> | undefined {
  return Object.hasOwn(VERBS, word) ? VERBS[word]?.() : undefined
}
