import type { Insertion, ListTemplate } from '../site.ts'
import type { Quote } from '../syntax/node.ts'
import { blockEntries, flowEntries } from './entry-spelling.ts'
import type { EntryKind, FlowStyle } from './entry-spelling.ts'

/** A list that will be created. */
export interface NewList {
  /** The last key is the list's own. The keys before it are created with it. */
  readonly keys: readonly string[]
  /** `single` where the field is one name, not a list. */
  readonly entry: EntryKind | 'single'
}

/** Copies the fields one by one. A spread takes ten times as long, and this runs for each of 100,000 documents. */
export function insertionAt(offset: number, template: ListTemplate): Insertion {
  const { separator, spelling, prefix, entry, suffix } = template
  return { offset, remove: 0, separator, spelling, prefix, entry, suffix }
}

/** The layout of the lines of a block mapping that gets a new list. */
export interface BlockLayout {
  /** The text before and after each line: one of the two is a line break. */
  readonly lead: string
  readonly trail: string
  /** The indentation of the mapping's keys. */
  readonly indentation: string
  /** The quotes of keys and names. */
  readonly quote: Quote
  /** Columns from a key to a key below it (`step`), and from a key to the dash of an item below it (`indent`). */
  readonly step: number
  readonly indent: number
  /** The text between a dash and its content. */
  readonly gap: string
}

/** A key with its list, on lines of their own. */
export function newBlockLines({ keys, entry }: NewList, layout: BlockLayout): ListTemplate {
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

/** The same before a pair on the line of a dash: `- imagePullSecrets: ...`. The pair moves to a line of its own. */
export function newBlockLinesAfterDash(list: NewList, layout: BlockLayout): ListTemplate {
  const { prefix, suffix, ...rest } = newBlockLines(list, layout)
  const { indentation } = layout
  return { ...rest, prefix: prefix.slice(indentation.length), suffix: suffix + indentation }
}

/** The layout of a flow mapping whose pairs have lines of their own. */
export interface FlowLines {
  readonly eol: string
  /** The indentation of the pair that the list is inserted before. */
  readonly indentation: string
  /**
   * The indentation of the first item in that pair's value, and of the first pair in the item, where they have lines
   * of their own.
   */
  readonly itemIndentation: string | undefined
  readonly pairIndentation: string | undefined
}

/**
 * A key with its list, before a pair of a flow mapping or JSON object. `lines` is given where that pair has a line of
 * its own.
 */
export function newFlowPair(list: NewList, style: FlowStyle, lines?: FlowLines): ListTemplate {
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

/**
 * The only pair of a mapping that was empty. The space on both sides tells uninject that the mapping existed before
 * the list.
 */
export function onlyFlowPair(list: NewList, style: FlowStyle): ListTemplate {
  const pair = onOneLine(list, style)
  return { ...pair, prefix: ` ${pair.prefix}`, suffix: `${pair.suffix} ` }
}

function onOneLine({ keys, entry }: NewList, style: FlowStyle): ListTemplate {
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

/** Copies the layout of the next pair: each entry, and possibly each pair of an entry, on a line of its own. */
function onManyLines({ keys, entry }: NewList, style: FlowStyle, lines: FlowLines): ListTemplate | undefined {
  const [key, ...others] = keys
  const { eol, indentation, itemIndentation, pairIndentation } = lines
  if (entry === 'single' || others.length > 0 || itemIndentation === undefined) return undefined
  const spellings = flowEntries(entry, style)
  const [[before, after], [beforeExisted, afterExisted]] = [spellings.normal, spellings['list-existed']]
  // kubectl's reader refuses a line that begins with a tab after a scalar without quotes.
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
          ? [`${start}{${eol}${pairIndentation}${before.slice(1)}`, `${after.slice(0, -1)}${start}}`]
          : [start + before, after],
      'list-existed': [start + beforeExisted, afterExisted],
    },
  }
}
