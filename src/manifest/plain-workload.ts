import type { Identity, Resource } from './resource.ts'
import type { ImageUse, Insertion, PullSecretList, Site, Writing } from './site.ts'
import { blockEntries } from './sites/entry-style.ts'
import { NO_EDIT } from './sites/standing-list.ts'
import { Lines } from './syntax/lines.ts'
import { findWorkloadKind } from './workloads/table.ts'
import type { WorkloadKind } from './workloads/workload-kind.ts'
import { DASH, HASH, SPACE } from './outline/characters.ts'
import { FLOW, MAPPING, SCALAR, SEQUENCE, SORT } from './outline/tape.ts'
import type { Tape } from './outline/tape.ts'

/**
 * A short cut past the nodes for the one document that pipelines are made of: a workload in block style whose pod spec
 * lists no pull secrets yet. It says of it what `sites/` would say, or `undefined` as soon as anything is otherwise.
 */
export function readPlainWorkload(text: string, tape: Tape): Resource | undefined {
  const reader = new PlainReader(text, tape)
  const top = reader.topOfWorkload()
  const kind = top === undefined ? undefined : findPlainKind(top.identity)
  return top === undefined || kind === undefined ? undefined : reader.workload(top, kind)
}

interface Top {
  readonly identity: Identity
  readonly row: number
}

/** A kind with one whole pod spec, and the keys that lead to it: none for any other kind. */
interface PlainKind {
  readonly path: string
  readonly keys: readonly string[]
}

function findPlainKind({ group, version, kind }: Identity): PlainKind | undefined {
  const row = findWorkloadKind(group, version, kind)
  if (row === undefined) return undefined
  const known = PLAIN_KINDS.get(row)
  if (known !== undefined) return known
  const [place, ...others] = row.places
  const isPlain = place !== undefined && others.length === 0 && Object.keys(place).join() === 'at'
  const keys = isPlain && /^[A-Za-z.]+$/.test(place.at) && row.advice === undefined ? place.at.split('.') : []
  const plain = { path: keys.join('.'), keys }
  PLAIN_KINDS.set(row, plain)
  return plain
}

const PLAIN_KINDS = new Map<WorkloadKind, PlainKind>()
const NONE = 0

class PlainReader {
  readonly #text: string
  readonly #tape: Tape
  readonly #lines: Lines
  /** Set where something is not plain. */
  #isOdd = false

  constructor(text: string, tape: Tape) {
    this.#text = text
    this.#tape = tape
    this.#lines = new Lines(text)
  }

