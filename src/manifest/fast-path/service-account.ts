import { codeAt, columnOf, lengthOf } from '../fast-reader/bytes.ts'
import { LF } from '../fast-reader/characters.ts'
import { BLOCK, KIND_MASK, SEQUENCE } from '../fast-reader/tape.ts'
import { insertionAt } from '../list-edits/new-list.ts'
import type { Identity, Resource } from '../resource.ts'
import type { Insertion } from '../site.ts'
import { absentShape, listOf, PLAIN_LIST_CONTEXT } from '../sites/existing-list.ts'
import { isPlainKey } from './block-list.ts'
import { MISSING } from './rows.ts'
import type { Rows } from './rows.ts'

const ENFORCES = 'kubernetes.io/enforce-mountable-secrets'

/** Reads the ServiceAccount at a row; `undefined` if it is not a plain one in block style without lists. */
export function readServiceAccount(rows: Rows, row: number, identity: Identity): Resource | undefined {
  const metadata = rows.child(row, 'metadata')
  if (holdsAny(rows, row, metadata)) return undefined
  const insertion = insertionBelow(rows, metadata)
  if (insertion === undefined) return undefined
  const { tape } = rows
  const line = tape.valueLine(row)
  const target = `${tape.valueStart(row)}:imagePullSecrets`
  const list = listOf(absentShape(insertion), line, target, PLAIN_LIST_CONTEXT)
  const site = { path: '', images: NONE, usesServiceAccount: false, onlyIfListed: false, list }
  return {
    identity,
    line,
    role: 'service-account',
    sites: [site],
    unplacedImages: NONE,
    enforcesMountableSecrets: false,
  }
}

const NONE: readonly never[] = []

/** Whether the ServiceAccount lists pull secrets or may enforce mountable secrets. */
function holdsAny(rows: Rows, row: number, metadata: number): boolean {
  const annotations = rows.child(metadata, 'annotations')
  const enforcing =
    annotations !== MISSING && rows.isMapping(annotations) ? rows.child(annotations, ENFORCES) : MISSING
  return rows.child(row, 'imagePullSecrets') !== MISSING || enforcing !== MISSING || rows.isUnsupported
}

/**
 * The insertion of a list below the metadata. Other lists in the text would decide its style, so the result is
 * `undefined` if there are any.
 */
function insertionBelow(rows: Rows, metadata: number): Insertion | undefined {
  const { codes, tape } = rows
  for (let other = 0; other < tape.length; other += 1) {
    const shape = tape.shape(other)
    if ((shape & KIND_MASK) === SEQUENCE || (shape & BLOCK) !== 0) return undefined
  }
  const column = columnOf(codes, tape.start(metadata))
  const end = tape.valueEnd(metadata)
  const isPlain = column >= 0 && !rows.isFlow(metadata) && isPlainKey(rows, metadata, 'metadata')
  if (!isPlain || codeAt(codes, end) !== LF || end >= lengthOf(codes)) return undefined
  const template = rows.templates.ofBlock(column, 0, 1)
  return template === undefined ? undefined : insertionAt(end + 1, template)
}
