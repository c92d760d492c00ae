import { NoInputError } from '../terminal/errors.ts'
import type { EffectiveSettings } from '../../../configuration/effective-settings.ts'
import { UsageError } from '../../../text/user-error.ts'
import type { InputProblem, UnreadSource } from '../../../io/input.ts'
import { withPublicAddresses } from '../../../io/sources/download.ts'
import { findSources, readSources } from '../../../io/sources/sources.ts'
import type { Collected, Inputs, ReadSources } from '../../../io/sources/sources.ts'
import type { FileFilter } from '../../../manifest/read-document.ts'
import type { Source } from '../../../manifest/source.ts'
import { shellWord, shellWords } from '../../../text/shell-word.ts'
import { isIgnoreRule } from '../../../ignore/ignore-rules.ts'
import type { LocatedDiagnostic } from '../../../manifest/diagnostic.ts'
import { eitherPresence, lookForResource } from '../../../manifest/resource-presence.ts'
import type { Presence } from '../../../manifest/resource-presence.ts'
import type { CommandContext } from '../context.ts'
import { filesFlag, flagGroup, listFlagOf, repeatedFlagOf, textFlag, switchFlag } from '../arguments/flag.ts'
import type { ValuesOf } from '../arguments/flag.ts'
import { quoteElement } from '../arguments/flag-values.ts'
import type { FlagRule } from '../arguments/flag-rules.ts'

export const inputFlags = flagGroup('Input', {
  filename: filesFlag(
    '-f, --filename',
    'read manifests from `FILE`, a directory, a glob, a URL, or - for stdin; repeatable',
  ),
  recursive: switchFlag('-R, --recursive', 'read the directories inside a directory, too'),
  kustomize: textFlag('-k, --kustomize', 'build the kustomization in `DIR`, and read the result'),
  kustomizeArgs: repeatedFlagOf(
    '--kustomize-args',
    'pass these `FLAGS` to kustomize, such as --enable-helm; repeatable',
    parseKustomizeArgs,
  ),
  exclude: listFlagOf(
    '--exclude',
    'skip what matches this `GLOB` in directories and globs, as in a .gitignore file; repeatable',
    parseExclude,
  ),
  noIgnore: switchFlag('--no-ignore', 'read what .gitignore files exclude, too'),
  allowEmpty: switchFlag(
    '--allow-empty',
    'accept an input without any Kubernetes resource, such as the changed files of a commit',
  ),
})

/** The values of the flags that select inputs. */
type SelectionValues = Omit<ValuesOf<typeof inputFlags>, 'allowEmpty'>

/** The flags that name an input, for rules of other flags. */
export const NAMING_INPUTS = ['--filename', '--kustomize']

/** These flags and those that belong to them, in the order in which people write them. */
export const FLAGS_NAMING_INPUTS = ['--recursive', '--filename', '--kustomize', '--kustomize-args']

/** The values of these flags for a verb that reads only stdin, and so has none of them. */
export const STDIN_ONLY: SelectionValues = {
  filename: [],
  recursive: false,
  kustomize: undefined,
  kustomizeArgs: [],
  exclude: [],
  noIgnore: true,
}

export const inputRules: readonly FlagRule[] = [
  {
    flags: ['--kustomize-args'],
    unless: ['--kustomize'],
    message: '--kustomize-args is for kustomize, and none is built',
    remedy: 'Add -k DIR.',
  },
  { flags: ['--kustomize'], excludes: ['--filename'], message: 'only one of -f or -k can be specified' },
  {
    flags: ['--kustomize'],
    excludes: ['--recursive'],
    message: "the -k flag can't be used with -f or -R",
  },
]

/** The flags in a value of `--kustomize-args`. Throws UsageError if there are none. */
function parseKustomizeArgs(text: string): readonly string[] {
  const words = shellWords(text)
  if (words?.[0]?.startsWith('-') !== true)
    throw new UsageError(
      `--kustomize-args "${text}": expected flags of kustomize`,
      "For example: --kustomize-args '--load-restrictor LoadRestrictionsNone'",
    )
  return words
}

