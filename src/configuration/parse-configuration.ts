import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml'
import type { Document } from 'yaml'
import { isRecord } from '../text/json-record.ts'
import type { ConfigurationFault, Path } from './fault.ts'

/** The content of a YAML text. */
export interface Parsed {
  readonly value: unknown
  readonly faults: readonly ConfigurationFault[]
  /**
   * The line of the value at a path: of its key, or of its item. For a missing value, the line of the mapping it is
   * missing from.
   */
  readonly lineOf: (path: Path) => number
}

/**
 * Parses one document of YAML 1.2 with merge keys, as kubectl supports them. A key without a value counts as missing,
 * as in Kubernetes.
 */
export function parseConfiguration(text: string): Parsed {
  const lines = new LineCounter()
  const lineAt = (offset: number): number => Math.max(lines.linePos(offset).line, 1)
  let documents: readonly Document.Parsed[]
  try {
    // For an empty text, the parser returns an empty list that is not a list of documents.
    documents = [...parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true })]
  } catch (error) {
    return unreadable(error)
  }
  const [document, second] = documents
  if (document === undefined) return { value: {}, faults: [], lineOf: () => 1 }
  const faults = [...document.errors, ...document.warnings].map(
    ({ message, pos: [offset] }): ConfigurationFault => ({
      line: lineAt(offset),
      what: yamlWords(message),
      remedy: 'correct the YAML',
    }),
  )
  if (second !== undefined)
    faults.push({
      line: lineAt(second.range[0]),
      what: 'a second document begins here',
      remedy: 'keep one, without "---" after it',
    })
  const lineOf = (path: Path): number => lineAt(offsetOf(document, path))
  if (faults.length > 0) return { value: undefined, faults, lineOf }
  try {
    return { value: withoutNulls(document.toJS()) ?? {}, faults, lineOf }
  } catch (error) {
    return unreadable(error)
  }
}

/** The text has too many aliases, or is nested too deeply for the stack. */
function unreadable(error: unknown): Parsed {
  if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error
  const what =
    error instanceof RangeError ? 'the file is nested too deeply' : 'its aliases expand to too much'
  return {
    value: undefined,
    faults: [{ line: 1, what, remedy: 'write it without aliases, and with fewer levels' }],
    lineOf: () => 1,
  }
}

function yamlWords(message: string): string {
  if (message.startsWith('Maximum call stack')) return 'the file is nested too deeply'
  if (message === 'Map keys must be unique') return 'this key occurs twice'
  return `the file is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1).replace(/\.$/, '')}`
}

function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents
  let offset = document.contents?.range[0] ?? 0
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (pair === undefined) return offset
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)]
      const isNode = isMap(item) || isSeq(item) || isScalar(item) || isAlias(item)
      offset = (isNode ? item.range?.[0] : undefined) ?? offset
      node = item
    }
  }
  return offset
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null)
      .map(([key, one]) => [key, withoutNulls(one)]),
  )
}
