import type { Flag } from './flags.ts'

export interface WordsRead {
  /** The flag whose value comes next, if any. */
  readonly awaiting: Flag | undefined
  /** What was said of where the cluster is, for kubectl. */
  readonly connection: readonly string[]
}

const CONNECTION = ['--namespace', '--context', '--kubeconfig']

/** Reads the finished words behind a verb as `plainArguments` would, but for what is wrong with them. */
export function readWords(words: readonly string[], flags: readonly Flag[]): WordsRead {
  let awaiting: Flag | undefined
  const connection: string[] = []
  for (const word of words) {
    const [flag, value] = awaiting === undefined ? assignment(word, flags) : [awaiting, word]
    const long = flag?.names.at(-1) ?? ''
    if (CONNECTION.includes(long)) connection.push(`${long}=${value}`)
    awaiting = flag === undefined ? awaitedBy(word, flags) : undefined
  }
  return { awaiting, connection }
}

/** The flag and the value of `--flag=value` and `-f=value`. */
export function assignment(word: string, flags: readonly Flag[]): readonly [flag?: Flag, value?: string] {
  const [, name = '', value = ''] = /^(--[^=]+|-[^-])=(.*)$/s.exec(word) ?? []
  const flag = flags.find(({ names }) => names.includes(name))
  return flag === undefined ? [] : [flag, value]
}

/** The flag at the end of a word that takes the next word as its value: `--secret`, `-f`, `-Rf`. */
function awaitedBy(word: string, flags: readonly Flag[]): Flag | undefined {
  const find = (name: string): Flag | undefined =>
    flags.find(({ names, takesValue }) => takesValue && names.includes(name))
  if (word.startsWith('--')) return find(word)
  if (!word.startsWith('-')) return undefined
  const letters = word.slice(1).split('')
  const at = letters.findIndex(letter => find(`-${letter}`) !== undefined)
  return at === letters.length - 1 ? find(`-${letters[at]}`) : undefined
}
