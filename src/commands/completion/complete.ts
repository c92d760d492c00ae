import type { InputContext } from '../../io/sources/sources.ts'
import { commandRows } from '../shared/arguments/help.ts'
import type { Verb } from '../shared/arguments/verb.ts'
import { completeFrom, completeValue } from './candidates.ts'
import type { Completion } from './candidates.ts'
import { assignment, readWords } from './words.ts'

/**
 * Completes the last of the words after `kubectl acr`. The result has the form that kubectl expects from
 * `kubectl_complete-acr` (kubectl `plugin_completion.go`): one candidate per line, a tab before its description, and
 * `:` with a directive.
 */
export async function complete(
  words: readonly string[],
  verbs: readonly Verb[],
  shell: InputContext,
): Promise<string> {
  const { candidates, directive } = await completionOf(words, verbs, shell)
  return [...candidates.map(row => row.filter(Boolean).join('\t')), `:${directive}\n`].join('\n')
}

async function completionOf(
  words: readonly string[],
  verbs: readonly Verb[],
  shell: InputContext,
): Promise<Completion> {
  const finished = words.slice(0, -1)
  const part = words.at(-1) ?? ''
  const [word, ...following] = finished
  if (word === undefined || word === 'help')
    return completeFrom(following.length === 0 ? commandRows(verbs) : [], part)
  const verb = verbs.find(candidate => candidate.name === word)
  if (verb === undefined || following.includes('--')) return completeFrom([], part)
  const flags = verb.flags
  const read = readWords(following, flags)
  const { awaiting, taker } = read
  const [flag, value = ''] = awaiting === undefined ? assignment(part, flags) : [awaiting, part]
  if (flag !== undefined) return completeValue(flag, value, read, shell)
  if (taker !== undefined && !part.startsWith('-')) return completeValue(taker, part, read, shell)
  const names = flags.flatMap(({ names: all, description }) => all.map(name => [name, description] as const))
  return completeFrom(part.startsWith('-') ? names : [], part)
}
