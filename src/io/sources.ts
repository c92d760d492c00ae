import { statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import type { Watch } from '../manifest/read.ts'
import { STANDARD_INPUT } from '../manifest/source.ts'
import type { Source, SourceName } from '../manifest/source.ts'
import type { Clock } from './clock.ts'
import { isWide, refuseBinary, refuseNulls } from './binary.ts'
import { download, publicAddress } from './download.ts'
import { FileSifter } from './file-sifter.ts'
import type { Sifted } from './file-sifter.ts'
import { findFiles } from './files.ts'
import type { LeavingOut } from './left-out.ts'
import { buildKustomization } from './kustomize.ts'
import type { ProgramContext } from '../program/run-program.ts'
import { InputError, problemOf } from './input.ts'
import type { InputProblem, UnreadSource } from './input.ts'
import { systemPath } from './system-path.ts'
import { piecesOf, readAll } from './standard-input.ts'

/** What `-f`, `-R` and `-k` say. */
export interface Inputs {
  readonly filenames: readonly string[]
  readonly isRecursive: boolean
  readonly kustomization?: string
  /** What kustomize gets besides. */
  readonly kustomizeArgs?: readonly string[]
  /** What is left out of directories and globs; default nothing. */
  readonly leavingOut?: LeavingOut
}

/** What the inputs are searched in and read with. */
export interface InputContext extends ProgramContext, Clock {
  readonly stdin: Readable
  readonly fetch: typeof globalThis.fetch
}

/** Either everything or every reason why not: a source is left out only where `problems` says so. */
export interface Collected<T> {
  readonly found: readonly T[]
  readonly problems: readonly InputProblem[]
}

const STDIN = '-'

/** Finds the inputs in the order of the arguments, each file and URL once, and opens none. */
export async function findSources(
  inputs: Inputs,
  surroundings: InputContext,
): Promise<Collected<UnreadSource>> {
  const { kustomization, kustomizeArgs } = inputs
  if (kustomization !== undefined) {
    const read = () => buildKustomization(kustomization, surroundings, kustomizeArgs)
    return { found: [{ name: kustomization, isBuilt: true, read }], problems: [] }
  }
  const places = new Map<string, UnreadSource>()
  const problems: InputProblem[] = []
  for (const argument of inputs.filenames) {
    try {
      for (const [identity, place] of await findArgument(argument, inputs, surroundings))
        if (!places.has(identity)) places.set(identity, place)
    } catch (error) {
      problems.push(problemOf(argument, error))
    }
  }
  return { found: [...places.values()], problems }
}

async function findArgument(
  argument: string,
  { isRecursive, leavingOut }: Inputs,
  { cwd, stdin, fetch, sleep }: InputContext,
): Promise<readonly (readonly [identity: string, place: UnreadSource])[]> {
  if (argument === STDIN) {
    const place = { name: STANDARD_INPUT, read: () => readAll(stdin), stream: () => piecesOf(stdin) }
    return [[STDIN, place]]
  }
  if (/^https?:\/\//.test(argument)) {
    if (!URL.canParse(argument)) throw new InputError('not a valid URL', 'check the URL')
    const url = new URL(argument)
    return [[url.href, { name: publicAddress(url), read: () => download(url, { fetch, sleep }) }]]
  }
  const files = await findFiles(argument, { cwd, isRecursive, ...(leavingOut && { leavingOut }) })
  return files.map(file => [file.identity, file])
}

/** Told how many of all are done, before each. */
export type OnProgress = (done: number, total: number) => void

/** What was read. */
export interface ReadSources extends Collected<Source> {
  /** Files in which there is nothing to look for: they are not kept. */
  readonly passedOver: readonly UnreadSource[]
  /** How many documents those hold. */
  readonly documentsPassedOver: number
}

/**
 * Reads one after another, so that any number of files needs one descriptor. A file with several names (hard links) is
 * read once. `watch`: of files only those are kept in which there is something to look for.
 */
export async function readSources(
  places: readonly UnreadSource[],
  watch?: Watch,
  onProgress: OnProgress = () => {},
): Promise<ReadSources> {
  const contents = new Map<number, Uint8Array>()
  const errors = new Map<number, unknown>()
  let documentsPassedOver = 0
  const use = (index: number, sifted: Sifted): void => {
    if ('bytes' in sifted) contents.set(index, sifted.bytes)
    else if ('error' in sifted) errors.set(index, sifted.error)
    else documentsPassedOver += sifted.documents
  }
  const sifter = watch === undefined ? undefined : new FileSifter(watch, use)
  for (const [index, place] of places.entries()) {
    onProgress(index, places.length)
    try {
      if (place.path !== undefined && sifter !== undefined) sifter.take(place.path, index)
      else {
        const bytes = await place.read()
        refuseBinary(bytes)
        contents.set(index, bytes)
      }
    } catch (error) {
      errors.set(index, error)
    }
  }
  sifter?.finish()
  const isFirst = firstNames()
  return {
    found: places.flatMap((place, index) => {
      const bytes = contents.get(index)
      if (bytes === undefined || !isFirst(place)) return []
      return [{ ...nameOf(place), bytes }]
    }),
    problems: places.flatMap(({ name }, index) =>
      errors.has(index) ? [problemOf(name, errors.get(index))] : [],
    ),
    passedOver: places.filter((_, index) => !contents.has(index) && !errors.has(index)),
    documentsPassedOver,
  }
}

function nameOf({ name, path, isBuilt }: SourceName): SourceName {
  return {
    name,
    ...(path === undefined ? {} : { path }),
    ...(isBuilt === undefined ? {} : { isBuilt }),
  }
}

/** Says of each file whether it stands under the first of its names, where it has several (hard links). */
function firstNames(): (place: UnreadSource) => boolean {
  const seen = new Set<string>()
  return ({ path }) => {
    if (path === undefined) return true
    const status = statSync(systemPath(path), { bigint: true, throwIfNoEntry: false })
    if (status === undefined || status.nlink < 2n) return true
    const identity = `${status.dev}:${status.ino}`
    const isFirst = !seen.has(identity)
    seen.add(identity)
    return isFirst
  }
}

/** A source piece by piece; at once where its medium gives it so. Throws InputError, or what the system does. */
export async function* streamSource(source: UnreadSource): AsyncIterable<Uint8Array> {
  const pieces = source.stream?.() ?? [await source.read()]
  let isWideText: boolean | undefined
  for await (const piece of pieces) {
    if (isWideText === undefined) refuseBinary(piece)
    else if (!isWideText) refuseNulls(piece)
    isWideText ??= isWide(piece)
    yield piece
  }
}