/** A valid value of `--exclude`. Throws UsageError if it can match nothing. */
function parseExclude(glob: string): string {
  if (isIgnoreRule(glob)) return glob
  throw new UsageError(`--exclude "${glob}": expected a glob as in .gitignore, such as node_modules/`)
}

/** The inputs of a call. Code that needs to know about inputs uses this type, and not the flags. */
export interface InputSelection {
  readonly inputs: Inputs
  /** Whether the user named inputs. Otherwise the input is standard input. */
  readonly isNamed: boolean
  /** Whether standard input is one of the inputs. */
  readonly readsStdin: boolean
  /** The command-line words of the flags that exclude files. */
  readonly exclusionWords: readonly string[]
}

export const STDIN = '-'

/** The inputs that the flags and settings select. Throws UsageError, with kubectl's text where kubectl has one. */
export function selectInputs(
  { filename, recursive, kustomize, kustomizeArgs, exclude, noIgnore }: SelectionValues,
  settings: Pick<EffectiveSettings, 'exclude' | 'gitignore' | 'enableHelm' | 'loadRestrictor'>,
): InputSelection {
  if (filename.includes('') || kustomize === '')
    throw new UsageError('-f and -k need the name of a file or directory')
  if (filename.filter(name => name === STDIN).length > 1)
    throw new UsageError('standard input cannot be used for multiple arguments')
  const isNamed = filename.length > 0 || kustomize !== undefined
  const filenames = isNamed ? filename : [STDIN]
  return {
    inputs: {
      filenames,
      isRecursive: recursive,
      exclusions: {
        excludes: settings.exclude.map(({ value: { text: pattern, directory } }) => ({ pattern, directory })),
        usesGitignore: settings.gitignore.value,
      },
      ...(kustomize === undefined
        ? {}
        : {
            kustomization: kustomize,
            configuredKustomizeArgs: configuredKustomizeArgs(settings),
            kustomizeArgs: kustomizeArgs.flat(),
          }),
    },
    isNamed,
    readsStdin: filenames.includes(STDIN),
    exclusionWords: [
      ...exclude.flatMap(pattern => ['--exclude', quoteElement(pattern)]),
      ...(noIgnore ? ['--no-ignore'] : []),
    ],
  }
}

/** The flags of kustomize from the configuration. The flags of the call follow them, and so take precedence. */
function configuredKustomizeArgs({
  enableHelm,
  loadRestrictor,
}: Pick<EffectiveSettings, 'enableHelm' | 'loadRestrictor'>): readonly string[] {
  return [
    ...(enableHelm.value ? ['--enable-helm'] : []),
    ...(loadRestrictor.from.by === 'default' ? [] : ['--load-restrictor', loadRestrictor.value]),
  ]
}

/**
 * The inputs as command-line words, for suggested commands; empty for standard input, which every verb reads by
 * default.
 */
export function inputWords({ inputs, isNamed, exclusionWords }: InputSelection): readonly string[] {
  if (!isNamed) return []
  const { filenames, isRecursive, kustomization, kustomizeArgs = [] } = inputs
  if (kustomization !== undefined) {
    const args = kustomizeArgs.map(shellWord).join(' ')
    return ['-k', kustomization, ...(args === '' ? [] : ['--kustomize-args', args])]
  }
  return [
    ...(isRecursive ? ['-R'] : []),
    ...filenames.flatMap(name => ['-f', quoteElement(withPublicAddresses(name))]),
    ...exclusionWords,
  ]
}

/**
 * Finds the selected sources without opening them. Throws NoInputError if the only input is stdin and stdin is a
 * terminal.
 */
export async function findInputs(
  { inputs, isNamed }: InputSelection,
  context: CommandContext,
): Promise<Collected<UnreadSource>> {
  if (!isNamed && context.isTerminal.stdin) throw new NoInputError()
  return findSources(inputs, context)
}

