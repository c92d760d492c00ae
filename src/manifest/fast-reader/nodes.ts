import type { Text } from '../syntax/lines.ts'
import type { Extent, Item, Mapping, Member, Quote, Scalar, Sequence, SyntaxNode } from '../syntax/node.ts'
import { decoded } from './bytes.ts'
import { isNullText } from './null.ts'
import { BLOCK, DOUBLE, FLOW, MAPPING, NULL, SCALAR, SEQUENCE, SINGLE, KIND_MASK, MULTILINE } from './tape.ts'
import type { Tape } from './tape.ts'

/** Thrown where a reader asks for more than the tape says: the tree is to be asked. */
export class Unsupported extends Error {}

/** The value of a row as a syntax node, whose inner nodes come to be when they are asked for. */
export function nodeAt(text: Text, tape: Tape, row: number): SyntaxNode {
  const sort = tape.shape(row) & KIND_MASK
  if (sort === MAPPING) return new TapeMapping(text, tape, row)
  if (sort === SEQUENCE) return new TapeSequence(text, tape, row)
  return new TapeScalar(text, tape.valueStart(row), tape.valueEnd(row), tape.shape(row))
}

class TapeScalar implements Scalar {
  readonly type = 'scalar'
  readonly #text: Text
  readonly #shape: number
  readonly start: number
  readonly end: number

  constructor(text: Text, start: number, end: number, shape: number) {
    this.#text = text
    this.start = start
    this.end = end
    this.#shape = shape
  }

  get text(): string {
    if ((this.#shape & (BLOCK | MULTILINE)) !== 0) throw new Unsupported()
    const source = decoded(this.#text.slice(this.start, this.end))
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

abstract class TapeCollection<T> implements Extent {
  readonly start: number
  readonly end: number
  readonly flow: boolean
  readonly #text: Text
  readonly #tape: Tape
  readonly #row: number
  #children: readonly T[] | undefined

  constructor(text: Text, tape: Tape, row: number) {
    this.#text = text
    this.#tape = tape
    this.#row = row
    this.start = tape.valueStart(row)
    this.end = tape.valueEnd(row)
    this.flow = (tape.shape(row) & FLOW) !== 0
  }

  protected abstract make(text: Text, tape: Tape, row: number): T

  protected get children(): readonly T[] {
    return (this.#children ??= this.#makeChildren())
  }

  #makeChildren(): readonly T[] {
    const children: T[] = []
    const end = this.#tape.next(this.#row)
    for (let row = this.#row + 1; row < end; row = this.#tape.next(row))
      children.push(this.make(this.#text, this.#tape, row))
    return children
  }
}

class TapeMapping extends TapeCollection<Member> implements Mapping {
  readonly type = 'mapping'

  get members(): readonly Member[] {
    return this.children
  }

  protected override make(text: Text, tape: Tape, row: number): Member {
    return new TapeMember(text, tape, row)
  }
}

class TapeSequence extends TapeCollection<Item> implements Sequence {
  readonly type = 'sequence'

  get items(): readonly Item[] {
    return this.children
  }

  protected override make(text: Text, tape: Tape, row: number): Item {
    return this.flow ? new FlowItem(text, tape, row) : new DashItem(text, tape, row)
  }
}

class TapeRow {
  readonly #text: Text
  readonly #tape: Tape
  readonly #row: number
  readonly start: number
  #node: SyntaxNode | undefined

  constructor(text: Text, tape: Tape, row: number, start = tape.start(row)) {
    this.#text = text
    this.#tape = tape
    this.#row = row
    this.start = start
  }

  protected get valueNode(): SyntaxNode {
    return (this.#node ??= nodeAt(this.#text, this.#tape, this.#row))
  }

  protected get valueStart(): number {
    return this.#tape.valueStart(this.#row)
  }

  protected get valueEnd(): number {
    return this.#tape.valueEnd(this.#row)
  }
}

class TapeMember extends TapeRow implements Member {
  readonly marked = false
  readonly hasColon = true
  readonly isMerge = false
  readonly keyNode: Scalar
  readonly key: string

  constructor(text: Text, tape: Tape, row: number) {
    super(text, tape, row)
    this.keyNode = keyNode(text, this.start, tape.keyEnd(row))
    this.key = this.keyNode.text
  }

  get value(): SyntaxNode {
    return this.valueNode
  }

  get written(): Extent | undefined {
    const [start, end] = [this.valueStart, this.valueEnd]
    return start === end ? undefined : { start, end }
  }

  get end(): number {
    return this.valueStart === this.valueEnd ? this.keyNode.end + ':'.length : this.valueEnd
  }
}

function keyNode(text: Text, start: number, end: number): Scalar {
  const first = text.charAt(start)
  if (first === '"') return new TapeScalar(text, start, end, SCALAR | DOUBLE)
  if (first === "'") return new TapeScalar(text, start, end, SCALAR | SINGLE)
  return new TapeScalar(text, start, end, isNullText(text.slice(start, end)) ? NULL : SCALAR)
}

class FlowItem extends TapeRow implements Item {
  get end(): number {
    return this.valueEnd
  }

  get node(): SyntaxNode {
    return this.valueNode
  }
}

class DashItem extends TapeRow implements Item {
  readonly dash: number

  constructor(text: Text, tape: Tape, row: number) {
    super(text, tape, row, tape.valueStart(row))
    this.dash = tape.start(row)
  }

  get end(): number {
    return this.valueEnd
  }

  get node(): SyntaxNode {
    return this.valueNode
  }
}
