import { UsageError } from '../../../text/user-error.ts'
import { splitList } from './flag-values.ts'

/**
 * A flag: its names, its text in the help, and how the value of type `T` is read from the command line. The last of
 * `names` identifies the flag.
 */
export type Flag<T = unknown> = FlagWords & FlagReading<T>

interface FlagWords {
  /** The shorthand if there is one, then the long name: `-f`, `--filename`. */
  readonly names: readonly string[]
  /** The name of the value in the usage: `FILE`. */
  readonly placeholder: string
  readonly description: string
  /** All possible values, for a flag with only a few. */
  readonly choices: readonly string[]
  /** Where completion finds values. */
  readonly completion: CompletionSource | undefined
  /** Whether the flag also takes the words after it that belong to no other flag. */
  readonly takesWords: boolean
  /**
   * Whether a configuration can set the value, too. A switch that is turned off then differs from one that is not
   * given.
   */
  readonly isSetting: boolean
  /** Whether its value may be a secret, even by mistake. No error repeats the value. */
  readonly isSecret: boolean
}

/** `contexts`: of the kubeconfig. `manifests`: files. `resources`: of the files of `-f`. */
export type CompletionSource = ClusterNames | 'manifests' | 'resources'
export type ClusterNames = 'namespaces' | 'secrets' | 'serviceaccounts' | 'contexts'

/**
 * The form of a flag, and how its value is read. In an `optional-value`, `--flag` alone means a default, and
 * `--flag=value` that value (pflag `NoOptDefVal`). A switch that is not given is `undefined`. `read` throws
 * UsageError.
 */
type FlagReading<T> =
  | { readonly form: 'switch'; readonly read: (isOn: boolean | undefined) => T }
  | { readonly form: 'value'; readonly read: (text: string | undefined) => T }
  | { readonly form: 'optional-value'; readonly read: (given: string | true | undefined) => T }
  | { readonly form: 'list'; readonly read: (texts: readonly string[]) => T }

/** Flags under one title of the help. */
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
 * A flag that is on or off. As in all following functions, `names` are as the help shows them, `-f, --filename`, and
 * backquotes mark the placeholder in `description`, as in pflag (`UnquoteUsage`).
 */
export function switchFlag(names: string, description: string, more?: MoreWords): Flag<boolean> {
  return { ...wordsOf(names, description, more), form: 'switch', read: isOn => isOn === true }
}

/** A switch that a configuration can also set: `--flag=false` overrides the configuration. */
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

/** A flag with an optional value; `true`: without one. */
export function optionalTextFlag(names: string, description: string): Flag<string | true | undefined> {
  return { ...wordsOf(names, description), form: 'optional-value', read: given => given }
}

/** A flag with one of a few values, which are its placeholder in the usage. */
export function choiceFlag<T extends string>(
  names: string,
  choices: readonly T[],
  description: string,
): Flag<T | undefined> {
  const words = choiceWords(names, choices, description)
  const parse = (given: string): T => parseChoice(displayName(words), given, choices)
  return { ...words, form: 'value', read: given => (given === undefined ? undefined : parse(given)) }
}

/** As `choiceFlag`, with a default. */
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

/** A repeatable flag with comma-separated elements (pflag `StringSlice`); empty if the flag is not given. */
export function listFlag(names: string, description: string, more?: MoreWords): Flag<readonly string[]> {
  return { ...wordsOf(names, description, more), form: 'list', read: texts => texts.flatMap(splitList) }
}

/** As `listFlag`, with each element parsed. */
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

/** A list of files. Words after the flag are files, too, because a shell expands `-f *.yaml` to that. */
export function filesFlag(names: string, description: string): Flag<readonly string[]> {
  return { ...listFlag(names, description, { completion: 'manifests' }), takesWords: true }
}

/** A repeatable flag whose values may contain commas (pflag `StringArray`). */
export function repeatedFlag(names: string, description: string): Flag<readonly string[]> {
  return { ...wordsOf(names, description), form: 'list', read: texts => texts }
}

/** As `repeatedFlag`, with each value parsed. */
export function repeatedFlagOf<T>(
  names: string,
  description: string,
  parse: (text: string) => T,
): Flag<readonly T[]> {
  return { ...wordsOf(names, description), form: 'list', read: texts => texts.map(given => parse(given)) }
}

/** The long name, which identifies a flag: `--filename`. */
export function longName({ names }: Pick<Flag, 'names'>): string {
  return names.at(-1) ?? ''
}

/** The name in messages: the shorthand if there is one. */
export function displayName({ names }: Pick<Flag, 'names'>): string {
  return names[0] ?? ''
}

export function takesValue({ form }: Flag): boolean {
  return form === 'value' || form === 'list'
}

/** The choice that equals `value`. Throws UsageError for any other value. */
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
