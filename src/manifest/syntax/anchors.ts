import { Fault } from './cursor.ts'
import type { SyntaxNode } from './node.ts'
import type { Token } from './token.ts'

/** A document with more nodes than this, every alias written out, is an attack or a mistake. */
const MAX_EXPANDED = 1_000_000

/** The nodes of a text that carry anchors, and how large all become with every alias written out. */
export class Anchors {
  areUsed = false
  readonly #nodes = new Map<string, SyntaxNode | 'open'>()
  readonly #sizes = new Map<SyntaxNode, number>()

  /** They do not reach from one document into the next. */
  clear(): void {
    this.#nodes.clear()
  }

  /** Begins the node of an anchor. */
  open({ text }: Token): void {
    this.#nodes.set(text, 'open')
  }

  bind({ text }: Token, node: SyntaxNode): void {
    this.#nodes.set(text, node)
  }

  /** The node that an alias stands for. Throws a Fault where there is none, or not yet. */
  resolve({ text, start }: Token): SyntaxNode {
    this.areUsed = true
    const node = this.#nodes.get(text)
    if (node === undefined)
      throw new Fault(
        start,
        `no anchor &${text} comes before the alias *${text}`,
        'write the anchor, or the value itself',
      )
    if (node === 'open')
      throw new Fault(
        start,
        `the alias *${text} is inside the part that it repeats`,
        'write the value itself',
      )
    return node
  }

  /** Notes the size of a node, whose inner ones are known; `at`: its offset in the text. Throws a Fault for too large a one. */
  measure(node: SyntaxNode, at: number): void {
    let size = 1
    if (node.type === 'mapping')
      for (const { keyNode, value } of node.members) size += this.#sizeOf(keyNode) + this.#sizeOf(value)
    if (node.type === 'sequence') for (const item of node.items) size += this.#sizeOf(item.node)
    this.#sizes.set(node, size)
    if (size > MAX_EXPANDED && this.areUsed)
      throw new Fault(at, 'aliases expand to more than a million values', 'write fewer aliases of aliases')
  }

  #sizeOf(node: SyntaxNode): number {
    return this.#sizes.get(node) ?? 1
  }
}
