import type { Readable } from 'node:stream'
import { STANDARD_INPUT } from '../manifest/source.ts'
import type { Source } from '../manifest/source.ts'
import type { Clock } from './clock.ts'
import { isWide, refuseBinary, refuseNulls } from './binary.ts'
import { download, publicAddress } from './download.ts'
import { findFiles } from './files.ts'
import { buildKustomization } from './kustomize.ts'
import type { ProgramContext } from '../program/run-program.ts'
import { InputError, problemOf } from './input.ts'
import type { InputProblem, UnreadSource } from './input.ts'
import { piecesOf, readAll } from './standard-input.ts'

/** What `-f`, `-R` and `-k` say. */
export interface Inputs {
  readonly filenames: readonly string[]
  readonly isRecursive: boolean
  readonly kustomization?: string
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
  const { kustomization } = inputs
  if (kustomization !== undefined) {
    const read = () => buildKustomization(kustomization, surroundings)
    return { found: [{ name: kustomization, read }], problems: [] }
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
  { isRecursive }: Inputs,
  { cwd, stdin, fetch, sleep }: InputContext,
): Promise<readonly (readonly [identity: string, place: UnreadSource])[]> {
  if (argument === STDIN) {
    const place = { name: STANDARD_INPUT, read: () => readAll(stdin), stream: () => piecesOf(stdin) }
    return [[STDIN, place]]
  }
  if (/^https?:\/\//.test(argument)) {
    if (!URL.canParse(argument)) throw new InputError('no valid URL', 'check it')
    const url = new URL(argument)
    return [[url.href, { name: publicAddress(url), read: () => download(url, { fetch, sleep }) }]]
  }
  const files = await findFiles(argument, { cwd, isRecursive })
  return files.map(file => [file.identity, file])
}

/** Reads one after another, so that any number of files needs one descriptor. */
export async function readSources(places: readonly UnreadSource[]): Promise<Collected<Source>> {
  const found: Source[] = []
  const problems: InputProblem[] = []
  for (const { read, stream: _, ...place } of places) {
    try {
      const bytes = await read()
      refuseBinary(bytes)
      found.push({ ...place, bytes })
    } catch (error) {
      problems.push(problemOf(place.name, error))
    }
  }
  return { found, problems }
}

/** A source piece by piece; at once where its medium gives it so. Throws InputError, or what the system does. */
export async function* streamSource({ read, stream }: UnreadSource): AsyncIterable<Uint8Array> {
  const pieces = stream === undefined ? [await read()] : stream()
  let isWideText: boolean | undefined
  for await (const piece of pieces) {
    if (isWideText === undefined) refuseBinary(piece)
    else if (!isWideText) refuseNulls(piece)
    isWideText ??= isWide(piece)
    yield piece
  }
}
