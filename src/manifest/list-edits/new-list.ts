import type { Insertion, Writing } from '../site.ts'
import type { Quote } from '../syntax/node.ts'
import { blockEntries, flowEntries } from './entry-spelling.ts'
import type { EntryKind, FlowStyle } from './entry-spelling.ts'

/** A list that is to be created. */
export interface NewList {
  /** The last one is the list's own key; those before it are created with it. */
  readonly keys: readonly string[]
  /** `single` where the field is one name and no list. */
  readonly entry: EntryKind | 'single'
}

/** Written out, as all that is done for each of a hundred thousand documents, since a spread costs ten times as much. */
export function insertionAt(offset: number, writing: Writing): Insertion {
  const { separator, spelling, prefix, entry, suffix } = writing
  return { offset, remove: 0, separator, spelling, prefix, entry, suffix }
}

/** How the lines of a block mapping are set that a new list becomes some of. */
export interface BlockLayout {
  /** Before each line, and behind it: one of the two is a line end. */
  readonly lead: string
  readonly trail: string
  /** Before the mapping's keys. */
  readonly indentation: string
  /** Of keys and names. */
  readonly quote: Quote
  /** The columns from a key to one below it, and to the dash of an item below it. */
  readonly step: number
  readonly indent: number
  /** Behind a dash. */
  readonly gap: string
}

/** A key with its list, each on lines of their own. */
export function newBlockLines({ keys, entry }: NewList, layout: BlockLayout): Writing {
  const { lead, trail, indentation, quote, gap } = layout
  const step = ' '.repeat(layout.step)
  const prefix = keys
    .map((key, level) => `${lead}${indentation}${step.repeat(level)}${quote}${key}${quote}:`)
    .join(trail)
  const [separator, spelling] = ['', 'normal'] as const
  if (entry === 'single') {
    const name = [quote, quote] as const
    const spellings = { normal: name, 'list-existed': name }
    return { separator, spelling, prefix: `${prefix} `, entry: spellings, suffix: trail }
  }
  const dashIndentation = indentation + step.repeat(keys.length - 1) + ' '.repeat(layout.indent)
  const style = { lead, trail, indentation: dashIndentation, gap, keyQuote: quote, quote }
  return { separator, spelling, prefix: prefix + trail, entry: blockEntries(entry, style), suffix: '' }
}

/** The same before a pair that shares its line with a dash: `- imagePullSecrets: ...`, and the pair on a line of its own. */
export function newBlockLinesBehindDash(list: NewList, layout: BlockLayout): Writing {
  const { prefix, suffix, ...rest } = newBlockLines(list, layout)
  const { indentation } = layout
  return { ...rest, prefix: prefix.slice(indentation.length), suffix: suffix + indentation }
}

/** How the pairs of a flow mapping are set that stand on lines of their own. */
export interface FlowLines {
  readonly eol: string
  /** Before the pair that the list comes before. */
  readonly indentation: string
  /** Before the first item of that pair's value, and the first pair in it, where these are on lines of their own, too. */
  readonly itemIndentation: string | undefined
  readonly pairIndentation: string | undefined
}

/** A key with its list, before a pair of a flow mapping or a JSON object; `lines` where that stands on a line of its own. */
export function newFlowPair(list: NewList, style: FlowStyle, lines?: FlowLines): Writing {
  if (lines === undefined) {
    const pair = onOneLine(list, style)
    return { ...pair, suffix: pair.suffix + style.comma }
  }
  const pair = onManyLines(list, style, lines) ?? onOneLine(list, style)
  return {
    ...pair,
    prefix: lines.indentation + pair.prefix,
    suffix: `${pair.suffix},${lines.eol}`,
  }
}

/** In an empty mapping, with a space at both sides, by which uninject knows it from a mapping that came with the list. */
export function onlyFlowPair(list: NewList, style: FlowStyle): Writing {
  const pair = onOneLine(list, style)
  return { ...pair, prefix: ` ${pair.prefix}`, suffix: `${pair.suffix} ` }
}

function onOneLine({ keys, entry }: NewList, style: FlowStyle): Writing {
  const name = (key: string): string => style.quote + key + style.quote + style.colon
  const parents = keys.slice(0, -1)
  const [open, close] = entry === 'single' ? ['', ''] : ['[', ']']
  return {
    prefix: parents.map(key => `${name(key)}{`).join('') + name(keys.at(-1) ?? '') + open,
    suffix: close + '}'.repeat(parents.length),
    separator: style.comma,
    spelling: 'normal',
    entry: flowEntries(entry === 'single' ? 'string' : entry, style),
  }
}

/** As the neighbour is set: each entry, and maybe each pair of an entry, on lines of their own. */
function onManyLines({ keys, entry }: NewList, style: FlowStyle, lines: FlowLines): Writing | undefined {
  const [key, ...others] = keys
  const { eol, indentation, itemIndentation, pairIndentation } = lines
  if (entry === 'single' || others.length > 0 || itemIndentation === undefined) return undefined
  const spellings = flowEntries(entry, style)
  const [[before, behind], [beforeExisted, behindExisted]] = [spellings.normal, spellings['list-existed']]
  // kubectl's reader wants no line with a tab behind a scalar without quotes.
  const areLinesOfPairs =
    pairIndentation !== undefined && !(style.quote === '' && itemIndentation.includes('\t'))
  const start = eol + itemIndentation
  return {
    prefix: `${style.quote}${key}${style.quote}${style.colon}[`,
    suffix: `${eol}${indentation}]`,
    separator: ',',
    spelling: 'normal',
    entry: {
      normal:
        entry === 'object' && areLinesOfPairs
          ? [`${start}{${eol}${pairIndentation}${before.slice(1)}`, `${behind.slice(0, -1)}${start}}`]
          : [start + before, behind],
      'list-existed': [start + beforeExisted, behindExisted],
    },
  }
}
