import type { Diagnostic, LocatedDiagnostic } from './diagnostic.ts'
import { isAscii, isUtf8 } from 'node:buffer'
import type { Kinds } from '../kinds/kinds.ts'
import { FastReader } from './fast-reader.ts'
import type { Reading } from './resource.ts'
import { viewOf } from './search/search.ts'
import type { Source } from './source.ts'
import { countLines, cutDocuments, LineCounter } from './stream.ts'
import type { DocumentSpan } from './stream.ts'

/** A document and its place in a source. */
export interface DocumentPlace {
  readonly source: Source
  readonly span: DocumentSpan
  readonly lines: LineCounter
}

export type Unit = 'bytes' | 'characters'

/** A document that has been read, with its place. */
export interface ReadDocument extends DocumentPlace, Reading {
  /** Lines of the source before the document's first. */
  readonly linesBefore: number
  /** The unit of its offsets: bytes of the document, or characters of its text. */
  readonly unit: Unit
  /**
   * The start and the end of keys that may be those of lists of pull secrets, or misspellings of them, in bytes of
   * the document. Absent if the reader has not noted them.
   */
  readonly listKeys: readonly number[] | undefined
}

/**
 * Returns a predicate that decides which documents of a source are read. The predicate is called once for each
 * document, in order.
 */
export type DocumentFilter = (source: Source) => (span: DocumentSpan) => boolean

/** The relevance of a file; `perhaps`: relevant only if another file needs it. */
export type Relevance = 'none' | 'perhaps' | 'certain'

/** Selects files among many. */
export interface FileFilter {
  /**
   * Returns the relevance of each file in a block, in which files follow each other like the documents of a source.
   */
  readonly relevance: (source: Source) => (span: DocumentSpan) => Relevance
  /** Whether a relevant file needs the files of relevance `perhaps`. */
  readonly asksForMore: (source: Source) => boolean
}

/** Reads a document. Returns a promise only when the full reader must be loaded first. */
export type ReadPlace = (place: DocumentPlace) => ReadDocument | Promise<ReadDocument>

export interface ReadSource {
  readonly documents: readonly ReadDocument[]
  /** Documents that the filter skipped. They are neither decoded nor parsed. */
  readonly unread: number
  readonly problems: readonly LocatedDiagnostic[]
}

/**
 * Reads the documents of a source that the filter selects. `spans` are all documents of the source, if they are
 * known.
 */
export async function readSource(
  source: Source,
  filter: DocumentFilter,
  read: ReadPlace,
  spans?: Iterable<DocumentSpan>,
): Promise<ReadSource> {
  const problem = problemOfSource(source)
  if (problem !== undefined) return { documents: [], unread: 0, problems: [problem] }
  const documents: ReadDocument[] = []
  const places = new SelectedDocuments(source, filter(source), spans)
  for (const place of places) {
    const document = read(place)
    documents.push(document instanceof Promise ? await document : document)
  }
  return { documents, unread: places.unread, problems: documents.flatMap(problemsOf) }
}

/** Iterates over the selected documents of a source. After the iteration, `unread` is the number of the others. */
export class SelectedDocuments implements Iterable<DocumentPlace> {
  unread = 0
  readonly #source: Source
  readonly #isSelected: (span: DocumentSpan) => boolean
  readonly #spans: Iterable<DocumentSpan>
  readonly #linesBefore: number

  /** `linesBefore` is the number of lines of the stream before the source. */
  constructor(
    source: Source,
    isSelected: (span: DocumentSpan) => boolean,
    spans: Iterable<DocumentSpan> = cutDocuments(source.bytes),
    linesBefore = 0,
  ) {
    this.#source = source
    this.#isSelected = isSelected
    this.#spans = spans
    this.#linesBefore = linesBefore
  }

  *[Symbol.iterator](): Iterator<DocumentPlace> {
    const source = this.#source
    const lines = new LineCounter(source.bytes, this.#linesBefore)
    for (const span of this.#spans) {
      if (this.#isSelected(span)) yield { source, span, lines }
      else this.unread += 1
    }
  }
}

/**
 * Reads a document with the fast reader, or with the full reader if the fast one does not support it. Only the full
 * reader returns a promise: it is loaded on demand, and a promise for each of 100,000 documents would be slow.
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
  if (reading !== undefined) return new Document(place, reading, 'bytes', keysOf(fast))
  return bytes.length > LARGEST_TEXT
    ? new Document(place, TOO_LARGE, 'bytes')
    : readWithTree(place, bytes, kinds)
}

function keysOf({ listKeys }: FastReader): readonly number[] {
  return listKeys.length === 0 ? NO_KEYS : listKeys
}

const NO_KEYS: readonly number[] = []

/** Bytes of the longest string that every JavaScript engine supports. */
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

async function readWithTree(place: DocumentPlace, bytes: Buffer, kinds: Kinds): Promise<ReadDocument> {
  const { readTree } = await import('./tree.ts')
  return new Document(place, readTree(bytes.toString(), kinds), isAscii(bytes) ? 'bytes' : 'characters')
}

/** Makes a function that reads documents with the given kinds. */
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
  readonly listKeys: readonly number[] | undefined

  constructor(
    { source, span, lines }: DocumentPlace,
    { resources, problems, hasAliases }: Reading,
    unit: Unit,
    listKeys?: readonly number[],
  ) {
    this.source = source
    this.span = span
    this.lines = lines
    this.resources = resources
    this.problems = problems
    this.hasAliases = hasAliases
    this.unit = unit
    this.listKeys = listKeys
  }

  get linesBefore(): number {
    return this.lines.linesBefore(this.span.start)
  }
}

/** Invalid UTF-8: kubectl reads it as U+FFFD in JSON, as Go does, and refuses it in YAML. */
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

/** The diagnostics of a document, located in its source. */
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

/** A template of a chart, in a directory that the user named. */
const IN_CHART = /[\\/]templates[\\/]/
const remedyInChart = 'render the chart first (helm template), or leave it out (--exclude templates/)'

/** The problem that makes a whole source unreadable, if any. */
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

/** Detects UTF-16 and UTF-32, by byte order mark or by the zero bytes of ASCII text. kubectl can read UTF-16. */
function foreignEncoding([a, b, c, d]: Uint8Array): string | undefined {
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32LE' : 'UTF-16LE'
  if (a === 0xfe && b === 0xff) return 'UTF-16BE'
  if (a === 0 && b === 0) return 'UTF-32BE'
  if (a === 0 && b !== undefined) return 'UTF-16BE'
  return a !== undefined && b === 0 ? 'UTF-16LE' : undefined
}

/** The longest prefix that is valid UTF-8. */
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
