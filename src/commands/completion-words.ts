import type { Flag } from './flags.ts'

export interface WordsRead {
  /** The flag whose value comes next, if any. */
  readonly awaiting: Flag | undefined
  /** What was said of where the cluster is, for kubectl. */
  readonly connection: readonly string[]
  /** Whether `-f` is among the words: what follows without a flag is a file, too. */
  readonly areFiles: boolean
}

const CONNECTION = ['--namespace', '--context', '--kubeconfig']

/** Reads the finished words behind a verb as `plainArguments` would, but for what is wrong with them. */
export function readWords(words: readonly string[], flags: readonly Flag[]): WordsRead {
  let awaiting: Flag | undefined
  const connection: string[] = []
  let areFiles = false
  for (const word of words) {
    const [flag, value] = awaiting === undefined ? assignment(word, flags) : [awaiting, word]
    const long = flag?.names.at(-1) ?? ''
    if (CONNECTION.includes(long)) connection.push(`${long}=${value}`)
    if (flag === undefined) {
      const valued = valuedIn(word, flags)
      awaiting = valued?.isLast === true ? valued.flag : undefined
      if (valued?.flag.names.includes('--filename') === true) areFiles = true
    } else {
      if (long === '--filename') areFiles = true
      awaiting = undefined
    }
  }
  return { awaiting, connection, areFiles }
}

/** The flag and the value of `--flag=value` and `-f=value`. */
export function assignment(word: string, flags: readonly Flag[]): readonly [flag?: Flag, value?: string] {
  const [, name = '', value = ''] = /^(--[^=]+|-[^-])=(.*)$/s.exec(word) ?? []
  const flag = flags.find(({ names }) => names.includes(name))
  return flag === undefined ? [] : [flag, value]
}

/** The flag in a word that takes a value, and whether that is the next word: `--secret`, `-f`, `-Rf`; `-fa.yaml`. */
function valuedIn(
  word: string,
  flags: readonly Flag[],
): { readonly flag: Flag; readonly isLast: boolean } | undefined {
  const find = (name: string): Flag | undefined =>
    flags.find(({ names, takesValue }) => takesValue && names.includes(name))
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