/** Inputs that were read: all of them, or only the relevant ones. */
export interface ReadInputs {
  readonly sources: readonly Source[]
  /** The number of documents in files that were not kept. */
  readonly documentsPassedOver: number
  /** All inputs that were found, kept or not. */
  readonly places: readonly UnreadSource[]
  /**
   * The problems of inputs that could not be found or read. With such problems a verb reports problems only, and gives
   * no result.
   */
  readonly problems: readonly LocatedDiagnostic[]
  /** Looks for a Kubernetes resource in all inputs, and returns the problem if there is none. */
  readonly findNoResources: () => Promise<NoResources | undefined>
}

/** An input without any Kubernetes resource, as a problem. Such an input must not be reported as correct. */
export interface NoResources {
  readonly problem: LocatedDiagnostic
  /**
   * Whether such an input is normal: a named file may contain only comments, such as a file of a commit. A pipe, a URL
   * and a directory are expected to contain resources.
   */
  readonly isExpected: boolean
}

/** Reads the inputs that were found. `filter`: keeps only the files that contain something to look for. */
export async function readInputs(
  found: Collected<UnreadSource>,
  context: CommandContext,
  filter?: FileFilter,
): Promise<ReadInputs> {
  const onProgress = await fileProgress('reading', found.found.length, context)
  const read = await readSources(found.found, filter, onProgress)
  onProgress?.(1, 1)
  return {
    sources: read.found,
    documentsPassedOver: read.documentsPassedOver,
    places: found.found,
    problems: inputDiagnostics([...found.problems, ...read.problems]),
    findNoResources: async () => noResourcesProblem(await presenceIn(read), found.found),
  }
}

/** The problems of unreadable inputs, for reports. */
export function inputDiagnostics(problems: readonly InputProblem[]): readonly LocatedDiagnostic[] {
  return problems.map(({ input, what, remedy }) => ({
    code: 'unreadable-input',
    source: input,
    what,
    remedy,
  }))
}

/**
 * The progress display for work on several files; `undefined`, with nothing loaded, for one file or without a
 * terminal.
 */
export async function fileProgress(
  verb: string,
  files: number,
  context: CommandContext,
): Promise<((done: number, total: number) => void) | undefined> {
  if (files < 2 || !context.isTerminal.stderr) return undefined
  const { progressOn, FILE_PROGRESS_DELAY } = await import('../terminal/terminal-progress.ts')
  return progressOn(context, { verb, noun: 'file' }, FILE_PROGRESS_DELAY)
}

/** The inputs of a verb that reads none. */
export const NONE_READ: ReadInputs = {
  sources: [],
  places: [],
  documentsPassedOver: 0,
  problems: [],
  findNoResources: async () => undefined,
}

/** Reads files that were not kept once more, up to the first with a resource. */
async function presenceIn({ found, passedOver }: ReadSources): Promise<Presence> {
  let presence = await lookForResource(found)
  for (const place of passedOver) {
    if (presence.kind === 'found') break
    const again = await readSources([place])
    presence = eitherPresence(presence, await lookForResource(again.found))
  }
  return presence
}

/** The problem of inputs without a Kubernetes resource. `places`: the inputs that `presence` is about. */
export function noResourcesProblem(
  presence: Presence,
  places: readonly UnreadSource[],
): NoResources | undefined {
  if (presence.kind === 'found') return undefined
  const areSeveral = places.length > 1
  if (presence.kind === 'others') {
    const { first } = presence
    const isOnly = first.code !== 'not-a-resource' || !areSeveral
    const what = isOnly ? first.what : `${first.what}, nor is anything else in the input`
    return { problem: { ...first, what }, isExpected: false }
  }
  const [first] = places
  return {
    problem: {
      code: 'no-resources',
      source: first === undefined ? 'input' : first.name,
      what: areSeveral ? 'no resources here, nor in the rest of the input' : 'no resources',
      remedy: 'check that this is the right input',
    },
    isExpected: presence.kind === 'no-document' && places.every(({ isNamed }) => isNamed === true),
  }
}
