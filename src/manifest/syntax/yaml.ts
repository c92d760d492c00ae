import { Composer, Parser } from 'yaml'
import type { CST } from 'yaml'
import type { Body } from './body.ts'
import { NodeBuilder } from './build.ts'
import { MAX_DEPTH } from './node.ts'
import type { SyntaxFault, SyntaxNode } from './node.ts'

interface Trees {
  readonly roots: readonly SyntaxNode[]
  readonly hasAliases: boolean
}

// What no YAML scalar may hold, and npm yaml lets pass.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\v\f\x0E-\x1F]/

/** The trees of a YAML text by npm yaml, which is stricter than kubectl's reader in one place: see `joinQuotedLines`. */
export function parseYaml({ text: source, offset }: Body): Trees | SyntaxFault {
  const control = source.search(CONTROL)
  if (control >= 0) {
    const code = source.charCodeAt(control).toString(16).padStart(2, '0')
    return {
      at: offset + control,
      what: `the control character 0x${code}, which YAML does not allow`,
      remedy: 'take it out',
    }
  }
  let text = source
  for (;;) {
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
    const error = documents
      .flatMap(document => document.errors)
      .find(({ code }) => code !== 'TAG_RESOLVE_FAILED')
    if (error === undefined) return build(documents.map(({ contents }) => contents))
    const [message = ''] = error.message.split('\n')
    const joined = message.startsWith('Missing closing')
      ? joinQuotedLines(text, offset, tokens, error.pos[0])
      : undefined
    if (joined === undefined) return faultOf(error.pos[0], message, source)
    text = joined
  }
}

function build(contents: readonly unknown[]): Trees | SyntaxFault {
  const builder = new NodeBuilder()
  const roots = contents.flatMap(root => (root === null ? [] : [builder.buildRoot(root)]))
  return builder.fault ?? { roots, hasAliases: builder.hasAliases }
}

function faultOf(at: number, message: string, text: string): SyntaxFault {
  const what = message.charAt(0).toLowerCase() + message.slice(1).replace(/ at line \d.*$|[.:]$/, '')
  if (text.includes('{{'))
    return { at, what, remedy: 'if this is a template, render it first (helm template)' }
  return { at, what, remedy: /tab/i.test(what) ? 'indent with spaces' : 'mend the YAML there' }
}

const QUOTED = /(?:"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*')/y

/**
 * libyaml, and so kubectl, lets a quoted scalar go on at any indentation, where npm yaml ends it. With spaces for its
 * line ends it is read, and every offset stays. `undefined` where no closing quote follows in the document.
 */
function joinQuotedLines(
  text: string,
  offset: number,
  tokens: readonly CST.Token[],
  end: number,
): string | undefined {
  for (const { token } of tokensWithin(tokens)) {
    if (token.type !== 'double-quoted-scalar' && token.type !== 'single-quoted-scalar') continue
    if (token.offset + token.source.length !== end) continue
    const start = token.offset - offset
    QUOTED.lastIndex = start
    const scalar = QUOTED.exec(text)?.[0]
    if (scalar === undefined || !/[\r\n]/.test(scalar)) return undefined
    return text.slice(0, start) + scalar.replaceAll(/[\r\n]/g, ' ') + text.slice(start + scalar.length)
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
