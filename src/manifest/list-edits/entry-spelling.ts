import type { EntrySpellings, Spelling } from '../site.ts'
import type { Text } from '../syntax/lines.ts'
import type { Quote } from '../syntax/node.ts'

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
export function standardFlowStyle(isJson: boolean): FlowStyle {
  return { quote: isJson ? '"' : '', colon: ': ', comma: ', ' }
}

/** The style of a pair, by what stands between its key and its value, and behind it before the next pair (`''` for none). */
export function flowStyleOf(quote: Quote, colon: string, comma: string): FlowStyle {
  return {
    quote,
    colon: /^[ \t]*:[ \t]*$/.test(colon) ? colon : ': ',
    comma: /^,[ \t]*$/.test(comma) ? comma : colon === ':' ? ',' : ', ',
  }
}

/** Entries on one line: `{name: x}` and `{ name: x }`; of names `x` and, with a space before it, ` x`. */
export function flowEntries(
  kind: EntryKind,
  { quote, colon }: Pick<FlowStyle, 'quote' | 'colon'>,
): EntrySpellings {
  if (kind === 'string') return { normal: [quote, quote], 'list-existed': [` ${quote}`, quote] }
  const name = `${quote}name${quote}${colon}${quote}`
  return { normal: [`{${name}`, `${quote}}`], 'list-existed': [`{ ${name}`, `${quote} }`] }
}

/** The spelling of a mapping in a flow list that begins at an offset. */
export function spellingOfFlowMapping(text: Text, start: number): Spelling {
  const isSpaced = text.startsWith('{ ', start) || text.startsWith('{\t', start)
  return isSpaced ? 'list-existed' : 'normal'
}

const BEFORE_NAME = /^(?:\{\s*)?(?:name|'name'|"name")\s*:\s*$/
const BEHIND_NAME = /^(?:\s*,?\s*\})?$/

/**
 * What stands around the name of a flow entry, `{"name": "` and `"}`, if another one could be written like it. An
 * anchor, a tag or a comment is of that entry alone. `before` and `behind`: without the name's quotes.
 */
export function aroundName(
  before: string,
  quote: Quote,
  behind: string,
): readonly [string, string] | undefined {
  return BEFORE_NAME.test(before) && BEHIND_NAME.test(behind) ? [before + quote, quote + behind] : undefined
}
