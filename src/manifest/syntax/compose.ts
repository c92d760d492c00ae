import { Anchors } from './anchors.ts'
import { beginOf, extentOf, memberOf, withoutProperties } from './composed-node.ts'
import type { ComposedNode } from './composed-node.ts'
import { Fault } from './cursor.ts'
import { MAX_DEPTH } from './node.ts'
import type { Item, Mapping, Member, SyntaxNode } from './node.ts'
import { emptyScalar, scalarOf, TagHandles } from './resolve-scalar.ts'
import type { Token, TokenType } from './token.ts'

const AFTER_BLOCK_VALUE: readonly TokenType[] = ['key', 'value', 'block-end']
const AFTER_FLOW_VALUE: readonly TokenType[] = [
  'value',
  'flow-entry',
  'flow-mapping-end',
  'flow-sequence-end',
]

/**
 * Builds nodes from tokens by the grammar of libyaml (`parserc.go` of goyaml.v2). An alias becomes the node that last
 * had its anchor. Throws a Fault where kubectl's reader refuses the text.
 */
export class Composer {
  readonly #text: string
  readonly #tokens: readonly Token[]
  readonly #offset: number
  readonly #anchors = new Anchors()
  #handles = new TagHandles()
  #at = 0
  #depth = 0

  /** `offset` is the text's offset in its document. Positions of nodes count from the document's start. */
  constructor(text: string, tokens: readonly Token[], offset: number) {
    this.#text = text
    this.#tokens = tokens
    this.#offset = offset
  }

  get hasAliases(): boolean {
    return this.#anchors.areUsed
  }

