import { Cursor, Fault } from './cursor.ts'
import { scanBlockScalar } from './block-scalar.ts'
import { scanPlain, scanQuoted } from './scan-scalar.ts'
import type { ScannedScalar } from './scan-scalar.ts'
import type { ScalarStyle, Token, TokenType } from './token.ts'

/** A token that is a key if a colon follows it. */
interface SimpleKey {
  readonly token: number
  readonly at: number
  readonly line: number
  readonly column: number
  /** Whether the token is at the column of an open block mapping, which requires a key there. */
  readonly isRequired: boolean
}

/** Characters of the longest key without `?`. */
const LONGEST_KEY = 1024

const BRACKETS: Readonly<Record<string, TokenType>> = {
  '[': 'flow-sequence',
  '{': 'flow-mapping',
  ']': 'flow-sequence-end',
  '}': 'flow-mapping-end',
}

const NAME = /[&*][0-9A-Za-z_-]+(?=[ \t\r\n\x85\u2028\u2029?:,\]}%@`]|$)/y
const TAG =
  /!(?:<[-0-9A-Za-z_;/?:@&=+$,.!~*'()[\]%]+>|[-0-9A-Za-z_;/?:@&=+$,.!~*'()[\]%]*)(?=[ \t\r\n\x85\u2028\u2029]|$)/y

/** Splits a text into tokens as libyaml, and so kubectl, does. Throws a Fault if libyaml fails. */
export function scan(text: string): readonly Token[] {
  return new Scanner(text).tokens()
}

class Scanner {
  readonly #cursor: Cursor
  readonly #tokens: Token[] = []
  /** One entry for each level of flow collections, and one for the block level. */
  readonly #keys: (SimpleKey | undefined)[] = [undefined]
  readonly #indents: number[] = []
  #indent = -1
  #isKeyAllowed = true
  #scalarStart = 0

  constructor(text: string) {
    this.#cursor = new Cursor(text)
  }

  tokens(): readonly Token[] {
    const cursor = this.#cursor
    for (;;) {
      this.#skipToToken()
      this.#unroll(cursor.column)
      if (cursor.at >= cursor.text.length) break
      this.#next()
    }
    this.#endDocument()
    this.#add('end', cursor.at)
    return this.#tokens
  }

  get #isFlow(): boolean {
    return this.#keys.length > 1
  }

  #skipToToken(): void {
    const cursor = this.#cursor
    for (;;) {
      while (cursor.isSpace() || (cursor.isTab() && (this.#isFlow || !this.#isKeyAllowed))) cursor.skip()
      if (cursor.startsWith('#')) cursor.skipToBreak()
      if (!cursor.isBreak()) return
      cursor.skipCommonBreak()
      if (!this.#isFlow) this.#isKeyAllowed = true
    }
  }

  #next(): void {
    const cursor = this.#cursor
    const { at } = cursor
    const character = cursor.text.charAt(at)
    if (cursor.column === 0 && character === '%') return this.#directive()
    if (cursor.isDocumentMark()) return this.#documentMark(character)
    const bracket = BRACKETS[character]
    if (bracket !== undefined) return this.#bracket(bracket)
    if (character === ',') return this.#flowEntry()
    if (character === '-' && cursor.isGap(1)) return this.#blockEntry()
    const isIndicator = this.#isFlow || cursor.isGap(1)
    if (character === '?' && isIndicator) return this.#explicitKey()
    if (character === ':' && isIndicator) return this.#value()
    if (character === '*') return this.#matched('alias', NAME, 'an alias')
    if (character === '&') return this.#matched('anchor', NAME, 'an anchor')
    if (character === '!') return this.#matched('tag', TAG, 'a tag')
    if ((character === '|' || character === '>') && !this.#isFlow) return this.#blockScalar()
    if (character === '"' || character === "'") return this.#scalar(character, scanQuoted(this.#startKey()))
    if (cursor.isBlank() || /[,#|>%@`]/.test(character))
      throw new Fault(at, `no value can begin with the character ${JSON.stringify(character)}`)
    this.#scalar('plain', scanPlain(this.#startKey(), this.#indent, this.#isFlow))
  }

  #add(type: TokenType, start: number, text = '', style: ScalarStyle = 'plain', end = this.#cursor.at): void {
    this.#tokens.push({ type, start, end, text, style })
  }

  #addMark(type: TokenType, length = 1): void {
    const { at } = this.#cursor
    this.#cursor.skip(length)
    this.#add(type, at)
  }

  #directive(): void {
    const cursor = this.#cursor
    this.#endDocument()
    const { at } = cursor
    cursor.skipToBreak()
    this.#add('directive', at, cursor.text.slice(at, cursor.at))
  }

  #documentMark(character: string): void {
    this.#endDocument()
    this.#addMark(character === '-' ? 'document-start' : 'document-end', '---'.length)
  }

  #endDocument(): void {
    this.#unroll(-1)
    this.#dropKey()
    this.#isKeyAllowed = false
  }

  #bracket(type: TokenType): void {
    const isOpening = type === 'flow-sequence' || type === 'flow-mapping'
    if (isOpening) {
      this.#startKey()
      this.#keys.push(undefined)
    } else {
      this.#dropKey()
      if (this.#isFlow) this.#keys.pop()
    }
    this.#isKeyAllowed = isOpening
    this.#addMark(type)
  }

  #flowEntry(): void {
    this.#dropKey()
    this.#isKeyAllowed = true
    this.#addMark('flow-entry')
  }

  #blockEntry(): void {
    if (!this.#isFlow) {
      if (!this.#isKeyAllowed) throw new Fault(this.#cursor.at, 'a list item is not allowed there')
      this.#roll('block-sequence', this.#cursor.column, this.#cursor.at, this.#tokens.length)
    }
    this.#dropKey()
    this.#isKeyAllowed = true
    this.#addMark('block-entry')
  }

  #explicitKey(): void {
    if (!this.#isFlow) {
      if (!this.#isKeyAllowed) throw new Fault(this.#cursor.at, 'a key is not allowed there')
      this.#roll('block-mapping', this.#cursor.column, this.#cursor.at, this.#tokens.length)
    }
    this.#dropKey()
    this.#isKeyAllowed = !this.#isFlow
    this.#addMark('key')
  }

  #value(): void {
    const cursor = this.#cursor
    const key = this.#validKey()
    if (key !== undefined) {
      const { at, token, column } = key
      this.#tokens.splice(token, 0, { type: 'key', start: at, end: at, text: '', style: 'plain' })
      this.#roll('block-mapping', column, at, token)
      this.#keys[this.#keys.length - 1] = undefined
      this.#isKeyAllowed = false
    } else {
      if (!this.#isFlow) {
        if (!this.#isKeyAllowed) throw new Fault(cursor.at, 'the value of a key is not allowed there')
        this.#roll('block-mapping', cursor.column, cursor.at, this.#tokens.length)
      }
      this.#isKeyAllowed = !this.#isFlow
    }
    this.#addMark('value')
  }

  #matched(type: TokenType, pattern: RegExp, what: string): void {
    const { at, text } = this.#startKey()
    pattern.lastIndex = at
    const [source] = pattern.exec(text) ?? []
    if (source === undefined) throw new Fault(at, `kubectl cannot read ${what} written this way`)
    this.#cursor.skip(source.length)
    this.#add(type, at, type === 'tag' ? source : source.slice(1))
  }

  #blockScalar(): void {
    this.#dropKey()
    this.#scalarStart = this.#cursor.at
    this.#scalar('block', scanBlockScalar(this.#cursor, this.#indent))
  }

  #scalar(style: ScalarStyle, { text, end, endsLine }: ScannedScalar): void {
    if (endsLine) this.#isKeyAllowed = true
    this.#add('scalar', this.#scalarStart, text, style, end)
  }

  /** Records that a key may begin here. No other key may begin until one is allowed again. */
  #startKey(): Cursor {
    const cursor = this.#cursor
    const { at, line, column } = cursor
    this.#scalarStart = at
    if (this.#isKeyAllowed) {
      this.#dropKey()
      const isRequired = !this.#isFlow && this.#indent === column
      this.#keys[this.#keys.length - 1] = { token: this.#tokens.length, at, line, column, isRequired }
    }
    this.#isKeyAllowed = false
    return cursor
  }

  #dropKey(): void {
    const key = this.#keys.at(-1)
    if (key?.isRequired === true) throw new Fault(key.at, 'a key lacks its colon')
    this.#keys[this.#keys.length - 1] = undefined
  }

  /** The key that a colon at the cursor belongs to: on the same line, and not too long. */
  #validKey(): SimpleKey | undefined {
    const key = this.#keys.at(-1)
    if (key === undefined) return undefined
    if (key.line === this.#cursor.line && this.#cursor.at - key.at <= LONGEST_KEY) return key
    this.#dropKey()
    return undefined
  }

  #roll(type: TokenType, column: number, at: number, place: number): void {
    if (this.#isFlow || this.#indent >= column) return
    this.#indents.push(this.#indent)
    this.#indent = column
    this.#tokens.splice(place, 0, { type, start: at, end: at, text: '', style: 'plain' })
  }

  #unroll(column: number): void {
    while (!this.#isFlow && this.#indent > column) {
      this.#add('block-end', this.#cursor.at)
      this.#indent = this.#indents.pop() ?? -1
    }
  }
}
