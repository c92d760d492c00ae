import { Fault } from './cursor.ts'
import type { SyntaxNode } from './node.ts'
import type { Token } from './token.ts'

/** More nodes than this, with every alias expanded, are an attack or a mistake. */
const MAX_EXPANDED = 1_000_000

/** The anchored nodes of a text, and the sizes of all nodes with aliases expanded. */
export class Anchors {
  areUsed = false
  readonly #nodes = new Map<string, SyntaxNode | 'open'>()
  readonly #sizes = new Map<SyntaxNode, number>()

  /** Anchors do not reach into the next document. */
  clear(): void {
    this.#nodes.clear()
  }

  /** Begins the node that an anchor names. */
  open({ text }: Token): void {
    this.#nodes.set(text, 'open')
  }

  bind({ text }: Token, node: SyntaxNode): void {
    this.#nodes.set(text, node)
  }

  /** The node that an alias refers to. Throws a Fault where the anchor is missing or its node is not complete. */
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

  /**
   * Records the size of a node whose children are measured. `at` is its offset in the text. Throws a Fault where the
   * size exceeds the limit.
   */
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