  /** The root node of each document. Empty documents are left out. */
  roots(): readonly SyntaxNode[] {
    const roots: SyntaxNode[] = []
    for (;;) {
      this.#handles = new TagHandles()
      while (this.#is('document-end')) this.#take()
      while (this.#is('directive')) this.#handles.add(this.#take())
      if (this.#is('document-start')) this.#take()
      if (this.#is('end')) return roots
      this.#anchors.clear()
      if (!this.#is('document-start', 'document-end')) roots.push(this.#node(true, false, 0).node)
      if (!this.#is('end', 'document-start', 'document-end'))
        throw this.#unexpected('the document should end')
    }
  }

  #peek(): Token {
    const token = this.#tokens[this.#at] ?? this.#tokens.at(-1)
    if (token === undefined) throw new RangeError('a text without tokens')
    return token
  }

  #is(...types: readonly TokenType[]): boolean {
    return types.includes(this.#peek().type)
  }

  #take(): Token {
    const token = this.#peek()
    this.#at += 1
    return token
  }

  #unexpected(what: string): Fault {
    return new Fault(Math.min(this.#peek().start, Math.max(this.#text.length - 1, 0)), `${what} there`)
  }

  /** `after` is the offset that an empty node would follow. */
  #node(isBlock: boolean, mayBeIndentless: boolean, after: number): ComposedNode {
    if (this.#is('alias')) return this.#alias()
    const properties: Token[] = []
    while (this.#is('anchor', 'tag') && properties.every(({ type }) => type !== this.#peek().type))
      properties.push(this.#take())
    const anchor = properties.find(({ type }) => type === 'anchor')
    const tagToken = properties.find(({ type }) => type === 'tag')
    const tag = tagToken === undefined ? undefined : this.#handles.resolve(tagToken)
    if (anchor !== undefined) this.#anchors.open(anchor)
    const [first, last] = [properties[0], properties.at(-1)]
    const isEmpty = !this.#beginsContent(isBlock, mayBeIndentless)
    if (isEmpty && last === undefined) throw this.#unexpected('a value is missing')
    const isMergeKey = !isEmpty && this.#isMergeKey(tag)
    const node = isEmpty
      ? emptyScalar(this.#text, last?.end ?? after, tag, this.#offset)
      : this.#is('scalar')
        ? scalarOf(this.#take(), tag, this.#offset)
        : this.#collection()
    if (anchor !== undefined) this.#anchors.bind(anchor, node)
    this.#anchors.measure(node, node.start - this.#offset)
    return {
      node,
      written: node.end === node.start ? undefined : { start: node.start, end: node.end },
      propertiesStart: first === undefined ? undefined : first.start + this.#offset,
      propertiesEnd: last === undefined ? 0 : last.end + this.#offset,
      isMergeKey,
    }
  }

  #beginsContent(isBlock: boolean, mayBeIndentless: boolean): boolean {
    if (this.#is('scalar', 'flow-sequence', 'flow-mapping')) return true
    if (isBlock && this.#is('block-sequence', 'block-mapping')) return true
    return mayBeIndentless && this.#is('block-entry')
  }

  /**
   * Whether a key is `<<` without tag and quotes, or with the tag of merge keys, or quoted with `!`, which makes it
   * plain.
   */
  #isMergeKey(tag: string | undefined): boolean {
    const { type, text, style } = this.#peek()
    if (type !== 'scalar' || text !== '<<') return false
    return tag === undefined ? style === 'plain' : tag === '!' || tag === 'tag:yaml.org,2002:merge'
  }

  #alias(): ComposedNode {
    const alias = this.#take()
    const node = this.#anchors.resolve(alias)
    const { start, end } = alias
    return withoutProperties(node, { start: start + this.#offset, end: end + this.#offset })
  }

  #empty(after: number): ComposedNode {
    return withoutProperties(emptyScalar(this.#text, after, undefined, this.#offset), undefined)
  }

  #collection(): SyntaxNode {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH)
      throw new Fault(this.#peek().start, `more than ${MAX_DEPTH} levels deep`, 'flatten it')
    const { type } = this.#peek()
    const node =
      type === 'block-mapping'
        ? this.#blockMapping()
        : type === 'flow-mapping'
          ? this.#flowMapping()
          : type === 'flow-sequence'
            ? this.#flowSequence()
            : this.#blockSequence(type === 'block-entry')
    this.#depth -= 1
    return node
  }

  #blockMapping(): Mapping {
    const start = this.#take().start + this.#offset
    const isExplicit = this.#peek().end > this.#peek().start
    const members: Member[] = []
    while (!this.#is('block-end')) {
      if (!this.#is('key', 'value'))
        throw this.#unexpected('a key is missing, or indented too little or too much,')
      members.push(this.#blockMember())
    }
    this.#take()
    const begin = isExplicit ? start : beginOf(members[0], start)
    return { type: 'mapping', start: begin, end: members.at(-1)?.end ?? start, flow: false, members }
  }

  #blockMember(): Member {
    const mark = this.#is('key') ? this.#take() : undefined
    const at = mark?.end ?? this.#peek().start
    const isKeyEmpty = mark === undefined || this.#is(...AFTER_BLOCK_VALUE)
    const key = isKeyEmpty ? this.#empty(at) : this.#node(true, true, at)
    const colon = this.#is('value') ? this.#take() : undefined
    const isEmpty = colon === undefined || this.#is(...AFTER_BLOCK_VALUE)
    const after = colon?.end ?? (key.written?.end ?? key.node.end) - this.#offset
    const value = isEmpty ? this.#empty(after) : this.#node(true, true, after)
    return memberOf(mark, key, colon, value, this.#offset)
  }

  #blockSequence(isIndentless: boolean): SyntaxNode {
    const start = this.#peek().start + this.#offset
    if (!isIndentless) this.#take()
    const items: Item[] = []
    while (this.#is('block-entry')) {
      const { start: dash, end } = this.#take()
      const isEmpty = isIndentless
        ? this.#is('block-entry', ...AFTER_BLOCK_VALUE)
        : this.#is('block-entry', 'block-end')
      const built = isEmpty ? this.#empty(end) : this.#node(true, false, end)
      items.push({ dash: dash + this.#offset, ...extentOf(built, end + this.#offset), node: built.node })
    }
    if (!isIndentless) {
      if (!this.#is('block-end'))
        throw this.#unexpected('a dash is missing, or something is indented too little or too much,')
      this.#take()
    }
    return { type: 'sequence', start, end: items.at(-1)?.end ?? start, flow: false, items }
  }

  #flowSequence(): SyntaxNode {
    const { start } = this.#take()
    const items: Item[] = []
    const end = this.#flowEntries('flow-sequence-end', 'flow sequence in brackets must end with a ]', () => {
      const built = this.#is('key') ? this.#pair() : this.#node(false, false, this.#peek().start)
      items.push({ ...extentOf(built, 0), node: built.node })
    })
    return { type: 'sequence', start: start + this.#offset, end, flow: true, items }
  }

  /** `[a: b]`: a mapping of one pair without braces. */
  #pair(): ComposedNode {
    const member = this.#flowMember()
    const { start, end } = member
    const node: Mapping = { type: 'mapping', start, end, flow: true, members: [member] }
    this.#anchors.measure(node, node.start - this.#offset)
    return withoutProperties(node, { start, end })
  }

  #flowMapping(): Mapping {
    const { start } = this.#take()
    const members: Member[] = []
    const end = this.#flowEntries('flow-mapping-end', 'flow map in braces must end with a }', () => {
      members.push(this.#flowMember())
    })
    return { type: 'mapping', start: start + this.#offset, end, flow: true, members }
  }

  #flowMember(): Member {
    const mark = this.#is('key') ? this.#take() : undefined
    const at = mark?.end ?? this.#peek().start
    const isKeyEmpty = mark !== undefined && this.#is(...AFTER_FLOW_VALUE)
    const key = isKeyEmpty ? this.#empty(at) : this.#node(false, false, at)
    const colon = mark !== undefined && this.#is('value') ? this.#take() : undefined
    const isEmpty = colon === undefined || this.#is(...AFTER_FLOW_VALUE)
    const after = colon?.end ?? (key.written?.end ?? key.node.end) - this.#offset
    const value = isEmpty ? this.#empty(after) : this.#node(false, false, after)
    return memberOf(mark, key, colon, value, this.#offset)
  }

  /** Reads entries up to the closing bracket. Returns the offset after it. */
  #flowEntries(closing: TokenType, what: string, takeEntry: () => void): number {
    for (let isFirst = true; !this.#is(closing); isFirst = false) {
      if (!isFirst) {
        if (!this.#is('flow-entry')) throw this.#unexpected(what)
        this.#take()
        if (this.#is(closing)) break
      }
      takeEntry()
    }
    return this.#take().end + this.#offset
  }
}
