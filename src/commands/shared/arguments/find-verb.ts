import { nearest } from '../../../text/nearest.ts'
import { shellWord } from '../../../text/shell-word.ts'
import { UsageError } from '../../../text/user-error.ts'
import { BINARY } from './verb.ts'
import type { Verb } from './verb.ts'
import { longName } from './flag.ts'
import { normalizeArguments } from './pflag.ts'

/**
 * Words that users of kubectl, docker, git and similar tools try for the verbs. No word means the opposite of its
 * verb.
 */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  inject: ['add', 'annotate', 'apply', 'attach', 'patch', 'set'],
  uninject: [
    'clean',
    'delete',
    'detach',
    'eject',
    'remove',
    'reset',
    'restore',
    'revert',
    'rm',
    'undo',
    'unject',
  ],
  secret: ['create', 'credential', 'credentials', 'docker-registry', 'login', 'pull-secret', 'token'],
  check: [
    'describe',
    'diagnose',
    'doctor',
    'get',
    'lint',
    'list',
    'ls',
    'scan',
    'status',
    'test',
    'validate',
    'verify',
  ],
  kinds: ['api-resources', 'crds'],
}

/** The verb with a name. Throws UsageError with a suggestion where there is one. */
export function findVerb(word: string, rest: readonly string[], verbs: readonly Verb[]): Verb {
  const verb = verbNamed(word, verbs)
  if (verb !== undefined) return verb
  if (word.startsWith('-')) throw flagBeforeVerb(word, rest, verbs)
  const meant = meantVerb(word, verbs)
  throw new UsageError(
    `unknown command "${word}" for "${BINARY}"`,
    meant && `Did you mean this? ${callLine(meant, rest)}`,
  )
}

/** The error for a flag before the verb. It leaves out the value of the flag, which may be a secret. */
function flagBeforeVerb(word: string, rest: readonly string[], verbs: readonly Verb[]): UsageError {
  const name = word.startsWith('--') ? word.replace(/=.*$/s, '') : word.slice(0, 2)
  const at = rest.findIndex(one => verbNamed(one, verbs) !== undefined)
  const follower = verbNamed(rest[at] ?? 'inject', verbs)
  const remedy =
    follower &&
    `Flags follow the command: ${callLine(follower, [word, ...rest.filter((_, place) => place !== at)])}`
  return new UsageError(`unknown flag: ${name}`, remedy)
}

function verbNamed(word: string, verbs: readonly Verb[]): Verb | undefined {
  return verbs.find(({ name }) => name === word)
}

function meantVerb(word: string, verbs: readonly Verb[]): Verb | undefined {
  const lower = word.toLowerCase()
  const known = Object.entries(SYNONYMS).find(([, words]) => words.includes(lower))?.[0]
  // A word that begins like `uninject` is never a misspelt `inject`, which would do the opposite.
  const candidates = verbs
    .map(({ name }) => name)
    .filter(name => name !== 'inject' || !/^(?:un|de|e|re)/.test(lower))
  return verbNamed(known ?? nearest(lower, candidates) ?? '', verbs)
}

/** The suggested call: the same arguments with another verb if they fit it and contain no secret, else `--help`. */
function callLine(verb: Verb, rest: readonly string[]): string {
  const words = canFollow(verb, rest) ? rest.map(shellWord) : ['--help']
  return [BINARY, verb.name, ...words].join(' ')
}

function canFollow(verb: Verb, rest: readonly string[]): boolean {
  const flags = verb.flags
  try {
    const words = normalizeArguments(
      rest,
      flags.map(flag => ({ ...flag, takesWords: false })),
    )
    const isSecret = flags.some(
      flag => flag.isSecret && words.some(word => word.split('=')[0] === longName(flag)),
    )
    const operands = words.includes('--') ? words.slice(words.indexOf('--') + 1) : []
    const areFiles = flags.some(({ takesWords }) => takesWords) && operands.every(one => /[./]|^-$/.test(one))
    return words.length > 0 && !isSecret && (operands.length === 0 || areFiles)
  } catch (error) {
    if (error instanceof UsageError) return false
    throw error
  }
}
