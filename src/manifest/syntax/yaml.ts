import { Composer, Lexer, Parser } from 'yaml'
import type { CST } from 'yaml'
import type { Body } from './body.ts'
import { NodeBuilder } from './build.ts'
import { MAX_DEPTH } from './node.ts'
import type { SyntaxFault, SyntaxNode } from './node.ts'

/** Each costs a parse: no manifest needs more, and one that is made to shall not take for ever. */
const MAX_ROUNDS = 50

interface Trees {
  readonly roots: readonly SyntaxNode[]
  readonly hasAliases: boolean
}

// What kubectl's reader refuses, and npm yaml lets pass; and the three that end a line for the one and not for the other.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\v\f\x0E-\x1F\x7F-\x84\x86-\x9F\uFFFE\uFFFF]|[\x85\u2028\u2029]/

/** The trees of a YAML text by npm yaml, which is stricter than kubectl's reader in one place: see `joinQuotedLines`. */
export function parseYaml({ text: source, offset }: Body): Trees | SyntaxFault {
  const control = CONTROL.exec(source)
  if (control !== null) return faultOfCharacter(offset + control.index, control[0])
  let text = source
  for (let round = 1; ; round += 1) {
    const parsed = compose(text, offset)
    if (!('message' in parsed)) return parsed
    const isOpenQuote = parsed.message.startsWith('Missing closing') && round < MAX_ROUNDS
    const joined = isOpenQuote ? joinQuotedLines(text) : text
    if (joined === text) return faultOf(parsed, source)
    text = joined
  }
}

function faultOfCharacter(at: number, character: string): SyntaxFault {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  const why = /[\x85\u2028\u2029]/.test(character)
    ? 'which ends a line for some readers of YAML and not for others'
    : 'which YAML does not allow'
  return { at, what: `the character U+${code}, ${why}`, remedy: 'take it out' }
}

interface ComposeError {
  readonly at: number
  readonly message: string
}

function compose(text: string, offset: number): Trees | SyntaxFault | ComposeError {
  const parser = new Parser()
  parser.offset = offset
  const tokens = [...parser.parse(text)]
  for (const { token, depth } of tokensWithin(tokens)) {
    if (depth > MAX_DEPTH)
      return {
        at: Math.max(token.offset, 0),
        what: `more than ${MAX_DEPTH} levels deep`,
        remedy: 'flatten it',
      }
  }
  const composer = new Composer({
    keepSourceTokens: true,
    merge: false,
    uniqueKeys: false,
    logLevel: 'silent',
  })
  const documents = [...composer.compose(tokens)]
  const error = documents.flatMap(({ errors }) => errors).find(({ code }) => code !== 'TAG_RESOLVE_FAILED')
  if (error === undefined) return build(documents.map(({ contents }) => contents))
  return { at: error.pos[0], message: error.message.split('\n')[0] ?? '' }
}

function build(contents: readonly unknown[]): Trees | SyntaxFault {
  const builder = new NodeBuilder()
  const roots = contents.flatMap(root => (root === null ? [] : [builder.buildRoot(root)]))
  return builder.fault ?? { roots, hasAliases: builder.hasAliases }
}

function faultOf({ at, message }: ComposeError, text: string): SyntaxFault {
  const what = message.charAt(0).toLowerCase() + message.slice(1).replace(/ at line \d.*$|[.:]$/, '')
  if (text.includes('{{'))
    return { at, what, remedy: 'if this is a template, render it first (helm template)' }
  return { at, what, remedy: /tab/i.test(what) ? 'indent with spaces' : 'mend the YAML there' }
}

const QUOTED = /"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'/y

function quotedAt(text: string, offset: number): string | undefined {
  QUOTED.lastIndex = offset
  return QUOTED.exec(text)?.[0]
}

/**
 * libyaml, and so kubectl, lets a quoted scalar go on at any indentation, where npm yaml ends it. With spaces for its
 * line ends it is read, and every offset stays. The lexer finds them in one pass, beginning anew behind each; in flow
 * style it may overlook the next one, and is asked again.
 */
function joinQuotedLines(text: string): string {
  const pieces: string[] = []
  let done = 0
  for (;;) {
    const open = unclosedQuote(text.slice(done))
    const scalar = open === undefined ? undefined : quotedAt(text, done + open)
    if (open === undefined || scalar === undefined || !/[\r\n]/.test(scalar)) break
    pieces.push(text.slice(done, done + open), scalar.replaceAll(/[\r\n]/g, ' '))
    done += open + scalar.length
  }
  return pieces.join('') + text.slice(done)
}

// What npm yaml's lexer puts between the pieces of the source: starts of documents and scalars, ends of flow.
const MARKS = new Set(['\u0002', '\u0018', '\u001F'])

/** The offset of the first quoted scalar that the lexer ends without its quote. */
function unclosedQuote(text: string): number | undefined {
  let offset = 0
  for (const lexeme of new Lexer().lex(text)) {
    if (MARKS.has(lexeme)) continue
    if (/^["']/.test(lexeme) && quotedAt(lexeme, 0) !== lexeme) return offset
    offset += lexeme.length
  }
  return undefined
}

/** Every token of a concrete syntax tree with its depth, without recursion: the depth is the input's to choose. */
function* tokensWithin(
  tokens: readonly CST.Token[],
): Generator<{ readonly token: CST.Token; readonly depth: number }> {
  const open = tokens.map(token => ({ token, depth: 0 })).toReversed()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next
    const depth = next.depth + 1
    for (const token of childrenOf(next.token).toReversed()) open.push({ token, depth })
  }
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value]
  if (!('items' in token)) return []
  return token.items.flatMap(({ key, value }) =>
    [key, value].filter(child => child !== undefined && child !== null),
  )
}
