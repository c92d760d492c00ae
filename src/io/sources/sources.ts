import { statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import type { FileFilter } from '../../manifest/read-document.ts'
import { STANDARD_INPUT, nameOf } from '../../manifest/source.ts'
import type { Source } from '../../manifest/source.ts'
import type { Clock } from '../../http/clock.ts'
import { isWide, refuseBinary, refuseNulls } from './binary.ts'
import { download, publicAddress } from './download.ts'
import { BulkReader } from './bulk-reader.ts'
import type { BulkReadFile } from './bulk-reader.ts'
import { findFiles } from './files.ts'
import type { Exclusions } from './exclusions.ts'
import { buildKustomization } from './kustomize.ts'
import type { ProgramContext } from '../../program/run-program.ts'
import { InputError, problemOf } from '../input.ts'
import type { InputProblem, UnreadSource } from '../input.ts'
import { systemPath } from '../system-path.ts'
import { groupBy } from '../../text/group-by.ts'
import { piecesOf, readAll } from '../stdio/standard-input.ts'

/** The values of `-f`, `-R` and `-k`. */
export interface Inputs {
  readonly filenames: readonly string[]
  readonly isRecursive: boolean
  readonly kustomization?: string
  /** Further arguments for kustomize, from the configuration and from the call. */
  readonly configuredKustomizeArgs?: readonly string[]
  readonly kustomizeArgs?: readonly string[]
  /** What is excluded from directories and glob matches; default: nothing. */
  readonly exclusions?: Exclusions
}

/** The dependencies for finding and reading inputs. */
export interface InputContext extends ProgramContext, Clock {
  readonly stdin: Readable
  readonly fetch: typeof globalThis.fetch
}

/** The sources that were found. If a source is missing, `problems` says so. */
export interface Collected<T> {
  readonly found: readonly T[]
  readonly problems: readonly InputProblem[]
}

const STDIN = '-'

/** Finds the inputs in the order of the arguments, each file and URL once. Opens none. */
export async function findSources(inputs: Inputs, context: InputContext): Promise<Collected<UnreadSource>> {
  const { kustomization, configuredKustomizeArgs = [], kustomizeArgs = [] } = inputs
  if (kustomization !== undefined) {
    const args = [...configuredKustomizeArgs, ...kustomizeArgs]
    const read = () => buildKustomization(kustomization, context, args)
    return { found: [{ name: kustomization, isBuilt: true, read }], problems: [] }
  }
  const places = new Map<string, UnreadSource>()
  const problems: InputProblem[] = []
  for (const argument of inputs.filenames) {
    try {
      for (const [identity, place] of await findArgument(argument, inputs, context))
        if (!places.has(identity)) places.set(identity, place)
    } catch (error) {
      problems.push(problemOf(argument, error))
    }
  }
  return { found: [...places.values()], problems }
}

async function findArgument(
  argument: string,
  { isRecursive, exclusions }: Inputs,
  { cwd, env, stdin, fetch, sleep }: InputContext,
): Promise<readonly (readonly [identity: string, place: UnreadSource])[]> {
  if (argument === STDIN) {
    const place = { name: STANDARD_INPUT, read: () => readAll(stdin), stream: () => piecesOf(stdin) }
    return [[STDIN, place]]
  }
  if (/^https?:\/\//.test(argument)) {
    if (!URL.canParse(argument)) throw new InputError('not a valid URL', 'check the URL')
    const url = new URL(argument)
    const read = () => download(url, { fetch, env, sleep })
    return [[url.href, { name: publicAddress(url), read }]]
  }
  const files = await findFiles(argument, { cwd, isRecursive, ...(exclusions && { exclusions }) })
  return files.map(file => [file.identity, file])
}

/** Called before each item, with the number of finished items and of all. */
export type OnProgress = (done: number, total: number) => void

/** The sources that were read. */
export interface ReadSources extends Collected<Source> {
  /** Files that the filter does not match. Their content is not kept. */
  readonly passedOver: readonly UnreadSource[]
  /** The number of documents in these files. */
  readonly documentsPassedOver: number
}

/**
 * Reads sources one after another, so that one file descriptor is enough. A file with several names (hard links) is
 * read once. With `filter`, only matching files are kept.
 */
export async function readSources(
  places: readonly UnreadSource[],
  filter?: FileFilter,
  onProgress: OnProgress = () => {},
): Promise<ReadSources> {
  const read: BulkReadFile[] = []
  const bulk =
    filter === undefined ? undefined : new BulkReader(filter.relevance, (index, file) => (read[index] = file))
  for (const [index, place] of places.entries()) {
    onProgress(index, places.length)
    try {
      if (place.path !== undefined && bulk !== undefined) bulk.take(place.path, index)
      else read[index] = { kind: 'kept', bytes: await contentOf(place) }
    } catch (error) {
      read[index] = { kind: 'failed', error }
    }
  }
  bulk?.finish()
  if (
    filter !== undefined &&
    read.some(one => one.kind === 'kept' && filter.asksForMore({ name: '', ...one }))
  )
    await readAlsoPerhaps(places, read)
  return collect(places, read)
}

async function contentOf(place: UnreadSource): Promise<Uint8Array> {
  const bytes = await place.read()
  refuseBinary(bytes)
  return bytes
}

/** Reads the files of relevance `perhaps` again. Few inputs contain both these files and a file that needs them. */
async function readAlsoPerhaps(places: readonly UnreadSource[], read: BulkReadFile[]): Promise<void> {
  for (const [index, place] of places.entries()) {
    const file = read[index]
    if (file?.kind !== 'skipped' || !file.mayMatter) continue
    try {
      read[index] = { kind: 'kept', bytes: await contentOf(place) }
    } catch (error) {
      read[index] = { kind: 'failed', error }
    }
  }
}

function collect(places: readonly UnreadSource[], read: readonly BulkReadFile[]): ReadSources {
  const found: Source[] = []
  const problems: InputProblem[] = []
  const passedOver: UnreadSource[] = []
  let documentsPassedOver = 0
  const isFirst = firstNames(places, read)
  for (const [index, file] of read.entries()) {
    const place = places[index]
    if (place === undefined) continue
    if (file.kind === 'failed') problems.push(problemOf(place.name, file.error))
    else if (file.kind === 'skipped') {
      passedOver.push(place)
      documentsPassedOver += file.documents
    } else if (isFirst(place)) {
      const { bytes, block } = file
      found.push({ ...nameOf(place), bytes, ...(block === undefined ? {} : { block }) })
    }
  }
  return { found, problems, passedOver, documentsPassedOver }
}

/** The number of bytes in the fingerprint of a file. */
const COMPARED = 32

/** A number that is the same for equal contents, and seldom for different ones. */
function fingerprint(bytes: Uint8Array): number {
  const step = Math.max(Math.floor(bytes.length / COMPARED), 1)
  let hash = bytes.length
  for (let at = 0; at < bytes.length; at += step) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  return hash
}

/**
 * Returns the test whether a kept file has the first of its names, for files with several names (hard links). The
 * system is asked only about files that look alike.
 */
function firstNames(
  places: readonly UnreadSource[],
  read: readonly BulkReadFile[],
): (place: UnreadSource) => boolean {
  const kept = read.flatMap((file, index) => {
    const place = places[index]
    return place?.path === undefined || file.kind !== 'kept' ? [] : [{ place, bytes: file.bytes }]
  })
  const alike = groupBy(kept, ({ bytes }) => fingerprint(bytes))
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

/**
 * Reads a source piece by piece. Does not wait for its end if the medium supports it. Throws InputError and errors of
 * the system.
 */
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
