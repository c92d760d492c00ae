import { UsageError } from '../../text/user-error.ts'
import { nearest } from '../../text/nearest.ts'
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
  const values: string[] = []
  const switches = new Map<Flag, boolean>()
  const positionals: string[] = []
  // Reversed, because `pop` is fast for thousands of files, unlike `shift`.
  const rest = args.toReversed()
  // The flag that takes words which belong to no other flag.
  const takers = flags.find(({ takesWords }) => takesWords)
  let taker = takers && longName(takers)
  let isTakerNamed = false
  let words: string[] = []
  // A flag with an optional value that was given without one. The next word may be meant as its value, which may be a
  // secret.
  let bare: string | undefined
  // A switch for a secret. The next word may be meant as the secret, so it is not a file unless -f precedes.
  let secretSwitch: string | undefined

  /** Joins the words to one value. There may be thousands, and clipanion copies its state for each argument. */
  const giveWords = (): void => {
    if (words.length > 0) values.push(`${taker}=${words.map(quoteElement).join(',')}`)
    words = []
  }

  const take = (flag: Flag, given: string | undefined, where: string): void => {
    const name = longName(flag)
    if (flag.form === 'optional-value') {
      if (given === undefined) bare = name
      values.push(given === undefined ? name : `${name}=${given}`)
    } else if (flag.form === 'switch') {
      switches.set(flag, given === undefined || parseSwitch(given, flag))
      if (flag.isSecret) secretSwitch = name
    } else {
      const value = given ?? rest.pop()
      if (value === undefined) throw new UsageError(`flag needs an argument: ${where}`)
      if (flag.takesWords) {
        giveWords()
        taker = name
        isTakerNamed = true
        bare = undefined
      }
      values.push(`${name}=${value}`)
    }
  }

  const takePositional = (word: string): void => {
    if (taker === undefined) positionals.push(word)
    else if (secretSwitch !== undefined && !isTakerNamed)
      throw new UsageError(`${secretSwitch} takes no value`, 'Name files with -f.')
    else if (bare === undefined) words.push(word)
    else throw new UsageError(`unexpected argument "${word}"`, `Did you mean this? ${bare}=${word}`)
  }

  const takeShorthands = (cluster: string): void => {
    for (let at = 1; at < cluster.length; at += 1) {
      const letter = cluster.charAt(at)
      const flag = flags.find(({ names }) => names.includes(`-${letter}`))
      // The rest of the cluster may be a value, such as the password after docker's -p, so the error leaves it out.
      if (flag === undefined)
        throw new UsageError(
          `unknown shorthand flag: '${letter}' in ${cluster.slice(0, at + 1)}`,
          hintFor(`-${letter}`),
        )
      const tail = cluster.slice(at + 1)
      const isAssigned = tail.length > 1 && tail.startsWith('=')
      const given = isAssigned ? tail.slice(1) : takesValue(flag) && tail !== '' ? tail : undefined
      take(flag, given, `'${letter}' in ${cluster}`)
      if (given !== undefined) return
    }
  }

  for (let word = rest.pop(); word !== undefined; word = rest.pop()) {
    if (word === '--') rest.splice(0).toReversed().forEach(takePositional)
    else if (word.startsWith('--')) {
      const [name, given] = splitOnce(word, '=')
      const flag = flags.find(({ names }) => names.includes(name))
      if (flag === undefined) throw unknownFlag(name, flags)
      take(flag, given, name)
    } else if (word.startsWith('-') && word !== '-') takeShorthands(word)
    else takePositional(word)
  }
  giveWords()
  const names = [...switches].flatMap(([flag, isOn]) =>
    isOn ? longName(flag) : flag.isSetting ? turnedOff(flag) : [],
  )
  return [...values, ...names, ...(positionals.length > 0 ? ['--', ...positionals] : [])]
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
