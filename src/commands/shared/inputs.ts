import type { InForce } from '../../configuration/in-force.ts'
import { UsageError } from '../../text/user-error.ts'
import type { InputProblem, UnreadSource } from '../../io/input.ts'
import { withPublicAddresses } from '../../io/download.ts'
import { findSources, readSources } from '../../io/sources.ts'
import type { Collected, Inputs } from '../../io/sources.ts'
import type { FileWatch } from '../../manifest/read.ts'
import type { Source } from '../../manifest/source.ts'
import { shellWord, shellWords } from '../../text/shell-word.ts'
import { isIgnoreRule } from '../../ignore/ignore-rules.ts'
import { holdNoResources } from '../../manifest/no-resources.ts'
import { NoInputError, errorLine } from './errors.ts'
import { painterFor } from './context.ts'
import type { CommandContext } from './context.ts'
import { filesFlag, flagGroup, listFlagOf, repeatedFlagOf, textFlag, switchFlag } from './flag.ts'
import type { ValuesOf } from './flag.ts'
import { quoteElement } from './flag-values.ts'
import type { FlagRule } from './flag-rules.ts'

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
})

/** The flags each of which names an input, for rules of other flags. */
export const NAMING_INPUTS = ['--filename', '--kustomize']

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

/** The flags in a value of `--kustomize-args`. Throws UsageError where there are none. */
function parseKustomizeArgs(text: string): readonly string[] {
  const words = shellWords(text)
  if (words?.[0]?.startsWith('-') !== true)
    throw new UsageError(
      `--kustomize-args "${text}": expected flags of kustomize`,
      "For example: --kustomize-args '--load-restrictor LoadRestrictionsNone'",
    )
  return words
}

/** A value of `--exclude`, as it is. Throws UsageError where it can match nothing. */
function parseExclude(glob: string): string {
  if (isIgnoreRule(glob)) return glob
  throw new UsageError(`--exclude "${glob}": expected a glob as in .gitignore, such as node_modules/`)
}

/** Which inputs a call names. Whoever needs to know anything of them asks this, and not the flags. */
export interface InputSelection {
  readonly inputs: Inputs
  /** Whether the user named any; if not, it is what is piped in. */
  readonly isNamed: boolean
  /** Whether standard input is among them. */
  readonly readsStdin: boolean
  /** The flags that say what is left out of them. */
  readonly leavingOutWords: readonly string[]
}

export const STDIN = '-'

/** Throws UsageError, in kubectl's words where it has some. */
export function selectInputs(
  { filename, recursive, kustomize, kustomizeArgs, exclude, noIgnore }: ValuesOf<typeof inputFlags>,
  settings: Pick<InForce, 'exclude' | 'gitignore'>,
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
      leavingOut: {
        excludes: settings.exclude.map(({ value: { text: pattern, directory } }) => ({ pattern, directory })),
        heedsGitignore: settings.gitignore.value,
      },
      ...(kustomize === undefined ? {} : { kustomization: kustomize, kustomizeArgs: kustomizeArgs.flat() }),
    },
    isNamed,
    readsStdin: filenames.includes(STDIN),
    leavingOutWords: [
      ...exclude.flatMap(pattern => ['--exclude', quoteElement(pattern)]),
      ...(noIgnore ? ['--no-ignore'] : []),
    ],
  }
}

/** The same inputs as flags, to be shown; none for what is piped in, which any verb reads by itself. */
export function inputWords({ inputs, isNamed, leavingOutWords }: InputSelection): readonly string[] {
  if (!isNamed) return []
  const { filenames, isRecursive, kustomization, kustomizeArgs = [] } = inputs
  if (kustomization !== undefined) {
    const args = kustomizeArgs.map(shellWord).join(' ')
    return ['-k', kustomization, ...(args === '' ? [] : ['--kustomize-args', args])]
  }
  return [
    ...(isRecursive ? ['-R'] : []),
    ...filenames.flatMap(name => ['-f', quoteElement(withPublicAddresses(name))]),
    ...leavingOutWords,
  ]
}

/** The sources that are selected, none of them opened. Throws NoInputError where stdin would be, and is a terminal. */
export async function findInputs(
  { inputs, isNamed }: InputSelection,
  context: CommandContext,
): Promise<Collected<UnreadSource>> {
  if (!isNamed && context.isTerminal.stdin) throw new NoInputError()
  return findSources(inputs, context)
}

/** Inputs that were read, all of them or those that matter. */
export interface ReadInputs {
  readonly sources: readonly Source[]
  /** Documents of files that were not kept. */
  readonly documentsPassedOver: number
  /** All of them, kept or not. */
  readonly places: readonly UnreadSource[]
  /** Whether there is no resource in any of them. */
  readonly areEmpty: () => Promise<boolean>
}

/**
 * The contents of what was found; `undefined` where one cannot be had, and stderr says why. `watch`: of files only those
 * are kept in which there is something to look for.
 */
export async function readInputs(
  found: Collected<UnreadSource>,
  context: CommandContext,
  watch?: FileWatch,
): Promise<ReadInputs | undefined> {
  const onProgress = await fileProgress('reading', found.found.length, context)
  const read = await readSources(found.found, watch, onProgress)
  onProgress?.(1, 1)
  if (tellProblems([...found.problems, ...read.problems], context)) return undefined
  return {
    sources: read.found,
    documentsPassedOver: read.documentsPassedOver,
    places: found.found,
    areEmpty: async () => (await holdNoResources(read.found)) && !(await isAnyResource(read.passedOver)),
  }
}

/** For a work on many files; nothing is loaded for one, nor where nobody looks. */
export async function fileProgress(
  verb: string,
  files: number,
  context: CommandContext,
): Promise<((done: number, total: number) => void) | undefined> {
  if (files < 2 || !context.isTerminal.stderr) return undefined
  const { progressOn, PATIENCE } = await import('./terminal-progress.ts')
  return progressOn(context, { verb, noun: 'file' }, PATIENCE)
}

/** What a verb has that looks elsewhere. */
export const NONE_READ: ReadInputs = {
  sources: [],
  places: [],
  documentsPassedOver: 0,
  areEmpty: async () => true,
}

async function isAnyResource(places: readonly UnreadSource[]): Promise<boolean> {
  for (const place of places) {
    const { found } = await readSources([place])
    if (!(await holdNoResources(found))) return true
  }
  return false
}

/** Whether there are any. */
export function tellProblems(problems: readonly InputProblem[], context: CommandContext): boolean {
  const paint = painterFor('stderr', context)
  for (const { input, what, remedy } of problems)
    context.stderr.write(errorLine(`${input}: ${what}; ${remedy}`, paint))
  return problems.length > 0
}

/** Whether there is no resource to judge, which must not pass for one that is in order. */
export async function tellEmpty(inputs: ReadInputs, context: CommandContext): Promise<boolean> {
  const areEmpty = await inputs.areEmpty()
  if (areEmpty) context.stderr.write(errorLine(nothingIn(inputs.places), painterFor('stderr', context)))
  return areEmpty
}

/** What is to be said of inputs without any resource. */
export function nothingIn(inputs: readonly { readonly name: string }[]): string {
  const [first, ...others] = inputs.map(({ name }) => name)
  const where = first === undefined || others.length > 0 ? 'the input' : first
  return `no resources in ${where}; check that this is the right input`
}
