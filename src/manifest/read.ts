import type { Diagnostic, LocatedDiagnostic } from './diagnostic.ts'
import { isAscii, isUtf8 } from 'node:buffer'
import type { Kinds } from '../kinds/kinds.ts'
import { FastReader } from './fast-reader.ts'
import type { Reading } from './resource.ts'
import { viewOf } from './search.ts'
import type { Source } from './source.ts'
import { countLines, cutDocuments, LineCounter } from './stream.ts'
import type { DocumentSpan } from './stream.ts'

/** Where a document stands. */
export interface DocumentPlace {
  readonly source: Source
  readonly span: DocumentSpan
  readonly lines: LineCounter
}

export type Unit = 'bytes' | 'characters'

/** A document that was read: where it stands, and what the reader says about it. */
export interface ReadDocument extends DocumentPlace, Reading {
  /** Lines of the source before the document's first. */
  readonly linesBefore: number
  /** What the offsets in it count: bytes of the document, or characters of its text. */
  readonly unit: Unit
}

/** Says of each document of a source, in their order, whether there is something in it to look for. */
export type Watch = (source: Source) => (span: DocumentSpan) => boolean

/** How much a file matters among others; `perhaps`: only where another one asks for it. */
export type Relevance = 'none' | 'perhaps' | 'certain'

/** What is looked for in many files. */
export interface FileWatch {
  /** Says of files, which lie one behind the other like the documents of a source, how much each matters. */
  readonly relevance: (source: Source) => (span: DocumentSpan) => Relevance
  /** Whether a file that matters asks for those that matter perhaps. */
  readonly asksForMore: (source: Source) => boolean
}

/** Reads a document; only where the tree must be asked, which has to be loaded first, it is a promise. */
export type ReadPlace = (place: DocumentPlace) => ReadDocument | Promise<ReadDocument>

export interface ReadSource {
  readonly documents: readonly ReadDocument[]
  /** Documents without watched text, which are never decoded nor parsed. */
  readonly unread: number
  readonly problems: readonly LocatedDiagnostic[]
}

/** Reads the documents of a source in which there is something to look for. `spans`: all its documents, if they are known. */
export async function readSource(
  source: Source,
  watch: Watch,
  read: ReadPlace,
  spans?: Iterable<DocumentSpan>,
): Promise<ReadSource> {
  const problem = problemOfSource(source)
  if (problem !== undefined) return { documents: [], unread: 0, problems: [problem] }
  const documents: ReadDocument[] = []
  const places = new WatchedPlaces(source, watch(source), spans)
  for (const place of places) {
    const document = read(place)
    documents.push(document instanceof Promise ? await document : document)
  }
  return { documents, unread: places.unread, problems: documents.flatMap(problemsOf) }
}

/** The places of the watched documents of a source; once gone through, `unread` is the number of the others. */
export class WatchedPlaces implements Iterable<DocumentPlace> {
  unread = 0
  readonly #source: Source
  readonly #isWatched: (span: DocumentSpan) => boolean
  readonly #spans: Iterable<DocumentSpan>
  readonly #linesBefore: number

  /** `linesBefore`: of a stream, before the source. */
  constructor(
    source: Source,
    isWatched: (span: DocumentSpan) => boolean,
    spans: Iterable<DocumentSpan> = cutDocuments(source.bytes),
    linesBefore = 0,
  ) {
    this.#source = source
    this.#isWatched = isWatched
    this.#spans = spans
    this.#linesBefore = linesBefore
  }

