import type { Reading } from './resource.ts'
import type { Problem, Source } from './source.ts'
import { countLines, cutDocuments } from './stream.ts'
import type { DocumentSpan } from './stream.ts'
import { readTree } from './tree/tree.ts'

/** A document that was read: its text, where it stands in its source, and what the reader says about it. */
export interface ReadDocument extends Reading {
  readonly source: Source
  readonly span: DocumentSpan
  /** Lines of the source before the document's first. */
  readonly linesBefore: number
  readonly text: string
}

export interface ReadSource {
  readonly documents: readonly ReadDocument[]
  /** Documents without watched text, which are never decoded nor parsed. */
  readonly unread: number
  readonly problems: readonly Problem[]
}

/** Reads the documents of a source in which there is something to look for. */
export function readSource(source: Source, isWatched: (bytes: Uint8Array) => boolean): ReadSource {
  const encoding = foreignEncoding(source.bytes)
  if (encoding !== undefined) {
    const remedy = `convert it (iconv -f ${encoding} -t UTF-8)`
    const problem = {
      source: source.name,
      document: 1,
      line: 1,
      what: `it is written in ${encoding}`,
      remedy,
    }
    return { documents: [], unread: 0, problems: [problem] }
  }
  const documents: ReadDocument[] = []
  const problems: Problem[] = []
  const spans = cutDocuments(source.bytes)
  let [counted, linesBefore] = [0, 0]
  for (const span of spans) {
    const bytes = source.bytes.subarray(span.start, span.end)
    if (!isWatched(bytes)) continue
    linesBefore += countLines(source.bytes.subarray(counted, span.start))
    counted = span.start
    const text = decode(bytes)
    const place = { source: source.name, document: span.index }
    if (text === undefined) {
      const line = linesBefore + 1 + countLines(validPrefix(bytes))
      problems.push({ ...place, line, what: 'it is not UTF-8', remedy: 'save it as UTF-8' })
      continue
    }
    const reading = readTree(text)
    documents.push({ ...reading, source, span, linesBefore, text })
    for (const { line, ...problem } of reading.problems)
      problems.push({ ...place, line: linesBefore + line, ...problem })
  }
  return { documents, unread: spans.length - documents.length, problems }
}

/** UTF-16, which kubectl reads too, and UTF-32, by byte order mark or by the zero bytes that ASCII text has there. */
function foreignEncoding([a, b, c, d]: Uint8Array): string | undefined {
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32LE' : 'UTF-16LE'
  if (a === 0xfe && b === 0xff) return 'UTF-16BE'
  if (a === 0 && b === 0) return 'UTF-32BE'
  if (a === 0 && b !== undefined) return 'UTF-16BE'
  return a !== undefined && b === 0 ? 'UTF-16LE' : undefined
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
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
