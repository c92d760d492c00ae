import type { Item, Mapping, Member, Scalar, Sequence, SyntaxFault, SyntaxNode, Trees } from './node.ts'
import { MAX_DEPTH } from './node.ts'
import type { Body } from './body.ts'

/**
 * The objects of a text that is strict JSON (RFC 8259), one or several in a row, which kubectl reads: the same nodes as
 * for YAML. `undefined` for any other text, be it broken JSON: YAML may still read it, and says better what is wrong.
 */
export function parseJson({ text, offset }: Body): Trees | SyntaxFault | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined
  const parser = new JsonParser(text, offset)
  try {
    return { kind: 'trees', roots: parser.values(), hasAliases: false }
  } catch (error) {
    if (error instanceof NotJson) return undefined
    if (error instanceof TooDeep)
      return {
        kind: 'fault',
        code: 'too-deep',
        at: error.at,
        what: `more than ${MAX_DEPTH} levels deep`,
        remedy: 'flatten it',
      }
    throw error
  }
}

class NotJson extends Error {}

class TooDeep extends Error {
  readonly at: number
  constructor(at: number) {
    super()
    this.at = at
  }
}

const SPACE = /[ \t\r\n]*/y
// oxlint-disable-next-line no-control-regex
const STRING = /"[^"\\\0-\x1F]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\0-\x1F]*)*"/y
const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y

class JsonParser {
  readonly #text: string
  readonly #offset: number
  #at = 0
  #depth = 0

  constructor(text: string, offset: number) {
    this.#text = text
    this.#offset = offset
  }

  values(): SyntaxNode[] {
    const values: SyntaxNode[] = []
    for (this.#space(); this.#at < this.#text.length; this.#space()) {
      if (this.#text[this.#at] !== '{' && values.length > 0) throw new NotJson()
      values.push(this.#value())
    }
    return values
  }

  #value(): SyntaxNode {
    const opening = this.#text[this.#at]
    if (opening === '{') return this.#nested(() => this.#object())
    if (opening === '[') return this.#nested(() => this.#array())
    return opening === '"' ? this.#string() : this.#literal()
  }

  #nested<T>(parse: () => T): T {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) throw new TooDeep(this.#offset + this.#at)
    const node = parse()
    this.#depth -= 1
    return node
  }

  #object(): Mapping {
    const members: Member[] = []
    const extent = this.#collection('}', () => {
      if (this.#text[this.#at] !== '"') throw new NotJson()
      const keyNode = this.#string()
      this.#expect(':')
      const value = this.#value()
      const { start } = keyNode
      const { end } = value
      const written = { start: value.start, end }
      const marks = { marked: false, hasColon: true, isMerge: false }
      members.push({ start, end, key: keyNode.text, keyNode, value, written, ...marks })
    })
    return { type: 'mapping', flow: true, members, ...extent }
  }

  #array(): Sequence {
    const items: Item[] = []
    const extent = this.#collection(']', () => {
      const node = this.#value()
      items.push({ start: node.start, end: node.end, node })
    })
    return { type: 'sequence', flow: true, items, ...extent }
  }

  #collection(closing: string, parseOne: () => void): { readonly start: number; readonly end: number } {
    const start = this.#offset + this.#at
    this.#at += 1
    this.#space()
    for (let isFirst = true; this.#text[this.#at] !== closing; isFirst = false) {
      if (!isFirst) this.#expect(',')
      parseOne()
      this.#space()
    }
    this.#at += 1
    return { start, end: this.#offset + this.#at }
  }

  #expect(mark: string): void {
    this.#space()
    if (this.#text[this.#at] !== mark) throw new NotJson()
    this.#at += 1
    this.#space()
  }

  #space(): void {
    this.#token(SPACE)
  }

  #string(): Scalar {
    const start = this.#offset + this.#at
    const source = this.#token(STRING)
    const text: unknown = source.includes('\\') ? JSON.parse(source) : source.slice(1, -1)
    return this.#scalar(start, String(text), '"')
  }

  #literal(): Scalar {
    const start = this.#offset + this.#at
    return this.#scalar(start, this.#token(LITERAL), '')
  }

  #scalar(start: number, text: string, quote: '"' | ''): Scalar {
    const end = this.#offset + this.#at
    return { type: 'scalar', start, end, text, quote, block: false, isNull: quote === '' && text === 'null' }
  }

  #token(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const [token] = pattern.exec(this.#text) ?? []
    if (token === undefined) throw new NotJson()
    this.#at += token.length
    return token
  }
}