  *[Symbol.iterator](): Iterator<DocumentPlace> {
    const source = this.#source
    const lines = new LineCounter(source.bytes, this.#linesBefore)
    for (const span of this.#spans) {
      if (this.#isWatched(span)) yield { source, span, lines }
      else this.unread += 1
    }
  }
}

/**
 * Asks the fast reader, and where that does not support a document the tree, which has to be loaded first. Only then it
 * is a promise, as there may be a hundred thousand documents.
 */
export function readDocument(
  place: DocumentPlace,
  kinds: Kinds,
  fast: FastReader,
): ReadDocument | Promise<ReadDocument> {
  const { source, span } = place
  const bytes = viewOf(source.bytes, span.start, span.end)
  const isAllAscii = isAscii(bytes)
  if (!isAllAscii && !isUtf8(bytes)) return new Document(place, readBroken(bytes, kinds, fast), 'bytes')
  const reading = fast.read(bytes, kinds, isAllAscii)
  if (reading !== undefined) return new Document(place, reading, 'bytes')
  return bytes.length > LARGEST_TEXT ? new Document(place, TOO_LARGE, 'bytes') : askTree(place, bytes, kinds)
}

/** Bytes of the longest string that every JavaScript engine can make. */
const LARGEST_TEXT = 2 ** 29 - 24

const TOO_LARGE: Reading = {
  resources: [],
  problems: [
    {
      code: 'too-large',
      line: 1,
      what: 'the document is larger than 512 MiB, and not plain YAML or JSON',
      remedy: 'split the document',
    },
  ],
  hasAliases: false,
}

async function askTree(place: DocumentPlace, bytes: Buffer, kinds: Kinds): Promise<ReadDocument> {
  const { readTree } = await import('./tree.ts')
  return new Document(place, readTree(bytes.toString(), kinds), isAscii(bytes) ? 'bytes' : 'characters')
}

/** Reads by what some kinds say. */
export function readBy(kinds: Kinds): ReadPlace {
  const fast = new FastReader()
  return place => readDocument(place, kinds, fast)
}

class Document implements ReadDocument {
  readonly source: Source
  readonly span: DocumentSpan
  readonly lines: LineCounter
  readonly resources: Reading['resources']
  readonly problems: Reading['problems']
  readonly hasAliases: boolean
  readonly unit: Unit

  constructor(
    { source, span, lines }: DocumentPlace,
    { resources, problems, hasAliases }: Reading,
    unit: Unit,
  ) {
    this.source = source
    this.span = span
    this.lines = lines
    this.resources = resources
    this.problems = problems
    this.hasAliases = hasAliases
    this.unit = unit
  }

  get linesBefore(): number {
    return this.lines.linesBefore(this.span.start)
  }
}

/** In JSON, kubectl reads U+FFFD for what is no UTF-8, as Go does; in YAML it refuses that. */
function readBroken(bytes: Buffer, kinds: Kinds, fast: FastReader): Reading {
  const isJson = /^\s*\{/.test(bytes.toString('latin1', 0, 4096))
  return (isJson ? fast.read(bytes, kinds, false) : undefined) ?? notUnicode(bytes)
}

function notUnicode(bytes: Uint8Array): Reading {
  const line = 1 + countLines(validPrefix(bytes))
  const problem: Diagnostic = {
    code: 'not-utf8',
    line,
    what: 'the text is not UTF-8',
    remedy: 'save it as UTF-8',
  }
  return { resources: [], problems: [problem], hasAliases: false }
}

/** What is wrong with a document, as problems of its source. */
export function problemsOf(document: ReadDocument): readonly LocatedDiagnostic[] {
  const { name } = document.source
  return document.problems.map(({ code, line, what, remedy }) => ({
    code,
    source: name,
    document: document.span.index,
    line: document.linesBefore + line,
    what,
    remedy: code === 'unrendered-template' && IN_CHART.test(name) ? remedyInChart : remedy,
  }))
}

/** A directory is named, and a chart is among its files. */
const IN_CHART = /[\\/]templates[\\/]/
const remedyInChart = 'render the chart first (helm template), or leave it out (--exclude templates/)'

/** What makes a source unreadable as a whole. */
export function problemOfSource(source: Source): LocatedDiagnostic | undefined {
  const encoding = foreignEncoding(source.bytes)
  if (encoding === undefined) return undefined
  const remedy = `convert it (iconv -f ${encoding} -t UTF-8)`
  return {
    code: 'foreign-encoding',
    source: source.name,
    document: 1,
    line: 1,
    what: `the text is ${encoding}`,
    remedy,
  }
}

/** UTF-16, which kubectl reads too, and UTF-32, by byte order mark or by the zero bytes that ASCII text has there. */
function foreignEncoding([a, b, c, d]: Uint8Array): string | undefined {
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32LE' : 'UTF-16LE'
  if (a === 0xfe && b === 0xff) return 'UTF-16BE'
  if (a === 0 && b === 0) return 'UTF-32BE'
  if (a === 0 && b !== undefined) return 'UTF-16BE'
  return a !== undefined && b === 0 ? 'UTF-16LE' : undefined
}

/** The bytes before the first that belong to no UTF-8 character. */
function validPrefix(bytes: Uint8Array): Uint8Array {
  let [low, high] = [0, bytes.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (isPrefix(bytes.subarray(0, middle))) low = middle
    else high = middle - 1
  }
  return bytes.subarray(0, low)
}

function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
