import type { Body } from '../syntax/body.ts'
import { MAX_DEPTH } from '../syntax/node.ts'
import type { Item, Member, Scalar, SyntaxFault, SyntaxNode, Trees } from '../syntax/node.ts'
import { PaddedCopy } from './bytes.ts'
import { JsonScanner } from './json.ts'
import { DOUBLE, KIND_MASK, MAPPING, NULL, SEQUENCE, Tape } from './tape.ts'

/**
 * The objects of a text that is strict JSON, one or several in a row, which kubectl reads: the same nodes as for YAML,
 * with offsets in characters. `undefined` for any other text, be it broken JSON: YAML may still read it, and says
 * better what is wrong.
 */
export function parseJson({ text, offset }: Body): Trees | SyntaxFault | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined
  const bytes = Buffer.from(text)
  const tape = new Tape()
  const scanner = new JsonScanner(new PaddedCopy().of(bytes), tape, undefined, MAX_DEPTH)
  const isJson = scanner.scan(0)
  const characterAt = bytes.length === text.length ? (at: number) => at : characterOffsets(text, bytes.length)
  const { tooDeepAt } = scanner
  if (tooDeepAt !== undefined)
    return {
      kind: 'fault',
      code: 'too-deep',
      at: offset + characterAt(tooDeepAt),
      what: `more than ${MAX_DEPTH} levels deep`,
      remedy: 'flatten it',
    }
  if (!isJson) return undefined
  const nodes = new JsonNodes(bytes, tape, at => offset + characterAt(at))
  return { kind: 'trees', roots: nodes.roots(), hasAliases: false }
}

type Offset = (byte: number) => number

/** The character that each byte of a text belongs to. */
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

/** The nodes of a tape of JSON as plain data. */
class JsonNodes {
  readonly #bytes: Buffer
  readonly #tape: Tape
  readonly #offset: Offset

  constructor(bytes: Buffer, tape: Tape, offset: Offset) {
    this.#bytes = bytes
    this.#tape = tape
    this.#offset = offset
  }

  roots(): readonly SyntaxNode[] {
    return this.#rows(0, this.#tape.length).map(row => this.#node(row))
  }

  /** Those from one on that are below no other. */
  #rows(first: number, end: number): readonly number[] {
    const rows: number[] = []
    for (let row = first; row < end; row = this.#tape.next(row)) rows.push(row)
    return rows
  }

  #node(row: number): SyntaxNode {
    const tape = this.#tape
    const [from, to, shape] = [tape.valueStart(row), tape.valueEnd(row), tape.shape(row)]
    const [start, end] = [this.#offset(from), this.#offset(to)]
    const kind = shape & KIND_MASK
    const below = (): readonly number[] => this.#rows(row + 1, tape.next(row))
    if (kind === MAPPING)
      return { type: 'mapping', flow: true, members: below().map(pair => this.#member(pair)), start, end }
    if (kind === SEQUENCE)
      return { type: 'sequence', flow: true, items: below().map(item => this.#item(item)), start, end }
    return this.#scalar(from, to, (shape & DOUBLE) !== 0, kind === NULL)
  }

  #member(row: number): Member {
    const tape = this.#tape
    const keyNode = this.#scalar(tape.start(row), tape.keyEnd(row), true, false)
    const value = this.#node(row)
    const { start } = keyNode
    const { end } = value
    const written = { start: value.start, end }
    const marks = { marked: false, hasColon: true, isMerge: false }
    return { start, end, key: keyNode.text, keyNode, value, written, ...marks }
  }

  #item(row: number): Item {
    const node = this.#node(row)
    return { start: node.start, end: node.end, node }
  }

  #scalar(from: number, to: number, isString: boolean, isNull: boolean): Scalar {
    const source = this.#bytes.toString('utf8', from, to)
    const [start, end] = [this.#offset(from), this.#offset(to)]
    if (!isString) return { type: 'scalar', start, end, text: source, quote: '', block: false, isNull }
    const text = source.includes('\\') ? String(JSON.parse(source)) : source.slice(1, -1)
    return { type: 'scalar', start, end, text, quote: '"', block: false, isNull: false }
  }
}
