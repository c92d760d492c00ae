import { UsageError } from '../../../text/user-error.ts'
import { nearest } from '../../../text/nearest.ts'
import type { Flag } from './flag.ts'
import { longName, takesValue } from './flag.ts'
import { hintFor } from './flag-hints.ts'
import { quoteElement } from './flag-values.ts'

const TRUE = /^(?:1|t|true)$/i
const FALSE = /^(?:0|f|false)$/i

/**
 * The arguments of a verb in one form: `--long=value` for each value in order, `--long` for each switch that ends up
 * on, `--no-long` for a setting that ends up off, then the positional arguments. Positional words become values of a
 * flag that takes words, such as `-f`, even without that flag. Throws UsageError with pflag's text.
 */
export function normalizeArguments(args: readonly string[], flags: readonly Flag[]): readonly string[] {
  return new ArgumentReader(args, flags).read()
}

/** Reads arguments from left to right, as pflag does (spf13/pflag `flag.go` parseArgs). */
class ArgumentReader {
  readonly #flags: readonly Flag[]
  /** The arguments to read, the next one last: `pop` is fast for thousands of files, unlike `shift`. */
  readonly #rest: string[]
  readonly #values: string[] = []
  readonly #switches = new Map<Flag, boolean>()
  readonly #positionals: string[] = []
  /** The flag that takes positional words, if the verb has one. */
  #wordsFlag: string | undefined
  #isWordsFlagGiven = false
  /** Words for that flag that are not among the values yet. */
  #words: string[] = []
  /** A flag with an optional value that was given without one. The next word may be meant as its value, a secret. */
  #bare: string | undefined
  /** A switch for a secret. The next word may be meant as the secret, so it is not a file unless -f precedes. */
  #secretSwitch: string | undefined

  constructor(args: readonly string[], flags: readonly Flag[]) {
    this.#flags = flags
    this.#rest = args.toReversed()
    const flag = flags.find(({ takesWords }) => takesWords)
    this.#wordsFlag = flag && longName(flag)
  }

  read(): readonly string[] {
    for (let word = this.#rest.pop(); word !== undefined; word = this.#rest.pop()) {
      if (word === '--') for (const each of this.#rest.splice(0).toReversed()) this.#readPositional(each)
      else if (word.startsWith('--')) this.#readLong(word)
      else if (word.startsWith('-') && word !== '-') this.#readShorthands(word)
      else this.#readPositional(word)
    }
    this.#endWords()
    const names = [...this.#switches].flatMap(([flag, isOn]) =>
      isOn ? longName(flag) : flag.isSetting ? turnedOff(flag) : [],
    )
    const positionals = this.#positionals.length > 0 ? ['--', ...this.#positionals] : []
    return [...this.#values, ...names, ...positionals]
  }

  #readLong(word: string): void {
    const [name, given] = splitOnce(word, '=')
    const flag = this.#flagNamed(name)
    if (flag === undefined) throw unknownFlag(name, this.#flags)
    this.#readFlag(flag, given, name)
  }

  /** Reads a cluster of shorthands: `-Rf`, `-fFILE`, `-f=FILE`. */
  #readShorthands(cluster: string): void {
    for (let at = 1; at < cluster.length; at += 1) {
      const letter = cluster.charAt(at)
      const flag = this.#flagNamed(`-${letter}`)
      // The rest of the cluster may be a value, such as the password after docker's -p, so the error leaves it out.
      if (flag === undefined)
        throw new UsageError(
          `unknown shorthand flag: '${letter}' in ${cluster.slice(0, at + 1)}`,
          hintFor(`-${letter}`),
        )
      const tail = cluster.slice(at + 1)
      const isAssigned = tail.length > 1 && tail.startsWith('=')
      const given = isAssigned ? tail.slice(1) : takesValue(flag) && tail !== '' ? tail : undefined
      this.#readFlag(flag, given, `'${letter}' in ${cluster}`)
      if (given !== undefined) return
    }
  }

  /** `given`: the value in the same argument. `where`: the flag, as the error of a missing value names it. */
  #readFlag(flag: Flag, given: string | undefined, where: string): void {
    if (flag.form === 'switch') this.#readSwitch(flag, given)
    else if (flag.form === 'optional-value') this.#readOptionalValue(longName(flag), given)
    else this.#readValue(flag, given ?? this.#rest.pop(), where)
  }

  #readSwitch(flag: Flag, given: string | undefined): void {
    this.#switches.set(flag, given === undefined || parseSwitch(given, flag))
    if (flag.isSecret) this.#secretSwitch = longName(flag)
  }

  #readOptionalValue(name: string, given: string | undefined): void {
    if (given === undefined) this.#bare = name
    this.#values.push(given === undefined ? name : `${name}=${given}`)
  }

  #readValue(flag: Flag, value: string | undefined, where: string): void {
    if (value === undefined) throw new UsageError(`flag needs an argument: ${where}`)
    if (flag.takesWords) this.#beginWords(flag)
    this.#values.push(`${longName(flag)}=${value}`)
  }

  #readPositional(word: string): void {
    if (this.#wordsFlag === undefined) this.#positionals.push(word)
    else if (this.#secretSwitch !== undefined && !this.#isWordsFlagGiven)
      throw new UsageError(`${this.#secretSwitch} takes no value`, 'Name files with -f.')
    else if (this.#bare === undefined) this.#words.push(word)
    else throw new UsageError(`unexpected argument "${word}"`, `Did you mean this? ${this.#bare}=${word}`)
  }

  /** The next words belong to this flag. */
  #beginWords(flag: Flag): void {
    this.#endWords()
    this.#wordsFlag = longName(flag)
    this.#isWordsFlagGiven = true
    this.#bare = undefined
  }

  /** Joins the words to one value. There may be thousands, and clipanion copies its state for each argument. */
  #endWords(): void {
    if (this.#words.length > 0)
      this.#values.push(`${this.#wordsFlag}=${this.#words.map(quoteElement).join(',')}`)
    this.#words = []
  }

  #flagNamed(name: string): Flag | undefined {
    return this.#flags.find(({ names }) => names.includes(name))
  }
}

/** clipanion's form of a switch that is off: `--no-strict`. */
export function turnedOff(flag: Flag): string {
  return longName(flag).replace('--', '--no-')
}

function parseSwitch(text: string, flag: Flag): boolean {
  if (TRUE.test(text)) return true
  if (FALSE.test(text)) return false
  throw new UsageError(
    `invalid argument ${flag.isSecret ? '' : `"${text}" `}for "${flag.names.join(', ')}" flag: must be true or false`,
  )
}

function unknownFlag(name: string, flags: readonly Flag[]): UsageError {
  const hint = hintFor(name)
  const meant = hint === undefined ? nearest(name, flags.map(longName)) : undefined
  return new UsageError(`unknown flag: ${name}${meant === undefined ? '' : `, did you mean ${meant}?`}`, hint)
}

function splitOnce(text: string, separator: string): readonly [before: string, after?: string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)]
}
