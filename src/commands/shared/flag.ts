import { UsageError } from '../../text/user-error.ts'
import { splitList } from './flag-values.ts'

/**
 * A flag: what the user types, what the help says of it, and how the value that a verb gets, a `T`, is read from what was
 * typed. Its name on the command line is the last of `names`.
 */
export type Flag<T = unknown> = FlagWords & FlagReading<T>

interface FlagWords {
  /** The shorthand, if any, before the long name: `-f`, `--filename`. */
  readonly names: readonly string[]
  /** What stands for the value in the usage: `FILE`. */
  readonly placeholder: string
  readonly description: string
  /** The values that it can have, where they are few. */
  readonly choices: readonly string[]
  /** What completion asks the cluster or the shell for. */
  readonly completion: CompletionSource | undefined
  /** Whether words behind it that belong to no flag are values of it, too. */
  readonly takesWords: boolean
  /** Whether a configuration may say it, too, so that a switch that is turned off is not one that is not given. */
  readonly isSetting: boolean
  /** Whether what is typed as its value may be a secret, by mistake too: no error repeats it. */
  readonly isSecret: boolean
}

/** `contexts` are those of the kubeconfig, `manifests` files, `resources` what stands in the files of `-f`. */
export type CompletionSource = ClusterNames | 'manifests' | 'resources'
export type ClusterNames = 'namespaces' | 'secrets' | 'serviceaccounts' | 'contexts'

/**
 * What may be typed, and how it is read. With `optional-value`, `--flag` alone means a default, and `--flag=value` that
 * value (pflag `NoOptDefVal`). A switch that is not given is `undefined`. A reader throws UsageError.
 */
type FlagReading<T> =
  | { readonly form: 'switch'; readonly read: (isOn: boolean | undefined) => T }
  | { readonly form: 'value'; readonly read: (text: string | undefined) => T }
  | { readonly form: 'optional-value'; readonly read: (given: string | true | undefined) => T }
  | { readonly form: 'list'; readonly read: (texts: readonly string[]) => T }

/** Flags that belong together, for the help. */
export interface FlagGroup<F extends FlagRecord = FlagRecord> {
  readonly title: string
  readonly flags: F
}

export type FlagRecord = Readonly<Record<string, Flag>>

/** The values of a group of flags: each under the key of its flag. */
export type ValuesOf<G extends FlagGroup> = {
  readonly [K in keyof G['flags']]: G['flags'][K] extends Flag<infer T> ? T : never
}

export function flagGroup<F extends FlagRecord>(title: string, flags: F): FlagGroup<F> {
  return { title, flags }
}

/**
 * Each of the following declares a flag by its names as help shows them, `-f, --filename`, and its description, in which
 * backquotes mark the placeholder, as in pflag (`UnquoteUsage`).
 */
export function switchFlag(names: string, description: string, more?: MoreWords): Flag<boolean> {
  return { ...wordsOf(names, description, more), form: 'switch', read: isOn => isOn === true }
}

/** A switch that a configuration has, too: `--flag=false` says otherwise. */
export function settingFlag(names: string, description: string): Flag<boolean | undefined> {
  return { ...wordsOf(names, description), isSetting: true, form: 'switch', read: isOn => isOn }
}

export function textFlag(names: string, description: string, more?: MoreWords): Flag<string | undefined> {
  return { ...wordsOf(names, description, more), form: 'value', read: given => given }
}

export function parsedFlag<T>(
  names: string,
  description: string,
  parse: (text: string) => T,
): Flag<T | undefined> {
  return {
    ...wordsOf(names, description),
    form: 'value',
    read: given => (given === undefined ? undefined : parse(given)),
  }
}

/** `true` is the flag alone. */
export function optionalTextFlag(names: string, description: string): Flag<string | true | undefined> {
  return { ...wordsOf(names, description), form: 'optional-value', read: given => given }
}

/** One of a few values, which stand for the value in the usage. */
export function choiceFlag<T extends string>(
  names: string,
  choices: readonly T[],
  description: string,
): Flag<T | undefined> {
  const words = choiceWords(names, choices, description)
  const parse = (given: string): T => parseChoice(displayName(words), given, choices)
  return { ...words, form: 'value', read: given => (given === undefined ? undefined : parse(given)) }
}

/** The same, with a value for where the flag is not given. */
export function choiceFlagOr<T extends string>(
  otherwise: T,
  names: string,
  choices: readonly T[],
  description: string,
): Flag<T> {
  const words = choiceWords(names, choices, description)
  return {
    ...words,
    form: 'value',
    read: given => parseChoice(displayName(words), given ?? otherwise, choices),
  }
}

/** Comma-separated elements of a flag that may be repeated (pflag `StringSlice`); none where it is not given. */
export function listFlag(names: string, description: string, more?: MoreWords): Flag<readonly string[]> {
  return { ...wordsOf(names, description, more), form: 'list', read: texts => texts.flatMap(splitList) }
}

/** The same, each element parsed. */
export function listFlagOf<T>(
  names: string,
  description: string,
  parse: (element: string) => T,
  more?: MoreWords,
): Flag<readonly T[]> {
  return {
    ...wordsOf(names, description, more),
    form: 'list',
    read: texts => texts.flatMap(splitList).map(element => parse(element)),
  }
}

/** A list of files: words behind it are files, too, since that is what a shell makes of `-f *.yaml`. */
export function filesFlag(names: string, description: string): Flag<readonly string[]> {
  return { ...listFlag(names, description, { completion: 'manifests' }), takesWords: true }
}

/** A flag that may be repeated, each value as it is, commas and all (pflag `StringArray`). */
export function repeatedFlag(names: string, description: string): Flag<readonly string[]> {
  return { ...wordsOf(names, description), form: 'list', read: texts => texts }
}

/** The same, each value parsed. */
export function repeatedFlagOf<T>(
  names: string,
  description: string,
  parse: (text: string) => T,
): Flag<readonly T[]> {
  return { ...wordsOf(names, description), form: 'list', read: texts => texts.map(given => parse(given)) }
}

/** The long name, by which the flag is known: `--filename`. */
export function longName({ names }: Pick<Flag, 'names'>): string {
  return names.at(-1) ?? ''
}

/** The name that the user is told: the shorthand if there is one. */
export function displayName({ names }: Pick<Flag, 'names'>): string {
  return names[0] ?? ''
}

export function takesValue({ form }: Flag): boolean {
  return form === 'value' || form === 'list'
}

/** The one of the choices that a flag names. Throws UsageError for any other value. */
export function parseChoice<T extends string>(flag: string, value: string, choices: readonly T[]): T {
  const found = choices.find(name => name === value)
  if (found === undefined) throw new UsageError(`${flag} "${value}": must be one of ${choices.join(', ')}`)
  return found
}

function choiceWords(names: string, choices: readonly string[], description: string): FlagWords {
  return { ...wordsOf(names, description), placeholder: choices.join('|'), choices }
}

type MoreWords = Partial<Pick<FlagWords, 'completion' | 'isSecret'>>

function wordsOf(names: string, description: string, more?: MoreWords): FlagWords {
  const [, placeholder = ''] = /`(.+?)`/.exec(description) ?? []
  return {
    names: names.split(', '),
    placeholder,
    description: description.replaceAll('`', ''),
    choices: [],
    completion: more?.completion,
    takesWords: false,
    isSetting: false,
    isSecret: more?.isSecret ?? false,
  }
}
