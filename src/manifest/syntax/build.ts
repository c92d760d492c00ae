import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml'
import type { Alias, CST, Pair, Scalar as YamlScalar, YAMLMap, YAMLSeq } from 'yaml'
import type { Item, Mapping, Member, Scalar, Sequence, SyntaxFault, SyntaxNode } from './node.ts'

/** A document with more nodes than this, every alias written out, is an attack or a mistake. */
const MAX_EXPANDED = 1_000_000

/**
 * Makes our nodes of npm yaml's, with each alias bound to the node that last carried its anchor before it. The depth
 * must have been limited before. After a fault (an alias without anchor or inside its own, too many nodes in all) the
 * nodes are of no use.
 */
export class NodeBuilder {
  fault: SyntaxFault | undefined
  hasAliases = false
  readonly #anchors = new Map<string, SyntaxNode | 'open'>()
  readonly #sizes = new Map<SyntaxNode, number>()

  /** Anchors do not reach from one document into the next. */
  buildRoot(root: unknown): SyntaxNode {
    this.#anchors.clear()
    return this.#build(root, 0)
  }

  /** `fallback`: where an empty node stands, for what npm yaml gives as null. */
  #build(source: unknown, fallback: number): SyntaxNode {
    if (isAlias(source)) return this.#resolve(source)
    if (!isMap(source) && !isSeq(source) && !isScalar(source)) return emptyAt(fallback)
    const anchor = source.anchor
    if (anchor !== undefined) this.#anchors.set(anchor, 'open')
    const node = isMap(source)
      ? this.#mapping(source)
      : isSeq(source)
        ? this.#sequence(source)
        : scalar(source, fallback)
    if (anchor !== undefined) this.#anchors.set(anchor, node)
    this.#measure(node)
    return node
  }

  #resolve(alias: Alias): SyntaxNode {
    this.hasAliases = true
    const at = alias.range?.[0] ?? 0
    const target = this.#anchors.get(alias.source)
    if (target === undefined)
      this.fault ??= {
        at,
        what: `no anchor &${alias.source} stands before the alias *${alias.source}`,
        remedy: 'write the anchor, or the value itself',
      }
    else if (target === 'open')
      this.fault ??= {
        at,
        what: `the alias *${alias.source} stands inside what it repeats`,
        remedy: 'write the value itself',
      }
    else return target
    return emptyAt(at)
  }

  #mapping(source: YAMLMap): Mapping {
    const members = source.items.map(pair => this.#member(pair))
    const flow = source.flow === true
    const start = source.range?.[0] ?? 0
    const end = flow ? (source.range?.[1] ?? start) : (members.at(-1)?.end ?? start)
    return { type: 'mapping', start, end, flow, members }
  }

  #member({ key, value, srcToken }: Pair): Member {
    const keyNode = this.#build(key, 0)
    const keyEnd = writtenExtent(key)?.end ?? keyNode.end
    const prefix = srcToken?.start.find(({ type }) => ['explicit-key-ind', 'anchor', 'tag'].includes(type))
    const marks = srcToken?.sep?.filter(({ type }) => ['map-value-ind', 'anchor', 'tag'].includes(type)) ?? []
    const indicator = marks.at(-1)
    const separatorEnd = indicator === undefined ? 0 : indicator.offset + indicator.source.length
    const node = this.#build(value, Math.max(separatorEnd, keyEnd))
    const written = writtenExtent(value, node)
    return {
      start: prefix?.offset ?? writtenExtent(key)?.start ?? keyNode.start,
      end: Math.max(keyEnd, separatorEnd, written?.end ?? 0),
      key: keyNode.type === 'scalar' ? keyNode.text : '',
      keyNode,
      value: node,
      written,
      marked: marks.some(({ type }) => type !== 'map-value-ind'),
      hasColon: marks.some(({ type }) => type === 'map-value-ind'),
    }
  }

  #sequence(source: YAMLSeq): Sequence {
    const flow = source.flow === true
    const start = source.range?.[0] ?? 0
    const items = source.items.map((child, index) => this.#item(child, dashOf(source, index)))
    const end = flow ? (source.range?.[1] ?? start) : (items.at(-1)?.end ?? start)
    return { type: 'sequence', start, end, flow, items }
  }

  #item(child: unknown, dash: CST.SourceToken | undefined): Item {
    const behindDash = dash === undefined ? 0 : dash.offset + 1
    const node = isPair(child) ? this.#pairAsMapping(child) : this.#build(child, behindDash)
    const written = writtenExtent(child, node)
    return {
      ...(dash === undefined ? {} : { dash: dash.offset }),
      start: written?.start ?? node.start,
      end: Math.max(written?.end ?? node.end, behindDash),
      node,
    }
  }

  /** `[a: b]`: a mapping of one pair, without braces. */
  #pairAsMapping(pair: Pair): Mapping {
    const member = this.#member(pair)
    return { type: 'mapping', start: member.start, end: member.end, flow: true, members: [member] }
  }

  #measure(node: SyntaxNode): void {
    let size = 1
    if (node.type === 'mapping')
      for (const { keyNode, value } of node.members) size += this.#sizeOf(keyNode) + this.#sizeOf(value)
    if (node.type === 'sequence') for (const item of node.items) size += this.#sizeOf(item.node)
    this.#sizes.set(node, size)
    if (size > MAX_EXPANDED && this.hasAliases)
      this.fault ??= {
        at: node.start,
        what: 'its aliases unfold to more than a million values',
        remedy: 'write fewer aliases of aliases',
      }
  }

  #sizeOf(node: SyntaxNode): number {
    return this.#sizes.get(node) ?? 1
  }
}

function emptyAt(offset: number): Scalar {
  return { type: 'scalar', start: offset, end: offset, text: '', quote: '', block: false, isNull: true }
}

function scalar(source: YamlScalar, fallback: number): Scalar {
  const [start = fallback, end = fallback] = source.range ?? []
  const type = source.type ?? 'PLAIN'
  return {
    type: 'scalar',
    start,
    end,
    text: type === 'PLAIN' ? (source.source ?? '') : String(source.value),
    quote: type === 'QUOTE_DOUBLE' ? '"' : type === 'QUOTE_SINGLE' ? "'" : '',
    block: type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED',
    isNull: source.value === null || source.tag === 'tag:yaml.org,2002:null',
  }
}

/** What stands in the text for a node: the alias where it is one, nothing for an empty scalar. */
function writtenExtent(
  source: unknown,
  node?: SyntaxNode,
): { readonly start: number; readonly end: number } | undefined {
  if (isAlias(source)) return { start: source.range?.[0] ?? 0, end: source.range?.[1] ?? 0 }
  if (node === undefined || node.end === node.start) return undefined
  return { start: node.start, end: node.end }
}

function dashOf(seq: YAMLSeq, index: number): CST.SourceToken | undefined {
  const source = seq.srcToken
  if (source?.type !== 'block-seq') return undefined
  return source.items[index]?.start.find(({ type }) => type === 'seq-item-ind')
}
