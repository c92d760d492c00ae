import type { Text } from '../syntax/lines.ts'
import type { Extent, Item, Mapping, Member, Quote, Scalar, Sequence, SyntaxNode } from '../syntax/node.ts'
import { decoded } from './bytes.ts'
import { isNullText } from './null.ts'
import { BLOCK, DOUBLE, FLOW, MAPPING, NULL, SCALAR, SEQUENCE, SINGLE, KIND_MASK, MULTILINE } from './tape.ts'
import type { Tape } from './tape.ts'

/** Thrown if a reader needs more than the tape contains. The full reader is used then. */
export class Unsupported extends Error {}

/** The roots of a text on a tape. `text` has the same unit as the tape's offsets. */
export function rootsOf(text: Text, tape: Tape): readonly SyntaxNode[] {
  const roots: SyntaxNode[] = []
  for (let row = 0; row < tape.length; row = tape.next(row)) roots.push(nodeAt(text, tape, row))
  return roots
}

/** The value of a row as a syntax node. Its children are created when they are read. */
export function nodeAt(text: Text, tape: Tape, row: number): SyntaxNode {
  const shape = tape.shape(row)
  const kind = shape & KIND_MASK
  if (kind === MAPPING) return new TapeMapping(text, tape, row)
  if (kind === SEQUENCE) return new TapeSequence(text, tape, row)
  return new TapeScalar(text, tape, tape.valueStart(row), tape.valueEnd(row), shape)
}

class TapeScalar implements Scalar {
  readonly type = 'scalar'
  readonly start: number
  readonly end: number
  readonly #text: Text
  readonly #isAscii: boolean
  readonly #shape: number

  constructor(text: Text, { isAscii }: Tape, start: number, end: number, shape: number) {
    this.start = start
    this.end = end
    this.#text = text
    this.#isAscii = isAscii
    this.#shape = shape
  }

  get text(): string {
    if ((this.#shape & (BLOCK | MULTILINE)) !== 0) throw new Unsupported()
    const written = this.#text.slice(this.start, this.end)
    const source = this.#isAscii ? written : decoded(written)
    const { quote } = this
    if (quote === '') return source
    const inner = source.slice(1, -1)
    if (quote === "'") return inner.replaceAll("''", "'")
    return inner.includes('\\') ? String(JSON.parse(source)) : inner
  }

  get quote(): Quote {
    if ((this.#shape & DOUBLE) !== 0) return '"'
    return (this.#shape & SINGLE) === 0 ? '' : "'"
  }

  get block(): boolean {
    return (this.#shape & BLOCK) !== 0
  }

  get isNull(): boolean {
    return (this.#shape & KIND_MASK) === NULL
  }
}

class TapeRow {
  protected readonly source: Text
  protected readonly tape: Tape
  protected readonly row: number

  constructor(source: Text, tape: Tape, row: number) {
    this.source = source
    this.tape = tape
    this.row = row
  }

  /** Creates a node for each row directly below this one. */
  protected below<T>(Child: new (source: Text, tape: Tape, row: number) => T): readonly T[] {
    const { source, tape, row } = this
    const children: T[] = []
    const end = tape.next(row)
    for (let child = row + 1; child < end; child = tape.next(child))
      children.push(new Child(source, tape, child))
    return children
  }
}

class TapeCollection extends TapeRow implements Extent {
  readonly start = this.tape.valueStart(this.row)
  readonly end = this.tape.valueEnd(this.row)
  readonly flow = (this.tape.shape(this.row) & FLOW) !== 0
}

class TapeMapping extends TapeCollection implements Mapping {
  readonly type = 'mapping'
  #members: readonly Member[] | undefined

  get members(): readonly Member[] {
    return (this.#members ??= this.below(TapeMember))
  }
}

class TapeSequence extends TapeCollection implements Sequence {
  readonly type = 'sequence'
  #items: readonly Item[] | undefined

  get items(): readonly Item[] {
    return (this.#items ??= this.below(this.flow ? TapeItem : TapeDashItem))
  }
}

class TapeMember extends TapeRow implements Member {
  readonly start = this.tape.start(this.row)
  readonly keyNode = keyNode(this.source, this.tape, this.row)
  readonly key = this.keyNode.text
  readonly hasProperties = false
  readonly hasColon = true
  readonly isMerge = false
  #value: SyntaxNode | undefined

  get value(): SyntaxNode {
    return (this.#value ??= nodeAt(this.source, this.tape, this.row))
  }

  get written(): Extent | undefined {
    const [start, end] = [this.tape.valueStart(this.row), this.tape.valueEnd(this.row)]
    return start === end ? undefined : { start, end }
  }

  get end(): number {
    return this.written?.end ?? this.keyNode.end + ':'.length
  }
}

function keyNode(text: Text, tape: Tape, row: number): Scalar {
  const [start, end] = [tape.start(row), tape.keyEnd(row)]
  const first = text.charAt(start)
  if (first === '"') return new TapeScalar(text, tape, start, end, SCALAR | DOUBLE)
  if (first === "'") return new TapeScalar(text, tape, start, end, SCALAR | SINGLE)
  return new TapeScalar(text, tape, start, end, isNullText(text.slice(start, end)) ? NULL : SCALAR)
}

class TapeItem extends TapeRow implements Item {
  readonly start = this.tape.valueStart(this.row)
  readonly end = this.tape.valueEnd(this.row)
  #node: SyntaxNode | undefined

  get node(): SyntaxNode {
    return (this.#node ??= nodeAt(this.source, this.tape, this.row))
  }
}

class TapeDashItem extends TapeItem {
  readonly dash = this.tape.start(this.row)
}