  topOfWorkload(): Top | undefined {
    const row = 0
    if (this.#tape.next(row) !== this.#tape.length || !this.#isMapping(row)) return undefined
    const apiVersion = this.#textOf(this.#child(row, 'apiVersion'))
    const kind = this.#textOf(this.#child(row, 'kind'))
    const metadata = this.#child(row, 'metadata')
    if (metadata === NONE || !this.#isMapping(metadata)) return undefined
    const name = ownCopy(this.#textOf(this.#child(metadata, 'name')))
    const space = this.#child(metadata, 'namespace')
    const namespace = space === NONE ? undefined : ownCopy(this.#textOf(space))
    if (this.#isOdd) return undefined
    const slash = apiVersion.indexOf('/')
    const group = slash < 0 ? '' : apiVersion.slice(0, slash)
    const version = apiVersion.slice(slash + 1)
    const identity =
      namespace === undefined ? { group, version, kind, name } : { group, version, kind, namespace, name }
    return { identity, row }
  }

  workload({ identity, row }: Top, { keys, path }: PlainKind): Resource | undefined {
    let host = row
    for (const key of keys) {
      host = this.#child(host, key)
      if (host === NONE || !this.#isMapping(host)) return undefined
    }
    const site = keys.length === 0 ? undefined : this.#site(host, path)
    if (site === undefined || site.images.length !== this.#tape.imageValues.length) return undefined
    const line = this.#lines.number(this.#tape.valueStart(row))
    return { identity, line, role: 'workload', sites: [site], strays: [] }
  }

  #site(host: number, path: string): Site | undefined {
    const images: ImageUse[] = []
    const containers = this.#child(host, 'containers')
    this.#addImages(images, containers, `${path}.containers`)
    this.#addImages(images, this.#child(host, 'initContainers'), `${path}.initContainers`)
    this.#addImages(images, this.#child(host, 'ephemeralContainers'), `${path}.ephemeralContainers`)
    const account = this.#child(host, 'serviceAccountName')
    if (this.#child(host, 'serviceAccount') !== NONE || this.#child(host, 'imagePullSecrets') !== NONE)
      return undefined
    const serviceAccount = account === NONE ? undefined : ownCopy(this.#textOf(account))
    const list = this.#missingList(host, containers)
    this.#isOdd ||= !this.#arePlain(this.#child(host, 'volumes'))
    if (this.#isOdd || list === undefined) return undefined
    return serviceAccount === undefined
      ? { path, images, usesServiceAccount: true, onlyIfListed: false, list }
      : { path, images, serviceAccount, usesServiceAccount: true, onlyIfListed: false, list }
  }

  #addImages(images: ImageUse[], list: number, path: string): void {
    if (list === NONE) return
    const tape = this.#tape
    this.#isOdd ||= (tape.shape(list) & (SORT | FLOW)) !== SEQUENCE
    const end = tape.next(list)
    for (let item = list + 1, index = 0; item < end && !this.#isOdd; item = tape.next(item), index += 1) {
      this.#isOdd ||= !this.#isMapping(item)
      const image = this.#child(item, 'image')
      if (image === NONE) continue
      const reference = this.#textOf(image)
      const line = this.#lines.number(tape.valueStart(image))
      images.push({ reference, path: `${path}[${index}].image`, line })
    }
  }

  /** Whether volumes, if there are any, are mappings. An image in one would be among those that are left over. */
  #arePlain(volumes: number): boolean {
    if (volumes === NONE) return true
    const tape = this.#tape
    if ((tape.shape(volumes) & (SORT | FLOW)) !== SEQUENCE) return false
    for (let item = volumes + 1; item < tape.next(volumes); item = tape.next(item))
      if (!this.#isMapping(item)) return false
    return true
  }

  /** Where a list goes: above `containers`, set as these are. */
  #missingList(host: number, containers: number): PullSecretList | undefined {
    const writing = containers === NONE ? undefined : this.#writingAt(containers)
    if (writing === undefined) return undefined
    const start = this.#tape.valueStart(host)
    return {
      form: 'absent',
      style: 'block',
      entries: [],
      insertion: insertionAt(this.#lineOf(containers), writing),
      removal: NO_EDIT,
      emptying: NO_EDIT,
      line: this.#lines.number(start),
      capacity: 'many',
      inherited: [],
      target: `${start}:imagePullSecrets`,
      mergedTargets: [],
    }
  }

  #writingAt(containers: number): Writing | undefined {
    const text = this.#text
    const [start, line] = [this.#tape.start(containers), this.#lineOf(containers)]
    const column = start - line
    if (line === 0 || !isBlank(text, line, start)) return undefined
    const lineBefore = text.lastIndexOf('\n', line - 2) + 1
    if (text.charCodeAt(lineBefore + column) === HASH) return undefined
    const dash = this.#tape.start(containers + 1)
    const content = this.#tape.valueStart(containers + 1)
    const indent = dash - (text.lastIndexOf('\n', dash) + 1) - column
    return isBlank(text, dash + 1, content) && text.charCodeAt(dash) === DASH
      ? writingFor(column, indent, content - dash - 1)
      : undefined
  }

  #lineOf(row: number): number {
    return this.#text.lastIndexOf('\n', this.#tape.start(row)) + 1
  }

  /** The row of a key, `NONE` where it is missing; odd where it stands twice. */
  #child(map: number, key: string): number {
    const tape = this.#tape
    const end = tape.next(map)
    let found = NONE
    for (let row = map + 1; row < end; row = tape.next(row)) {
      const start = tape.start(row)
      if (tape.keyEnd(row) - start !== key.length || !this.#text.startsWith(key, start)) continue
      this.#isOdd ||= found !== NONE
      found = row
    }
    return found
  }

  #isMapping(row: number): boolean {
    return (this.#tape.shape(row) & (SORT | FLOW)) === MAPPING
  }

  /** The text of a scalar that says it as it stands; odd for all else, an empty one too. */
  #textOf(row: number): string {
    const shape = this.#tape.shape(row)
    const value = this.#text.slice(this.#tape.valueStart(row), this.#tape.valueEnd(row))
    const isPlain = shape === SCALAR && !value.includes('\n')
    this.#isOdd ||= !isPlain
    return value
  }
}

const SHORT = 12

/** V8 makes of a longer slice a reference to the whole text, which would be kept for as long as the slice is. */
function ownCopy(slice: string): string {
  return slice.length <= SHORT ? slice : Buffer.from(slice).toString()
}

/** Written out, as all that is done for each of a hundred thousand documents, since a spread costs ten times as much. */
function insertionAt(offset: number, { separator, spelling, prefix, entry, suffix }: Writing): Insertion {
  return { offset, remove: 0, separator, spelling, prefix, entry, suffix }
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) !== SPACE) return false
  return true
}

const WRITINGS = new Map<number, Writing>()
const MOST = 64

/** There are few ways in which manifests are indented: each is made once. */
function writingFor(column: number, indent: number, gap: number): Writing | undefined {
  if (column >= MOST || indent < 0 || indent >= MOST || gap < 1 || gap >= MOST) return undefined
  const key = (column * MOST + indent) * MOST + gap
  const known = WRITINGS.get(key)
  if (known !== undefined) return known
  const indentation = ' '.repeat(column)
  const style = { lead: '', trail: '\n', indentation: ' '.repeat(column + indent), gap: ' '.repeat(gap) }
  const entry = blockEntries('object', { ...style, keyQuote: '', quote: '' })
  const prefix = `${indentation}imagePullSecrets:\n`
  const writing: Writing = { separator: '', spelling: 'plain', prefix, entry, suffix: '' }
  WRITINGS.set(key, writing)
  return writing
}
