import type { EntrySpellings } from '../site.ts'
import type { Item, Quote, Syntax, SyntaxNode } from '../syntax/node.ts'

/** What a list holds: mappings with a name, or names. */
export type EntryKind = 'object' | 'string'

/** What stands around the entries of a block sequence. */
export interface BlockStyle {
  /** Before each line, and behind it: one of the two is a line end. */
  readonly lead: string
  readonly trail: string
  /** Up to the dash. */
  readonly indentation: string
  readonly gap: string
  /** The quotes that keys and names are written in. */
  readonly keyQuote: Quote
  readonly quote: Quote
}

/** Entries as items of a block sequence: `- name: x` and `- {name: x}`; of names `- x` and `- "x"`. */
export function blockEntries(kind: EntryKind, style: BlockStyle): EntrySpellings {
  const { lead, trail, indentation, gap, keyQuote, quote } = style
  const dash = `${lead}${indentation}-${gap}`
  if (kind === 'string') {
    const bare = quote === '"' ? '' : quote
    return { normal: [dash + bare, bare + trail], 'list-existed': [`${dash}"`, `"${trail}`] }
  }
  const key = `${keyQuote}name${keyQuote}`
  return {
    normal: [`${dash}${key}: ${quote}`, quote + trail],
    'list-existed': [`${dash}{${key}: ${quote}`, `${quote}}${trail}`],
  }
}

/** How a flow collection or JSON is set: taken from what stands next to the place. */
export interface FlowStyle {
  readonly quote: Quote
  /** Between a key and its value. */
  readonly colon: string
  /** Between two pairs on one line. */
  readonly comma: string
}

/** The style where no neighbour shows one. */
export function flowStyleOf({ isJson }: Syntax): FlowStyle {
  return { quote: isJson ? '"' : '', colon: ': ', comma: ', ' }
}

/** Entries on one line: `{name: x}` and `{ name: x }`; of names `x` and, with a space before it, ` x`. */
export function flowEntries(kind: EntryKind, { quote, colon }: FlowStyle): EntrySpellings {
  if (kind === 'string') return { normal: [quote, quote], 'list-existed': [` ${quote}`, quote] }
  const name = `${quote}name${quote}${colon}${quote}`
  return { normal: [`{${name}`, `${quote}}`], 'list-existed': [`{ ${name}`, `${quote} }`] }
}

const BEFORE_NAME = /^(?:\{\s*)?(?:name|'name'|"name")\s*:\s*$/
const BEHIND_NAME = /^(?:\s*,?\s*\})?$/

/** A flow entry with its name taken out, `{"name": "` and `"}`, if it shows how another one could be written. */
export function aroundName(
  syntax: Syntax,
  kind: EntryKind,
  { node, start }: Item,
): readonly [string, string] | undefined {
  if (start !== node.start) return undefined // an alias, or an anchor before it
  if (kind === 'string') {
    const quote = quoteOfName(syntax, node)
    return quote === undefined ? undefined : [quote, quote]
  }
  const [member, ...others] = node.type === 'mapping' && node.flow ? node.members : []
  if (member?.key !== 'name' || others.length > 0) return undefined
  const { value, written } = member
  const quote = quoteOfName(syntax, value)
  if (quote === undefined || written?.start !== value.start) return undefined
  const [before, behind] = [syntax.text.slice(start, value.start), syntax.text.slice(value.end, node.end)]
  // An anchor, a tag or a comment is of that entry alone.
  return BEFORE_NAME.test(before) && BEHIND_NAME.test(behind) ? [before + quote, quote + behind] : undefined
}

/** The quote of a name that stands on one line; `undefined` for all else, and in JSON for what is no string. */
function quoteOfName({ isJson }: Syntax, node: SyntaxNode): Quote | undefined {
  if (node.type !== 'scalar' || node.block || node.isNull) return undefined
  return isJson && node.quote === '' ? undefined : node.quote
}
