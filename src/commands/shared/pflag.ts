import { UsageError } from '../../text/user-error.ts'
import { nearest } from '../../text/nearest.ts'
import type { Flag } from './flag.ts'
import { longName, takesValue } from './flag.ts'
import { hintFor } from './flag-hints.ts'
import { quoteElement } from './flag-values.ts'

const TRUE = /^(?:1|t|true)$/i
const FALSE = /^(?:0|f|false)$/i

/**
 * The arguments of a verb, each form that pflag takes brought to one: `--long=value` for each value in turn, `--long` for
 * each switch that ends up on, `--no-long` for a setting that ends up off, then the positional arguments. Where a flag takes words, such as `-f`, they are values of
 * it, with and without the flag in front. Throws UsageError in pflag's words.
 */
export function normalizeArguments(args: readonly string[], flags: readonly Flag[]): readonly string[] {
  const values: string[] = []
  const switches = new Map<Flag, boolean>()
  const positionals: string[] = []
  // The last is the next, so that many files are taken in no time.
  const rest = args.toReversed()
  // The flag that takes the words which belong to no other.
  const takers = flags.find(({ takesWords }) => takesWords)
  let taker = takers && longName(takers)
  let isTakerNamed = false
  let words: string[] = []
  // A flag behind it whose value may only stand behind `=`: a word may be meant as its value, which may be a secret.
  let bare: string | undefined
  // The same of a switch for a secret: what is typed behind it is no file, unless -f was there before.
  let secretSwitch: string | undefined

  /** As one value: there may be thousands, and clipanion copies what it has for each. */
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
      // What follows the letter may be a value, as the password of docker's -p is.
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

/** clipanion's word for a switch that is off: `--no-strict`. */
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
