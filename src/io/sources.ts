import { statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import type { FileWatch } from '../manifest/read.ts'
import { viewOf } from '../manifest/search.ts'
import { STANDARD_INPUT, nameOf } from '../manifest/source.ts'
import type { Source } from '../manifest/source.ts'
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
import { groupBy } from '../text/group-by.ts'
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
  watch?: FileWatch,
  onProgress: OnProgress = () => {},
): Promise<ReadSources> {
  const read: Sifted[] = []
  const sifter =
    watch === undefined
      ? undefined
      : new FileSifter(watch.relevance, (index, sifted) => (read[index] = sifted))
  for (const [index, place] of places.entries()) {
    onProgress(index, places.length)
    try {
      if (place.path !== undefined && sifter !== undefined) sifter.take(place.path, index)
      else read[index] = { bytes: await contentOf(place) }
    } catch (error) {
      read[index] = { error }
    }
  }
  sifter?.finish()
  if (watch !== undefined && read.some(one => 'bytes' in one && watch.asksForMore({ name: '', ...one })))
    await readAlsoPerhaps(places, read)
  return collect(places, read)
}

async function contentOf(place: UnreadSource): Promise<Uint8Array> {
  const bytes = await place.read()
  refuseBinary(bytes)
  return bytes
}

/** Reads once more the files that matter perhaps, as hardly any input has both them and what asks for them. */
async function readAlsoPerhaps(places: readonly UnreadSource[], read: Sifted[]): Promise<void> {
  for (const [index, place] of places.entries()) {
    const sifted = read[index]
    if (sifted === undefined || !('documents' in sifted) || !sifted.mayMatter) continue
    try {
      read[index] = { bytes: await contentOf(place) }
    } catch (error) {
      read[index] = { error }
    }
  }
}

function collect(places: readonly UnreadSource[], read: readonly Sifted[]): ReadSources {
  const found: Source[] = []
  const problems: InputProblem[] = []
  const passedOver: UnreadSource[] = []
  let documentsPassedOver = 0
  const isFirst = firstNames(places, read)
  for (const [index, sifted] of read.entries()) {
    const place = places[index]
    if (place === undefined) continue
    if ('error' in sifted) problems.push(problemOf(place.name, sifted.error))
    else if ('documents' in sifted) {
      passedOver.push(place)
      documentsPassedOver += sifted.documents
    } else if (isFirst(place)) found.push({ ...nameOf(place), bytes: sifted.bytes })
  }
  return { found, problems, passedOver, documentsPassedOver }
}

/** How much of two files is compared before the system is asked whether they are one. */
const ALIKE = 256

/**
 * Says of each file that was kept whether it stands under the first of its names, where it has several (hard links). The
 * system is asked only of files that begin alike and are of one size.
 */
function firstNames(
  places: readonly UnreadSource[],
  read: readonly Sifted[],
): (place: UnreadSource) => boolean {
  const kept = read.flatMap((sifted, index) => {
    const place = places[index]
    return place?.path === undefined || !('bytes' in sifted) ? [] : [{ place, bytes: sifted.bytes }]
  })
  const alike = groupBy(kept, ({ bytes }) => `${bytes.length} ${viewOf(bytes).toString('latin1', 0, ALIKE)}`)
  const doubtful = new Set(
    [...alike.values()].flatMap(group => (group.length > 1 ? group : [])).map(({ place }) => place),
  )
  const seen = new Set<string>()
  return place => {
    if (place.path === undefined || !doubtful.has(place)) return true
    const status = statSync(systemPath(place.path), { bigint: true, throwIfNoEntry: false })
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
