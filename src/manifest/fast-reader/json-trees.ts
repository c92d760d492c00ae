import type { Body } from '../syntax/document-body.ts'
import { MAX_DEPTH } from '../syntax/node.ts'
import type { SyntaxFault, Trees } from '../syntax/node.ts'
import { PaddedCopy } from './bytes.ts'
import { JsonScanner } from './json-scanner.ts'
import { rootsOf } from './tape-nodes.ts'
import { Tape } from './tape.ts'

/**
 * Parses strict JSON, one value or several in a row, as kubectl reads them. The nodes equal those of YAML, with
 * offsets in characters of the document that contains the body. Returns `undefined` for any other text, broken JSON
 * included: the YAML parser may still read it, and explains faults better.
 */
export function parseJson(document: string, { text, offset }: Body): Trees | SyntaxFault | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined
  const bytes = Buffer.from(text)
  const tape = new Tape()
  const scanner = new JsonScanner(new PaddedCopy().of(bytes), tape, undefined, MAX_DEPTH)
  const isJson = scanner.scan(0)
  const inText = bytes.length === text.length ? (at: number) => at : characterOffsets(text, bytes.length)
  const characterAt = (at: number): number => offset + inText(at)
  const { tooDeepAt } = scanner
  if (tooDeepAt !== undefined)
    return {
      kind: 'fault',
      code: 'too-deep',
      at: characterAt(tooDeepAt),
      what: `more than ${MAX_DEPTH} levels deep`,
      remedy: 'flatten it',
    }
  if (!isJson) return undefined
  tape.translate(characterAt)
  return { kind: 'trees', roots: rootsOf(document, tape), hasAliases: false }
}

type Offset = (byte: number) => number

/** Maps byte offsets of a text to character offsets. */
function characterOffsets(text: string, length: number): Offset {
  const offsets = new Uint32Array(length + 1)
  let byte = 0
  let at = 0
  for (const character of text) {
    offsets[byte] = at
    byte += Buffer.byteLength(character)
    at += character.length
  }
  offsets[byte] = at
  return offset => offsets[offset] ?? at
}
