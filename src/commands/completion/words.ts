import { longName, takesValue } from '../shared/arguments/flag.ts'
import type { Flag } from '../shared/arguments/flag.ts'

export interface WordsRead {
  /** The flag whose value comes next, if any. */
  readonly awaiting: Flag | undefined
  /** The connection flags, for kubectl. */
  readonly connection: readonly string[]
  /** The values of `-f`. */
  readonly filenames: readonly string[]
  readonly isRecursive: boolean
  /** The flag that takes words without a flag of their own. */
  readonly taker: Flag | undefined
}

const CONNECTION = ['--namespace', '--context', '--kubeconfig']

/** Reads the finished words after a verb like `normalizeArguments`, but ignores errors. */
export function readWords(words: readonly string[], flags: readonly Flag[]): WordsRead {
  let awaiting: Flag | undefined
  const connection: string[] = []
  const filenames: string[] = []
  let taker = flags.find(({ takesWords }) => takesWords)
  for (const word of words) {
    const [flag, value] = awaiting === undefined ? assignment(word, flags) : [awaiting, word]
    const valued = flag === undefined ? valuedIn(word, flags) : { flag, isLast: false }
    if (valued?.flag.takesWords === true) taker = valued.flag
    if (flag?.takesWords === true) filenames.push(value ?? '')
    else if (taker !== undefined && awaiting === undefined && !word.startsWith('-')) filenames.push(word)
    if (flag !== undefined && CONNECTION.includes(longName(flag)))
      connection.push(`${longName(flag)}=${value}`)
    awaiting = valued?.isLast === true ? valued.flag : undefined
  }
  const isRecursive = words.some(word => word === '--recursive' || /^-[a-zA-Z]*R/.test(word))
  return { awaiting, connection, filenames, isRecursive, taker }
}

/** The flag and the value of `--flag=value` and `-f=value`. */
export function assignment(word: string, flags: readonly Flag[]): readonly [flag?: Flag, value?: string] {
  const [, name = '', value = ''] = /^(--[^=]+|-[^-])=(.*)$/s.exec(word) ?? []
  const flag = flags.find(({ names }) => names.includes(name))
  return flag === undefined ? [] : [flag, value]
}

/**
 * The flag in a word that takes a value. `isLast`: whether the value is the next word, as in `--secret`, `-f`, `-Rf`,
 * but not `-fa.yaml`.
 */
function valuedIn(
  word: string,
  flags: readonly Flag[],
): { readonly flag: Flag; readonly isLast: boolean } | undefined {
  const find = (name: string): Flag | undefined =>
    flags.find(flag => takesValue(flag) && flag.names.includes(name))
  if (!word.startsWith('-')) return undefined
  const names = word.startsWith('--')
    ? [word]
    : word
        .slice(1)
        .split('')
        .map(letter => `-${letter}`)
  const at = names.findIndex(name => find(name) !== undefined)
  const flag = find(names[at] ?? '')
  return flag === undefined ? undefined : { flag, isLast: at === names.length - 1 }
}
