import type { Diagnostic } from '../diagnostic.ts'
import type { Insertion, Writing } from '../site.ts'
import { quoteOf } from '../syntax/node.ts'
import type { Text } from '../syntax/lines.ts'
import type { Mapping, Member, Syntax } from '../syntax/node.ts'
import { flowEntries, flowStyleOf } from './entry-style.ts'
import type { FlowStyle } from './entry-style.ts'
import type { MissingList } from './missing-list.ts'

/** A key with its list, in a flow mapping or a JSON object: before the pair that it belongs beside. */
export function newFlowList(syntax: Syntax, missing: MissingList): Insertion | Diagnostic {
  const { host, beside } = missing
  if (host.members.some(({ isMerge }) => isMerge)) return noMerge(syntax, host)
  const preferred = beside.flatMap(key => host.members.findLast(member => member.key === key) ?? [])
  const member = preferred[0] ?? host.members[0]
  if (member === undefined) return inEmptyMapping(syntax, missing)
  const style = styleOf(syntax.text, host, member)
  const indentation = syntax.lines.ownIndentation(member.start)
  if (indentation === undefined) {
    const line = oneLine(missing, style)
    return { ...line, offset: member.start, remove: 0, suffix: line.suffix + style.comma }
  }
  const eol = syntax.lines.eolNear(member.start)
  const lines = manyLines(syntax, missing, member, style, indentation, eol) ?? oneLine(missing, style)
  return {
    ...lines,
    offset: syntax.lines.start(member.start),
    remove: 0,
    prefix: indentation + lines.prefix,
    suffix: `${lines.suffix},${eol}`,
  }
}

function oneLine({ keys, entry }: MissingList, style: FlowStyle): Writing {
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
function manyLines(
  { lines }: Syntax,
  { keys, entry }: MissingList,
  { value }: Member,
  style: FlowStyle,
  indentation: string,
  eol: string,
): Writing | undefined {
  const [key, ...others] = keys
  if (entry === 'single' || others.length > 0 || value.type !== 'sequence' || !value.flow) return undefined
  const [item] = value.items
  const itemIndentation = item === undefined ? undefined : lines.ownIndentation(item.start)
  if (item === undefined || itemIndentation === undefined) return undefined
  const first = item.node.type === 'mapping' ? item.node.members[0] : undefined
  const pairIndentation = first === undefined ? undefined : lines.ownIndentation(first.start)
  const { normal, 'list-existed': kept } = flowEntries(entry, style)
  // kubectl's reader wants no line with a tab behind a scalar without quotes.
  const areLinesOfPairs =
    pairIndentation !== undefined && !(style.quote === '' && itemIndentation.includes('\t'))
  const before = eol + itemIndentation
  return {
    prefix: `${style.quote}${key}${style.quote}${style.colon}[`,
    suffix: `${eol}${indentation}]`,
    separator: ',',
    spelling: 'normal',
    entry: {
      normal:
        entry === 'object' && areLinesOfPairs
          ? [`${before}{${eol}${pairIndentation}${normal[0].slice(1)}`, `${normal[1].slice(0, -1)}${before}}`]
          : [before + normal[0], normal[1]],
      'list-existed': [before + kept[0], kept[1]],
    },
  }
}

/** The quote of the neighbour's key, its colon, and the comma behind it. */
function styleOf(text: Text, host: Mapping, member: Member): FlowStyle {
  const { keyNode, written, end } = member
  const colon = written === undefined ? ': ' : text.slice(keyNode.end, written.start)
  const next = host.members[host.members.indexOf(member) + 1]
  const comma = next === undefined ? '' : text.slice(end, next.start)
  return {
    quote: quoteOf(keyNode),
    colon: /^[ \t]*:[ \t]*$/.test(colon) ? colon : ': ',
    comma: /^,[ \t]*$/.test(comma) ? comma : colon === ':' ? ',' : ', ',
  }
}

/** Between the braces with a space at both sides, which is how uninject knows it from a mapping that came with the list. */
function inEmptyMapping(syntax: Syntax, missing: MissingList): Insertion {
  const line = oneLine(missing, flowStyleOf(syntax))
  const offset = missing.host.start + 1
  return { ...line, offset, remove: 0, prefix: ` ${line.prefix}`, suffix: `${line.suffix} ` }
}

function noMerge({ lines }: Syntax, host: Mapping): Diagnostic {
  return {
    line: lines.number(host.start),
    code: 'no-room-for-list',
    what: 'a flow mapping with a merge key (<<) gets no key of its own',
    remedy: 'write the mapping in block style',
  }
}
