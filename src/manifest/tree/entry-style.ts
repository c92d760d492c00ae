import type { EntrySpellings } from '../site.ts'
import { quoteOf } from '../syntax/node.ts'
import type { Quote, Sequence, Syntax } from '../syntax/node.ts'

/** What a list holds: mappings with a name, or names. */
export type EntryKind = 'object' | 'string'

/** What stands around the entries of a block sequence. */
export interface BlockStyle {
  /** Line end and indentation, up to the dash. */
  readonly before: string
  readonly gap: string
  /** The quotes that keys and names are written in. */
  readonly keyQuote: Quote
  readonly quote: Quote
}

/** Entries as items of a block sequence: `- name: x` and `- {name: x}`; of names `- x` and `- "x"`. */
export function blockEntries(kind: EntryKind, { before, gap, keyQuote, quote }: BlockStyle): EntrySpellings {
  const dash = `${before}-${gap}`
  const key = `${keyQuote}name${keyQuote}`
  if (kind === 'string') {
    const bare = quote === '"' ? '' : quote
    return { plain: [dash + bare, bare], kept: [`${dash}"`, '"'] }
  }
  return {
    plain: [`${dash}${key}: ${quote}`, quote],
    kept: [`${dash}{${key}: ${quote}`, `${quote}}`],
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
  if (kind === 'string') return { plain: [quote, quote], kept: [` ${quote}`, quote] }
  const name = `${quote}name${quote}${colon}${quote}`
  return { plain: [`{${name}`, `${quote}}`], kept: [`{ ${name}`, `${quote} }`] }
}

/** The last entry of a list with the name taken out, if it holds nothing else: `{"name": "` and `"}`. */
export function lastEntryAround({ text }: Syntax, list: Sequence): readonly [string, string] | undefined {
  const last = list.items.at(-1)?.node
  if (last?.type === 'scalar' && !last.block) return [last.quote, last.quote]
  const [member, ...others] = last?.type === 'mapping' && last.flow ? last.members : []
  if (last === undefined || member?.key !== 'name' || others.length > 0 || member.value.type !== 'scalar')
    return undefined
  const { value } = member
  const quote = quoteOf(value)
  return [text.slice(last.start, value.start) + quote, quote + text.slice(value.end, last.end)]
}
