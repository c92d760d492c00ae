import type { EntrySpellings, Spelling } from '../site.ts'
import type { Text } from '../syntax/lines.ts'
import type { Quote } from '../syntax/node.ts'

/** The type of a list's entries: mappings with a name, or names. */
export type EntryKind = 'object' | 'string'

/** The text around the entries of a block sequence. */
export interface BlockStyle {
  /** The text before and after each line: one of the two is a line break. */
  readonly lead: string
  readonly trail: string
  /** The indentation of the dash. */
  readonly indentation: string
  readonly gap: string
  /** The quotes of keys and of names. */
  readonly keyQuote: Quote
  readonly quote: Quote
}

/** Entries of a block sequence: `- name: x` and `- {name: x}`; for names `- x` and `- "x"`. */
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

/** The style of a flow collection or JSON, copied from the text next to it. */
export interface FlowStyle {
  readonly quote: Quote
  /** The text between a key and its value. */
  readonly colon: string
  /** The text between two pairs on one line. */
  readonly comma: string
}

/** The style if the text nearby shows none. */
export function standardFlowStyle(isJson: boolean): FlowStyle {
  return { quote: isJson ? '"' : '', colon: ': ', comma: ', ' }
}

/**
 * The style of a pair. `colon` is the text between its key and its value; `comma` the text between the pair and the
 * next one, `''` for the last pair.
 */
export function flowStyleOf(quote: Quote, colon: string, comma: string): FlowStyle {
  return {
    quote,
    colon: /^[ \t]*:[ \t]*$/.test(colon) ? colon : ': ',
    comma: /^,[ \t]*$/.test(comma) ? comma : colon === ':' ? ',' : ', ',
  }
}

/** Entries on one line: `{name: x}` and `{ name: x }`; for names `x` and ` x`, with a space before it. */
export function flowEntries(
  kind: EntryKind,
  { quote, colon }: Pick<FlowStyle, 'quote' | 'colon'>,
): EntrySpellings {
  if (kind === 'string') return { normal: [quote, quote], 'list-existed': [` ${quote}`, quote] }
  const name = `${quote}name${quote}${colon}${quote}`
  return { normal: [`{${name}`, `${quote}}`], 'list-existed': [`{ ${name}`, `${quote} }`] }
}

/** The spelling of the mapping at an offset of a flow list. */
export function spellingOfFlowMapping(text: Text, start: number): Spelling {
  const isSpaced = text.startsWith('{ ', start) || text.startsWith('{\t', start)
  return isSpaced ? 'list-existed' : 'normal'
}

const BEFORE_NAME = /^(?:\{\s*)?(?:name|'name'|"name")\s*:\s*$/
const AFTER_NAME = /^(?:\s*,?\s*\})?$/

/**
 * The text around the name of a flow entry, `{"name": "` and `"}`, if a new entry can copy it. An anchor, a tag or a
 * comment must not be copied. `before` and `after` do not include the name's quotes.
 */
export function aroundName(
  before: string,
  quote: Quote,
  after: string,
): readonly [string, string] | undefined {
  return BEFORE_NAME.test(before) && AFTER_NAME.test(after) ? [before + quote, quote + after] : undefined
}
